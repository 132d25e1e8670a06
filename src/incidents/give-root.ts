import type { Clock } from '../core/clock.ts';
import type { Placement } from '../core/incident-store.ts';
import { type Post, type PostCause, postPriority } from '../core/post-store.ts';
import type { Tx } from '../core/store.ts';
import { newPost } from './new-post.ts';

export interface GiveRootDeps {
  readonly clock: Clock;
  readonly newId: () => string;
  /** Called as soon as a post can be seen, with its channel. */
  readonly posted: (channel: string) => void;
  /** Where new messages go while their channel cannot be written to; undefined: they wait there. */
  readonly fallbackChannel: (() => string) | undefined;
}

/** The channel a new root goes to, and why it is not the one it was meant for. */
type Target = Pick<Post, 'channel' | 'meantFor' | 'reason'>;

/** Gives an incident a message of its own in a channel. */
export const createGiveRoot = ({ clock, newId, posted, fallbackChannel }: GiveRootDeps) => {
  const targetOf = async (tx: Tx, { channel: wanted }: Placement): Promise<Target> => {
    const direct = { channel: wanted, meantFor: undefined, reason: undefined };
    const fallback = fallbackChannel?.();
    if (fallback === undefined || fallback === wanted) return direct;
    const state = await tx.channels.get(wanted);
    if (state?.unreachableSince === undefined) return direct;
    return { channel: fallback, meantFor: wanted, reason: state.unreachableReason };
  };

  const give = async (
    tx: Tx,
    placement: Placement,
    target: Target,
    cause?: PostCause,
  ): Promise<Post> => {
    const { critical, root } = postPriority;
    const priority = placement.severity.level === 'critical' ? critical : root;
    const owner = placement.incidentId;
    const given = { id: newId(), owner, priority, now: clock.now() };
    const post = newPost({ ...target, ...given, kind: 'root' });
    await tx.posts.insert(post, cause);
    await tx.incidents.putPlacement({ ...placement, postId: post.id });
    tx.whenVisible(() => posted(target.channel));
    return post;
  };

  return { targetOf, give };
};
