import { type Post, postPriority } from '../core/post-store.ts';
import type { Tx } from '../core/store.ts';

interface Reason {
  readonly fallback: string;
  readonly reason: string | undefined;
  readonly now: number;
}

/** The row of a message that goes to the fallback channel instead, as a new one there. */
export const detoured = (
  post: Post,
  { fallback, reason, now }: Reason,
): Partial<Omit<Post, 'id'>> => ({
  channel: fallback,
  meantFor: post.meantFor ?? post.channel,
  reason,
  ts: undefined,
  postedIn: undefined,
  revisionSent: 0,
  attemptAt: undefined,
  state: 'due',
  dueAt: now,
  priority: post.priority === postPriority.change ? postPriority.root : post.priority,
});

/** Sends a message, and with it the thread it belongs to, to the fallback channel. */
export const detour = async (
  tx: Tx,
  { post, parent }: { readonly post: Post; readonly parent: Post | undefined },
  why: Reason,
): Promise<void> => {
  if (parent === undefined) {
    await tx.posts.update(post.id, detoured(post, why));
    return;
  }
  if (parent.channel !== why.fallback) await tx.posts.update(parent.id, detoured(parent, why));
  const moved = { ts: undefined, postedIn: undefined, revisionSent: 0, attemptAt: undefined };
  await tx.posts.update(post.id, { channel: why.fallback, dueAt: why.now, ...moved });
};
