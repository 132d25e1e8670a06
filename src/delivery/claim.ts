import type { Card } from '../core/card.ts';
import type { Clock } from '../core/clock.ts';
import { toError } from '../core/errors.ts';
import type { Log } from '../core/log.ts';
import type { ChannelState, Post, Tx } from '../core/store.ts';
import { retryLater } from './back-off.ts';
import { detoured } from './detour.ts';
import { type Job, type Lease, type Step, wait } from './job.ts';
import { type Pace, postSpacingMs } from './pace.ts';

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

export const leaseMs = 30_000;

/** From a call's deadline on, until Slack's history surely tells what became of it. */
const historyLagMs = 3_000;

const postsLookedAt = 16;

/** When it may be looked up what became of an attempt. */
export const findableAt = (attemptAt: number, timeoutMs: number): number =>
  attemptAt + timeoutMs + historyLagMs;

/** What can be done about a due post now: a kind of call, waiting, or nothing. */
type Turn =
  | { readonly kind: Job['kind']; readonly parent: Post | undefined }
  | { readonly kind: 'wait'; readonly at: number; readonly forEdit: boolean }
  | { readonly kind: 'none' };

interface Visit {
  readonly tx: Tx;
  readonly channel: string;
  readonly state: ChannelState | undefined;
  readonly now: number;
  readonly mayEdit: boolean;
}

const none: Turn = { kind: 'none' };
const until = (at: number, forEdit = false): Turn => ({ kind: 'wait', at, forEdit });

const hasUnknownPost = ({ attemptAt, ts }: Post): boolean =>
  attemptAt !== undefined && ts === undefined;

/** What is not known comes first: until it is, nothing else is risked. */
const inOrder = (posts: readonly Post[]): readonly Post[] => [
  ...posts.filter(hasUnknownPost),
  ...posts.filter((post) => !hasUnknownPost(post)),
];

/** Chooses a channel's next call, takes the lease for it and notes in the store that it begins. */
export const createClaim = (deps: ClaimDeps) => {
  const { cardFor, fallbackChannel, timeoutMs, holder, pace, clock, log, random, wake } = deps;

  const findTurn = async (
    visit: Visit,
    post: Post,
    attemptAt: number,
    parent: Post | undefined,
  ) => {
    const { tx, now } = visit;
    const at = findableAt(attemptAt, timeoutMs);
    if (now < at) {
      await tx.posts.update(post.id, { dueAt: at });
      return until(at);
    }
    return pace.findsFreeAt() > now ? until(pace.findsFreeAt()) : { kind: 'find' as const, parent };
  };

  const editTurn = async ({ tx, channel, now, mayEdit }: Visit): Promise<Turn> => {
    if (!mayEdit || pace.editsFreeAt() > now) return until(pace.editsFreeAt(), true);
    const stormFreeAt = await pace.stormFreeAt(tx, channel, now);
    if (stormFreeAt > now) return until(stormFreeAt);
    const freeAt = await pace.takeEdit(tx, now);
    return freeAt > 0 ? until(freeAt, true) : { kind: 'edit', parent: undefined };
  };

  const move = async ({ tx, now }: Visit, post: Post, to: string, change = {}): Promise<Turn> => {
    await tx.posts.update(post.id, { channel: to, dueAt: now, ...change });
    tx.whenVisible(() => wake(to));
    return none;
  };

  const postTurn = async (visit: Visit, post: Post, parent: Post | undefined): Promise<Turn> => {
    const { tx, channel, state, now } = visit;
    if (parent !== undefined && parent.channel !== channel)
      return move(visit, post, parent.channel);
    const fallback = fallbackChannel();
    if (state?.unreachableSince !== undefined && channel !== fallback && parent === undefined)
      return move(
        visit,
        post,
        fallback,
        detoured(post, { fallback, reason: state.unreachableReason, now }),
      );
    const freeAt = Math.max(state?.nextPostAt ?? 0, await pace.stormFreeAt(tx, channel, now));
    return freeAt > now ? until(freeAt) : { kind: 'post', parent };
  };

  const turnOf = async (visit: Visit, post: Post): Promise<Turn> => {
    const { tx, now } = visit;
    if (post.ts !== undefined) {
      if (post.revisionWanted > post.revisionSent) return editTurn(visit);
      await tx.posts.update(post.id, { state: 'idle', dueAt: now, attemptAt: undefined });
      return none;
    }
    const parent = post.parentId === undefined ? undefined : await tx.posts.get(post.parentId);
    return post.attemptAt === undefined
      ? postTurn(visit, post, parent)
      : findTurn(visit, post, post.attemptAt, parent);
  };

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

  const lease = async ({ tx, channel, now }: Visit): Promise<Lease | undefined> => {
    const end = clock.monotonic() + leaseMs;
    const state = await tx.channels.lease(channel, holder, now, leaseMs);
    return state && { channel, fence: state.fence, until: end };
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
    const now = clock.now();
    const state = await tx.channels.get(channel);
    const isOthers = state?.holder !== undefined && state.holder !== holder;
    const closedUntil = Math.max(
      state?.parkedUntil ?? 0,
      isOthers ? state.leaseUntil : 0,
      pace.pausedUntil(channel),
    );
    if (closedUntil > now) return wait(closedUntil);
    return choose({ tx, channel, state, now, mayEdit });
  };
};
