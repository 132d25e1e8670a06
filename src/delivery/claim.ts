import type { Card } from '../core/card.ts';
import type { Clock } from '../core/clock.ts';
import { toError } from '../core/errors.ts';
import type { Log } from '../core/log.ts';
import type { Post } from '../core/post-store.ts';
import type { Tx } from '../core/store.ts';
import { retryLater } from './back-off.ts';
import { type Job, type Lease, type Step, wait } from './job.ts';
import { type Pace, postSpacingMs } from './pace.ts';
import { createTurns, type Visit } from './turn.ts';

export interface ClaimDeps {
  /** What a message says now; undefined: there is nothing left to say. */
  readonly cardFor: (tx: Tx, post: Post) => Promise<Card | undefined>;
  readonly fallbackChannel: () => string;
  /** How long a call to Slack may take. */
  readonly timeoutMs: number;
  readonly holder: string;
  readonly pace: Pace;
  readonly clock: Clock;
  readonly log: Log;
  readonly random: () => number;
  /** Another channel has something due. */
  readonly wake: (channel: string) => void;
}

const leaseMs = 30_000;

const postsLookedAt = 16;

const hasUnknownPost = ({ attemptAt, ts }: Post): boolean =>
  attemptAt !== undefined && ts === undefined;

/** What is not known comes first: until it is, nothing else is risked. */
const inOrder = (posts: readonly Post[]): readonly Post[] => [
  ...posts.filter(hasUnknownPost),
  ...posts.filter((post) => !hasUnknownPost(post)),
];

/** Takes the lease for a call, has the card drawn, and notes in the store that the call begins. */
const createJobs = ({ cardFor, holder, pace, log, random }: ClaimDeps) => {
  /** Undefined if there is nothing to send; the post's row says why. */
  const draw = async ({ tx, now }: Visit, post: Post): Promise<Card | undefined> => {
    try {
      const card = await cardFor(tx, post);
      if (card === undefined)
        await tx.posts.update(post.id, { state: 'idle', dueAt: now, error: 'nothing to show' });
      return card;
    } catch (thrown) {
      const error = toError(thrown).message;
      log.error('a card could not be made', { post: post.id, error });
      await tx.posts.update(post.id, retryLater(post, { now, error, random }));
      return undefined;
    }
  };

  const lease = async ({ tx, channel, now, leaseEnd }: Visit): Promise<Lease | undefined> => {
    const state = await tx.channels.lease(channel, holder, now, leaseMs);
    return state && { channel, fence: state.fence, until: leaseEnd };
  };

  const begin = async (visit: Visit, post: Post, job: Job): Promise<Job> => {
    const { tx, channel, now } = visit;
    if (job.kind === 'find') return job;
    await tx.posts.update(post.id, { attemptAt: now });
    if (job.kind === 'post') await tx.channels.update(channel, { nextPostAt: now + postSpacingMs });
    pace.noteWrite(channel, now);
    return job;
  };

  const jobFor = async (
    visit: Visit,
    post: Post,
    kind: Job['kind'],
    parent: Post | undefined,
  ): Promise<Job | undefined> => {
    const card = kind === 'find' ? undefined : await draw(visit, post);
    if (kind !== 'find' && card === undefined) return undefined;
    const held = await lease(visit);
    if (held === undefined) return undefined;
    const claimed = { post, parent, lease: held };
    if (post.attemptAt !== undefined && card === undefined)
      return { ...claimed, kind: 'find', attemptAt: post.attemptAt };
    if (card === undefined) return undefined;
    return begin(
      visit,
      post,
      post.ts === undefined
        ? { ...claimed, kind: 'post', card }
        : { ...claimed, kind: 'edit', card, ts: post.ts },
    );
  };

  return jobFor;
};

/** Chooses a channel's next call. */
export const createClaim = (deps: ClaimDeps) => {
  const { holder, pace, clock } = deps;
  const turnOf = createTurns(deps);
  const jobFor = createJobs(deps);

  const choose = async (visit: Visit): Promise<Step> => {
    const { tx, channel, now } = visit;
    let at: number | undefined;
    let forEdit = false;
    for (const post of inOrder(await tx.posts.due(channel, now, postsLookedAt))) {
      const turn = await turnOf(visit, post);
      if (turn.kind === 'wait') {
        // Edits wait for their turn among all channels, not for a time of their own.
        if (turn.forEdit) forEdit = true;
        else at = Math.min(at ?? turn.at, turn.at);
      } else if (turn.kind !== 'none') {
        const job = await jobFor(visit, post, turn.kind, turn.parent);
        if (job !== undefined) return { kind: 'job', job };
      }
    }
    return wait(at, forEdit);
  };

  /** @param mayEdit false while other channels have waited longer for the turn of an edit */
  return async (tx: Tx, channel: string, mayEdit: boolean): Promise<Step> => {
    // Nobody adds to the channel's messages while one is chosen and its card drawn.
    await tx.channels.lock(channel);
    // In this order: a pause between the two makes the lease seem shorter to us, never longer.
    const leaseEnd = clock.monotonic() + leaseMs;
    const now = clock.now();
    const state = await tx.channels.get(channel);
    const isOthers = state?.holder !== undefined && state.holder !== holder;
    const closedUntil = Math.max(
      state?.parkedUntil ?? 0,
      isOthers ? state.leaseUntil : 0,
      pace.pausedUntil(channel),
    );
    if (closedUntil > now) return wait(closedUntil);
    return choose({ tx, channel, state, now, leaseEnd, mayEdit });
  };
};
