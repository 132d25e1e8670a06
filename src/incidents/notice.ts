import type { Card } from '../core/card.ts';
import type { Clock } from '../core/clock.ts';
import { type Post, postPriority } from '../core/post-store.ts';
import type { Say } from '../core/say.ts';
import type { Tx } from '../core/store.ts';
import { newPost, wantAnew } from './new-post.ts';

interface SayDeps {
  readonly fallbackChannel: () => string;
  readonly clock: Clock;
  readonly newId: () => string;
  /** Called as soon as the post can be seen, with its channel. */
  readonly posted: (channel: string) => void;
}

const noticeOf = async (tx: Tx, key: string): Promise<Post | undefined> => {
  const [known] = await tx.posts.ofOwner('notice', key);
  return known;
};

/** The notice whose thread another one stands in. */
const parentOf = async (tx: Tx, key: string | undefined): Promise<Post | undefined> => {
  if (key === undefined) return undefined;
  const parent = await noticeOf(tx, key);
  if (parent === undefined) throw new Error(`there is no notice ${key} to say anything under`);
  return parent;
};

/** Changes what a notice says. */
const sayAnew = (tx: Tx, known: Post, card: Card, now: number): Promise<void> => {
  const priority = known.parentId === undefined ? postPriority.root : postPriority.line;
  return tx.posts.update(known.id, {
    card,
    ...wantAnew(known, { now, spacingMs: 5_000, priority }),
  });
};

/**
 * Notices of the bot's own, in the fallback channel unless another is named: one message a key,
 * edited when the same key has something else to say. Delivered like every other message.
 */
export const createSay =
  ({ fallbackChannel, clock, newId, posted }: SayDeps): Say =>
  async (tx, { key, card, under, channel: named = fallbackChannel() }) => {
    const parent = await parentOf(tx, under);
    const channel = parent?.channel ?? named;
    // Replicas that have the same to say at the same moment say it once.
    await tx.channels.lock(channel);
    const now = clock.now();
    const known = await noticeOf(tx, key);
    if (known === undefined) {
      const priority = parent === undefined ? postPriority.root : postPriority.line;
      const said = { id: newId(), channel, owner: key, priority, card, now };
      await tx.posts.insert(newPost({ ...said, kind: 'notice', parentId: parent?.id }));
    } else await sayAnew(tx, known, card, now);
    const where = known?.channel ?? channel;
    tx.whenVisible(() => posted(where));
  };
