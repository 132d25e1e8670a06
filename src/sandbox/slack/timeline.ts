import type { Message } from './entities.ts';

/**
 * The messages of one channel, oldest first. They are only ever added with a later `ts`, so a
 * position is found by halving.
 */
export interface Timeline {
  readonly add: (message: Message) => void;
  readonly get: (ts: string) => Message | undefined;
  readonly remove: (ts: string) => boolean;
  readonly all: () => readonly Message[];
  /** Replies of a root, oldest first, without the root. */
  readonly replies: (rootTs: string) => readonly Message[];
}

export const createTimeline = (): Timeline => {
  const byTs = new Map<string, Message>();
  const threads = new Map<string, Message[]>();
  let ordered: Message[] = [];
  return {
    add: (message) => {
      byTs.set(message.ts, message);
      ordered.push(message);
      if (message.threadTs === undefined) return;
      const thread = threads.get(message.threadTs);
      if (thread) thread.push(message);
      else threads.set(message.threadTs, [message]);
    },
    get: (ts) => byTs.get(ts),
    remove: (ts) => {
      const message = byTs.get(ts);
      if (message === undefined) return false;
      byTs.delete(ts);
      ordered = ordered.filter((one) => one !== message);
      const { threadTs } = message;
      const thread = threadTs === undefined ? undefined : threads.get(threadTs);
      if (threadTs !== undefined && thread)
        threads.set(
          threadTs,
          thread.filter((one) => one !== message),
        );
      return true;
    },
    all: () => ordered,
    replies: (rootTs) => threads.get(rootTs) ?? [],
  };
};
