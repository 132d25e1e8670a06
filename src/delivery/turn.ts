import type { ChannelState } from '../core/channel-store.ts';
import type { Post } from '../core/post-store.ts';
import type { Tx } from '../core/store.ts';
import { detoured } from './detour.ts';
import type { Job } from './job.ts';
import type { Pace } from './pace.ts';

interface TurnDeps {
  readonly fallbackChannel: () => string;
  /** How long a call to Slack may take. */
  readonly timeoutMs: number;
  readonly pace: Pace;
  /** Another channel has something due. */
  readonly wake: (channel: string) => void;
}

/** From a call's deadline on, until Slack's history surely tells what became of it. */
const historyLagMs = 3_000;

/** When it may be looked up what became of an attempt. */
export const findableAt = (attemptAt: number, timeoutMs: number): number =>
  attemptAt + timeoutMs + historyLagMs;

/**
 * Until when a call may begin, on the clock of `leaseUntil`: whoever has the lease next looks up what
 * became of it, and must find it.
 */
export const beginBy = (leaseUntil: number, timeoutMs: number): number =>
  leaseUntil - timeoutMs - historyLagMs;

/** What can be done about a due post now: a kind of call, waiting, or nothing. */
export type Turn =
  | { readonly kind: Job['kind']; readonly parent: Post | undefined }
  | { readonly kind: 'wait'; readonly at: number; readonly forEdit: boolean }
  | { readonly kind: 'none' };

/** One look at a channel. */
export interface Visit {
  readonly tx: Tx;
  readonly channel: string;
  readonly state: ChannelState | undefined;
  readonly now: number;
  /** When a lease that is taken `now` ends, on the monotonic clock. */
  readonly leaseEnd: number;
  /** False while other channels have waited longer for the turn of an edit. */
  readonly mayEdit: boolean;
}

const none: Turn = { kind: 'none' };
const until = (at: number, forEdit = false): Turn => ({ kind: 'wait', at, forEdit });

/** A thread of notices is read from above: one that failed keeps those behind it waiting. */
const noticeBefore = async (tx: Tx, post: Post, parent: Post): Promise<Post | undefined> => {
  if (post.kind !== 'notice') return undefined;
  const first = await tx.posts.firstUnsentNotice(parent.id);
  return first?.id === post.id ? undefined : first;
};

/** Decides for one due post after the other what may be done about it at this moment. */
export const createTurns = ({ fallbackChannel, timeoutMs, pace, wake }: TurnDeps) => {
  const findTurn = async (
    { tx, now }: Visit,
    post: Post,
    attemptAt: number,
    parent: Post | undefined,
  ): Promise<Turn> => {
    const at = findableAt(attemptAt, timeoutMs);
    if (now < at) {
      await tx.posts.update(post.id, { dueAt: at });
      return until(at);
    }
    return pace.findsFreeAt() > now ? until(pace.findsFreeAt()) : { kind: 'find', parent };
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
    const before = parent && (await noticeBefore(tx, post, parent));
    // One that is due has its own turn now.
    if (before !== undefined) return before.dueAt > now ? until(before.dueAt) : none;
    const fallback = fallbackChannel();
    if (state?.unreachableSince !== undefined && channel !== fallback && parent === undefined)
      return move(
        visit,
        post,
        fallback,
        detoured(post, { fallback, reason: state.unreachableReason, now }),
      );
    if (state !== undefined && state.nextPostAt > now) return until(state.nextPostAt);
    const freeAt = await pace.stormFreeAt(tx, channel, now);
    return freeAt > now ? until(freeAt) : { kind: 'post', parent };
  };

  return async (visit: Visit, post: Post): Promise<Turn> => {
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
};
