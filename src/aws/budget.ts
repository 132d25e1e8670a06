import type { Clock } from '../core/clock.ts';
import { toError } from '../core/errors.ts';
import type { Gate, Leave } from './gate.ts';
import { createWhenAborted, type WhenAborted } from './when-aborted.ts';

/** People wait for an answer, background reads do not: people go first. */
export type Urgency = 'people' | 'background';

export interface Budget {
  /**
   * Resolves when the next call may go out; rejects with the signal's reason when it aborts. Call
   * what it gives when the call has ended.
   */
  readonly take: (urgency: Urgency, signal: AbortSignal) => Promise<Leave>;
  /** AWS says that it is too much: half the rate, until calls succeed again. */
  readonly slowDown: () => void;
  /** A call succeeded: a slowed rate comes back step by step. */
  readonly speedUp: () => void;
}

/** A second, and a little: calls arrive less evenly than they leave, and AWS counts at its end. */
const windowMs = 1020;
const slowestFactor = 16;
const recovery = 0.8;

interface Waiting {
  readonly go: (leave: Leave) => void;
}

type Queues = Readonly<Record<Urgency, Set<Waiting>>>;

/** At most `perSecond` calls within any second, fewer after `slowDown`. */
const createWindow = (clock: Clock, perSecond: number) => {
  const sentAt: number[] = [];
  let factor = 1;
  let slowedAt = Number.NEGATIVE_INFINITY;
  return {
    untilFreeMs: (): number => {
      const oldest = sentAt.length < perSecond ? undefined : sentAt[0];
      return oldest === undefined ? 0 : oldest + windowMs * factor - clock.monotonic();
    },
    send: (): void => {
      sentAt.push(clock.monotonic());
      if (sentAt.length > perSecond) sentAt.shift();
    },
    slowDown: (): void => {
      // Calls that were out together are refused together; that is one refusal.
      if (clock.monotonic() - slowedAt < windowMs * factor) return;
      slowedAt = clock.monotonic();
      factor = Math.min(factor * 2, slowestFactor);
    },
    speedUp: (): void => {
      factor = Math.max(factor * recovery, 1);
    },
  };
};

const wait = (queue: Set<Waiting>, signal: AbortSignal, whenAborted: WhenAborted): Promise<Leave> =>
  new Promise((resolve, reject) => {
    const forget = whenAborted(signal, () => {
      queue.delete(waiting);
      reject(toError(signal.reason));
    });
    const waiting: Waiting = {
      go: (leave) => {
        forget();
        resolve(leave);
      },
    };
    queue.add(waiting);
  });

/**
 * The calls of one API, account and region: at most `perSecond` within any second, and none without
 * a place in the `gate` all budgets share. Who waits is served in order, people before background;
 * while people wait no background call goes out.
 */
export const createBudget = (deps: {
  readonly clock: Clock;
  readonly perSecond: number;
  readonly gate: Gate;
  readonly whenAborted: WhenAborted;
}): Budget => {
  const { clock, gate, whenAborted } = deps;
  const queues: Queues = { people: new Set(), background: new Set() };
  const window = createWindow(clock, deps.perSecond);
  let isServing = false;

  const next = (): readonly [Set<Waiting>, Waiting] | undefined => {
    for (const queue of [queues.people, queues.background])
      for (const waiting of queue) return [queue, waiting];
    return undefined;
  };

  /** The place is taken before somebody is chosen: who waited may be gone, or a person have come. */
  const serveOne = async (): Promise<void> => {
    const leave = await gate.enter(() => queues.people.size > 0);
    const chosen = next();
    if (chosen === undefined) {
      leave();
      return;
    }
    window.send();
    chosen[0].delete(chosen[1]);
    chosen[1].go(leave);
  };

  const serve = async (): Promise<void> => {
    if (isServing) return;
    isServing = true;
    while (next() !== undefined) {
      const waitMs = window.untilFreeMs();
      if (waitMs > 0) await clock.sleep(Math.ceil(waitMs));
      else await serveOne();
    }
    isServing = false;
  };

  return {
    take: async (urgency, signal) => {
      signal.throwIfAborted();
      const leave = wait(queues[urgency], signal, whenAborted);
      void serve();
      return await leave;
    },
    slowDown: window.slowDown,
    speedUp: window.speedUp,
  };
};

/** One budget a key, made when it is first asked for. */
export const createBudgets = (deps: {
  readonly clock: Clock;
  readonly gate: Gate;
}): ((key: string, perSecond: number) => Budget) => {
  const whenAborted = createWhenAborted();
  const budgets = new Map<string, Budget>();
  return (key, perSecond) => {
    const found = budgets.get(key) ?? createBudget({ ...deps, whenAborted, perSecond });
    budgets.set(key, found);
    return found;
  };
};
