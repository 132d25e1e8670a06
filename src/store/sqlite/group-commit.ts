import { storeStopped } from '../unavailable.ts';
import { createGroup, type GroupDeps, nextTurn, type Waiting } from './group.ts';

/** Work to do inside a savepoint; `whenVisible` callbacks are called once the savepoint is released. */
type Work<T> = (whenVisible: (callback: () => void) => void) => Promise<T>;

export interface GroupCommit {
  /** Resolves once what `work` wrote is durable. */
  readonly transaction: <T>(work: Work<T>) => Promise<T>;
  /** Refuses new work and resolves when all accepted work is durable or rejected. */
  readonly stop: () => Promise<void>;
}

/**
 * Many transactions, one flush to disk. Works run one after another, each in a savepoint of its own,
 * inside one transaction; works that are enqueued while it is open join it. A work that throws is
 * undone alone. If the commit fails, every work of the group fails. A work must not wait for another
 * transaction: that one's turn comes only after it.
 */
export const createGroupCommit = (deps: GroupDeps): GroupCommit => {
  const queue: Waiting[] = [];
  const runGroup = createGroup(deps, queue);
  let flushing: Promise<void> | undefined;
  let stopped = false;

  const flush = async (): Promise<void> => {
    // Let everything that is ready in this turn of the event loop enqueue first.
    await nextTurn();
    while (queue.length > 0) {
      await runGroup();
      await nextTurn();
    }
    flushing = undefined;
  };

  const transaction = <T>(work: Work<T>): Promise<T> => {
    if (stopped) return Promise.reject(storeStopped());
    const { promise, resolve, reject } = Promise.withResolvers<T>();
    queue.push({
      run: async (visible) => {
        const value = await work((callback) => visible.push(callback));
        return () => resolve(value);
      },
      reject,
    });
    flushing ??= flush();
    return promise;
  };

  return {
    transaction,
    stop: async () => {
      stopped = true;
      await flushing;
    },
  };
};
