import type { Post } from '../core/post-store.ts';
import { postPriority } from '../core/post-store.ts';
import type { Tx } from '../core/store.ts';
import { createFailures, type FailureDeps } from './failures.ts';
import type { Job, Result } from './job.ts';

interface SettleDeps extends FailureDeps {
  readonly holder: string;
}

type Change = Partial<Omit<Post, 'id'>>;

const noAttempt: Change = { attemptAt: undefined };

/** What an ok means for the row. `current` is the row as it is by now. */
const afterOk = (
  job: Job,
  current: Post,
  posted: { channel: Post['postedIn']; ts: string },
  now: number,
): Change => {
  // Of a message that was found it is not known how new it is, but a reply never changes.
  const isOld = job.kind === 'find' && job.post.kind !== 'reply';
  const revisionSent = isOld ? 1 : job.post.revisionWanted;
  const isNews = current.revisionWanted > revisionSent;
  return {
    ts: posted.ts,
    postedIn: posted.channel,
    revisionSent,
    attemptAt: undefined,
    attempts: 0,
    failingSince: undefined,
    error: undefined,
    state: isNews ? 'due' : 'idle',
    // Of an idle post this is when it was last written; the next edit keeps its distance from it.
    dueAt: isNews ? Math.max(current.dueAt, now) : now,
    ...(isNews && { priority: postPriority.change }),
  };
};

/** Writes down what came of a call. Everything that can come of one is decided here. */
export const createSettle = (deps: SettleDeps) => {
  const { holder, reach, clock, log, metrics } = deps;
  const { fail, recovered } = createFailures(deps);

  const succeed = async (tx: Tx, job: Job, posted: Parameters<typeof afterOk>[2]) => {
    const { post } = job;
    recovered(post.channel);
    const current = (await tx.posts.get(post.id)) ?? post;
    await tx.posts.update(post.id, afterOk(job, current, posted, clock.now()));
    await reach.regain(tx, post.channel);
    const how = { post: 'posted', edit: 'edited', find: 'found' } as const;
    metrics.count('trailwarden_messages_total', { how: how[job.kind] });
  };

  return async (tx: Tx, job: Job, result: Result): Promise<void> => {
    const { post, lease } = job;
    if (!(await tx.channels.holds(lease.channel, holder, lease.fence))) {
      // Somebody else writes there now and finds out for themselves what became of this.
      log.warn('a lease was lost during a call', { channel: lease.channel, post: post.id });
      return undefined;
    }
    switch (result.kind) {
      case 'not-called':
        return job.kind === 'find' ? undefined : tx.posts.update(post.id, noAttempt);
      case 'not-found':
        recovered(post.channel);
        return tx.posts.update(post.id, { ...noAttempt, dueAt: clock.now() });
      case 'ok':
        return succeed(tx, job, result.posted);
      case 'failed':
        return fail(tx, job, result.failure);
    }
  };
};
