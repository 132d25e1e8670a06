import type { Clock } from '../core/clock.ts';
import { toError } from '../core/errors.ts';

/** People wait for an answer, background reads do not: people go first. */
export type Urgency = 'people' | 'background';

export interface Budget {
  /** Resolves when the next call may go out; rejects with the signal's reason when it aborts. */
  readonly take: (urgency: Urgency, signal: AbortSignal) => Promise<void>;
}

interface Waiting {
  readonly go: () => void;
}

/**
 * A token bucket of `perSecond` tokens, one second deep. Who waits is served in order, people
 * before background; while people wait no background call goes out.
 */
export const createBudget = (deps: {
  readonly clock: Clock;
  readonly perSecond: number;
}): Budget => {
  const { clock, perSecond } = deps;
  const queues: Readonly<Record<Urgency, Set<Waiting>>> = {
    people: new Set(),
    background: new Set(),
  };
  let tokens = perSecond;
  let filledAt = clock.monotonic();
  let isServing = false;

  const fill = (): void => {
    const now = clock.monotonic();
    tokens = Math.min(perSecond, tokens + ((now - filledAt) / 1000) * perSecond);
    filledAt = now;
  };

  const next = (): readonly [Set<Waiting>, Waiting] | undefined => {
    for (const queue of [queues.people, queues.background])
      for (const waiting of queue) return [queue, waiting];
    return undefined;
  };

  const serve = async (): Promise<void> => {
    if (isServing) return;
    isServing = true;
    for (let found = next(); found !== undefined; found = next()) {
      fill();
      if (tokens < 1) {
        await clock.sleep(Math.ceil(((1 - tokens) / perSecond) * 1000));
        continue;
      }
      tokens -= 1;
      found[0].delete(found[1]);
      found[1].go();
    }
    isServing = false;
  };

  return {
    take: async (urgency, signal) => {
      signal.throwIfAborted();
      const queue = queues[urgency];
      await new Promise<void>((resolve, reject) => {
        const onAbort = (): void => {
          queue.delete(waiting);
          reject(toError(signal.reason));
        };
        const waiting: Waiting = {
          go: () => {
            signal.removeEventListener('abort', onAbort);
            resolve();
          },
        };
        signal.addEventListener('abort', onAbort, { once: true });
        queue.add(waiting);
        void serve();
      });
    },
  };
};

/** One budget a key, made when it is first asked for. */
export const createBudgets = (deps: {
  readonly clock: Clock;
}): ((key: string, perSecond: number) => Budget) => {
  const budgets = new Map<string, Budget>();
  return (key, perSecond) => {
    const found = budgets.get(key) ?? createBudget({ clock: deps.clock, perSecond });
    budgets.set(key, found);
    return found;
  };
};
