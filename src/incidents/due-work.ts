import type { Clock } from '../core/clock.ts';
import { toError } from '../core/errors.ts';
import type { Log } from '../core/log.ts';
import type { DueWork, Store, Tx } from '../core/store.ts';

interface DueWorkDeps {
  readonly store: Store;
  /** What to do, by kind; it removes the row or puts it to a later time. */
  readonly kinds: Readonly<Record<string, (tx: Tx, payload: string) => Promise<void>>>;
  readonly clock: Clock;
  readonly log: Log;
}

const retryMs = 30_000;

/** Rows at most in one go, so that the inbox is never kept waiting for long. */
const rowsAtOnce = 20;

/**
 * Does what was put off until now, each in a transaction of its own.
 *
 * @returns when the next is due, epoch ms
 */
export const createDueWork =
  ({ store, kinds, clock, log }: DueWorkDeps) =>
  async (): Promise<number | undefined> => {
    const names = Object.keys(kinds);
    const now = clock.now();
    let failing: DueWork | undefined;
    const next = async (tx: Tx): Promise<boolean> => {
      const [work] = await tx.due.take(now, 1, names);
      failing = work;
      if (work === undefined) return false;
      const run = kinds[work.kind];
      if (run === undefined || typeof work.payload !== 'string')
        throw new Error(`nothing does the work ${work.kind}`);
      await run(tx, work.payload);
      return true;
    };
    for (let done = 0; done < rowsAtOnce; done += 1)
      try {
        if (!(await store.transaction(next))) break;
      } catch (thrown) {
        const work: DueWork | undefined = failing;
        if (work === undefined) throw thrown;
        log.error('due work failed, it is tried again', {
          id: work.id,
          error: toError(thrown).message,
        });
        await store.transaction((tx) => tx.due.put({ ...work, at: clock.now() + retryMs }));
      }
    return store.transaction((tx) => tx.due.nextAt(names));
  };
