import type { Post, PostKind, PostPriority } from '../core/post-store.ts';

type Given = Pick<Post, 'id' | 'channel' | 'owner'> &
  Partial<Post> & {
    readonly kind: PostKind;
    readonly priority: PostPriority;
    readonly now: number;
  };

/** A message that is wanted and was not sent yet, due at once unless told otherwise. */
export const newPost = ({ now, ...given }: Given): Post => ({
  parentId: undefined,
  revisionWanted: 1,
  revisionSent: 0,
  ts: undefined,
  postedIn: undefined,
  attemptAt: undefined,
  attempts: 0,
  failingSince: undefined,
  dueAt: now,
  state: 'due',
  error: undefined,
  plain: false,
  broadcast: false,
  meantFor: undefined,
  reason: undefined,
  lines: [],
  card: undefined,
  createdAt: now,
  ...given,
});

/**
 * What to change so that a message is written once more, at the earliest `spacingMs` after its last
 * time: of an idle post `dueAt` is when it was last written.
 */
export const wantAnew = (
  post: Post,
  {
    now,
    spacingMs,
    priority,
  }: { readonly now: number; readonly spacingMs: number; readonly priority: PostPriority },
): Partial<Omit<Post, 'id'>> => {
  const revisionWanted = post.revisionWanted + 1;
  // Still to be posted for the first time: it will say the newest then.
  if (post.state === 'due' && post.ts === undefined) return { revisionWanted };
  if (post.state === 'parked')
    return { revisionWanted, state: 'due', dueAt: now, attempts: 0, failingSince: undefined };
  if (post.state === 'idle')
    return { revisionWanted, state: 'due', priority, dueAt: Math.max(now, post.dueAt + spacingMs) };
  // An edit is out at this moment; the next one keeps its distance from it.
  if (post.attemptAt !== undefined)
    return { revisionWanted, dueAt: Math.max(post.dueAt, now + spacingMs) };
  return { revisionWanted };
};
