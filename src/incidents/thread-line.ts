import type { Clock } from '../core/clock.ts';
import { type Post, postPriority } from '../core/post-store.ts';
import type { Tx } from '../core/store.ts';
import type { Text } from '../core/text.ts';
import { appendLine } from './lines.ts';
import { newPost } from './new-post.ts';

interface ThreadLineDeps {
  readonly clock: Clock;
  readonly newId: () => string;
}

interface Sending {
  /** How long lines are collected before they go out as one reply. */
  readonly replyMs: number;
  readonly broadcast: boolean;
}

/** Adds a line to a message's thread: to the reply that waits there, else as a new one. */
export const createThreadLine =
  ({ clock, newId }: ThreadLineDeps) =>
  async (tx: Tx, root: Post, line: Text, { replyMs, broadcast }: Sending): Promise<void> => {
    const now = clock.now();
    const waiting = await tx.posts.unsentReply(root.id);
    if (waiting === undefined) {
      await tx.posts.insert(
        newPost({
          id: newId(),
          kind: 'reply',
          channel: root.channel,
          owner: root.owner,
          parentId: root.id,
          priority: postPriority.line,
          broadcast,
          lines: [line],
          dueAt: broadcast ? now : now + replyMs,
          now,
        }),
      );
      return;
    }
    const lines = appendLine(waiting.lines, line);
    await tx.posts.update(waiting.id, broadcast ? { lines, broadcast, dueAt: now } : { lines });
  };
