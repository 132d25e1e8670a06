import { type Clock, minute } from '../core/clock.ts';
import type { Log } from '../core/log.ts';
import type { Metrics } from '../core/metrics.ts';
import { type Post, postPriority } from '../core/post-store.ts';
import type { Tx } from '../core/store.ts';
import type { Authorization } from './authorization.ts';
import { backOffMs, retryLater } from './back-off.ts';
import { detour } from './detour.ts';
import type { Failure, Job } from './job.ts';
import type { Pace } from './pace.ts';
import type { Reach } from './reach.ts';
import { findableAt } from './turn.ts';

export interface FailureDeps {
  readonly fallbackChannel: () => string;
  readonly timeoutMs: number;
  readonly pace: Pace;
  readonly reach: Reach;
  readonly authorization: Authorization;
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly random: () => number;
  readonly wake: (channel: string) => void;
}

type Change = Partial<Omit<Post, 'id'>>;

const longestParkMs = 5 * minute;
/** While Slack as a whole fails, a channel tries one message at a time, this far apart at most. */
const longestPauseMs = 30_000;

const noAttempt: Change = { attemptAt: undefined };

/** As a new message, in the place where it stood or the thread it belonged to. */
const anew = (now: number): Change => ({
  ts: undefined,
  postedIn: undefined,
  revisionSent: 0,
  attemptAt: undefined,
  state: 'due',
  dueAt: now,
});

/** The failures that end a try for a while, or for good. */
const createRetries = ({ clock, metrics, log, random }: FailureDeps) => {
  const retry = async (tx: Tx, job: Job, error: string, more: Change, notBefore = 0) => {
    const row = retryLater(job.post, { now: clock.now(), error, random, notBefore });
    await tx.posts.update(job.post.id, { ...row, ...more });
    if (row.state === 'due') return;
    metrics.count('trailwarden_posts_parked_total');
    log.error('a message could not be sent for a day, it is put aside', {
      post: job.post.id,
      channel: job.post.channel,
      error,
    });
  };

  const refusedForm = async (tx: Tx, { post }: Job, error: string): Promise<void> => {
    metrics.count('trailwarden_refused_forms_total', { form: post.plain ? 'plain' : 'blocks' });
    log.error('Slack refused the form of a message', { post: post.id, kind: post.kind, error });
    if (!post.plain) {
      await tx.posts.update(post.id, { ...noAttempt, plain: true, dueAt: clock.now() });
      return;
    }
    metrics.count('trailwarden_posts_parked_total');
    await tx.posts.update(post.id, { ...noAttempt, state: 'parked', error });
  };

  const gone = async (tx: Tx, job: Job): Promise<void> => {
    const { post, parent } = job;
    const now = clock.now();
    if (job.kind === 'edit') {
      const priority = post.kind === 'root' ? postPriority.root : post.priority;
      await tx.posts.update(post.id, { ...anew(now), priority });
    } else if (parent !== undefined) {
      // Somebody deleted the thread's root: what was to stand there stands in the channel.
      await tx.posts.update(post.id, { ...anew(now), parentId: undefined });
    } else {
      await retry(tx, job, 'gone', noAttempt);
    }
  };

  return { retry, refusedForm, gone };
};

/** A 429 stops a channel, or a method, never everything. */
const createLimits =
  ({ clock, pace, random }: FailureDeps) =>
  async (tx: Tx, job: Job, retryAfterMs: number): Promise<void> => {
    const { post } = job;
    const waitMs = Math.min(Math.max(retryAfterMs, 1_000), longestParkMs) * (1 + random() / 10);
    const until = Math.ceil(clock.now() + waitMs);
    if (job.kind === 'find') return pace.parkFinds(until);
    await tx.posts.update(post.id, noAttempt);
    if (job.kind === 'edit') pace.parkEdits(until);
    else await tx.channels.update(post.channel, { parkedUntil: until });
    return undefined;
  };

/** What each kind of failure means for the message, its channel and all others. */
export const createFailures = (deps: FailureDeps) => {
  const { fallbackChannel, timeoutMs, pace, reach, authorization, clock, metrics, random, wake } =
    deps;
  const { retry, refusedForm, gone } = createRetries(deps);
  const rateLimited = createLimits(deps);
  /** Calls in a row that Slack could not take, by channel. */
  const troubles = new Map<string, number>();

  /** Slack itself has trouble: the channel's other messages wait too. */
  const trouble = (channel: string): void => {
    const count = (troubles.get(channel) ?? 0) + 1;
    troubles.set(channel, count);
    pace.pause(channel, clock.now() + backOffMs(count - 1, random, longestPauseMs));
  };

  const unreachable = async (tx: Tx, job: Job, reason: string): Promise<void> => {
    const { post } = job;
    const fallback = fallbackChannel();
    await reach.lose(tx, post.channel, reason);
    if (post.channel === fallback) return retry(tx, job, reason, noAttempt);
    await detour(tx, job, { fallback, reason, now: clock.now() });
    tx.whenVisible(() => wake(fallback));
    return undefined;
  };

  const fail = async (tx: Tx, job: Job, failure: Failure): Promise<void> => {
    const { post } = job;
    metrics.count('trailwarden_slack_failures_total', { kind: failure.kind });
    switch (failure.kind) {
      case 'rate-limited':
        return rateLimited(tx, job, failure.retryAfterMs);
      case 'refused-form':
        return refusedForm(tx, job, failure.error);
      case 'unreachable':
        return unreachable(tx, job, `${failure.error}. ${failure.cure}`);
      case 'unauthorized':
        authorization.hold(failure.error);
        return job.kind === 'find' ? undefined : tx.posts.update(post.id, noAttempt);
      case 'gone':
        return gone(tx, job);
      case 'unavailable':
        trouble(post.channel);
        return retry(tx, job, failure.error, job.kind === 'find' ? {} : noAttempt);
      case 'unknown':
        trouble(post.channel);
        return job.kind === 'post'
          ? retry(tx, job, failure.error, {}, findableAt(clock.now(), timeoutMs))
          : retry(tx, job, failure.error, job.kind === 'find' ? {} : noAttempt);
      case 'refused':
        return retry(tx, job, failure.error, job.kind === 'find' ? {} : noAttempt);
    }
  };

  return {
    fail,
    /** Slack takes the channel's calls again. */
    recovered: (channel: string): void => {
      troubles.delete(channel);
    },
  };
};
