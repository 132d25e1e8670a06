import type { Clock } from '../core/clock.ts';
import { postPriority } from '../core/post-store.ts';
import type { Say } from '../core/say.ts';
import { newPost, wantAnew } from './new-post.ts';

interface SayDeps {
  readonly fallbackChannel: () => string;
  readonly clock: Clock;
  readonly newId: () => string;
  /** Called as soon as the post can be seen, with its channel. */
  readonly posted: (channel: string) => void;
}

/**
 * Notices of the bot's own, in the fallback channel unless another is named: one message a key,
 * edited when the same key has something else to say. Delivered like every other message.
 */
export const createSay =
  ({ fallbackChannel, clock, newId, posted }: SayDeps): Say =>
  async (tx, { key, card, channel = fallbackChannel() }) => {
    // Replicas that have the same to say at the same moment say it once.
    await tx.channels.lock(channel);
    const now = clock.now();
    const priority = postPriority.root;
    const [known] = await tx.posts.ofOwner('notice', key);
    if (known === undefined) {
      await tx.posts.insert(
        newPost({
          id: newId(),
          kind: 'notice',
          channel,
          owner: key,
          priority,
          card,
          now,
        }),
      );
      tx.whenVisible(() => posted(channel));
      return;
    }
    await tx.posts.update(known.id, {
      card,
      ...wantAnew(known, { now, spacingMs: 5_000, priority }),
    });
    tx.whenVisible(() => posted(known.channel));
  };
