import type { Clock } from '../core/clock.ts';
import type { Store } from '../core/store.ts';

export interface QueuePauseDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly firstMs?: number;
}

const firstMs = 1_000;
const longestMs = 60_000;

/**
 * Holds polling back after failures, longer each time up to a minute, and for as long as nothing can
 * be stored. Each message that is received in vain counts towards its queue's maxReceiveCount, so
 * polling on through an outage would move everything into the dead-letter queue.
 *
 * @returns wait: resolves when to poll; rejects once `signal` has aborted
 */
export const createQueuePause = (
  deps: QueuePauseDeps,
): { failed: () => void; succeeded: () => void; wait: () => Promise<void> } => {
  const { store, clock, signal } = deps;
  let failures = 0;

  const isWritable = async (): Promise<boolean> => {
    try {
      await store.checkWritable();
      return true;
    } catch {
      return false;
    }
  };

  const wait = async (): Promise<void> => {
    let isReady = failures === 0;
    while (!isReady) {
      await clock.sleep(
        Math.min(longestMs, (deps.firstMs ?? firstMs) * 2 ** (failures - 1)),
        signal,
      );
      signal.throwIfAborted();
      isReady = await isWritable();
      if (!isReady) failures += 1;
    }
    signal.throwIfAborted();
  };

  return {
    failed: () => {
      failures += 1;
    },
    succeeded: () => {
      failures = 0;
    },
    wait,
  };
};
