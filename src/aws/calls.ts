import type { Clock } from '../core/clock.ts';
import { AppError } from '../core/errors.ts';
import { type AwsCallName, callsPerSecond } from './actions.ts';
import { createBudgets, type Urgency } from './budget.ts';
import type { Where } from './cloudwatch-types.ts';
import { brokenOff, translateAwsError } from './errors.ts';
import { createGate } from './gate.ts';

/** One call to AWS: what it needs, where, how urgently, and until when. */
interface Call {
  readonly call: AwsCallName;
  readonly where: Where;
  readonly urgency: Urgency;
  readonly signal: AbortSignal;
}

/** Keeps to the rate of the call, then does it; whatever it throws comes out as an AppError. */
export type RunCall = <T>(call: Call, send: () => Promise<T>) => Promise<T>;

/** Calls in flight, of all services, accounts and regions together. */
const inFlight = 100;

/** Faults that are gone a moment later. With a corrected clock the SDK's next signature is right. */
const passing = new Set(['aws_unreachable', 'aws_unavailable', 'aws_timeout', 'aws_clock_skew']);
const passingTries = 3;
const passingBackOffMs = 100;

const throttledBackOffMs = 500;
const longestBackOffMs = 8000;
/** For callers without a deadline of their own. */
const throttledForMs = 2 * 60_000;

/** What the next try depends on. */
interface Tries {
  readonly startedAt: number;
  readonly made: number;
}

const isWorthAnother = (error: AppError, tries: Tries, now: number): boolean =>
  error.code === 'aws_throttled'
    ? now - tries.startedAt < throttledForMs
    : passing.has(error.code) && tries.made < passingTries;

/** Between half and all of it, so that calls that failed together do not come back together. */
const backOffMs = (error: AppError, made: number, random: () => number): number => {
  const first = error.code === 'aws_throttled' ? throttledBackOffMs : passingBackOffMs;
  const most = Math.min(first * 2 ** (made - 1), longestBackOffMs);
  return Math.max(error.retryAfterMs ?? 0, most * (0.5 + random() / 2));
};

/** The SDK ends a request with its signal, but not what it does before: credentials, a new client. */
const untilAborted = async <T>(work: Promise<T>, signal: AbortSignal): Promise<T> => {
  const { promise, reject } = Promise.withResolvers<never>();
  const onAbort = (): void => reject(signal.reason);
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await Promise.race([work, promise]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
};

/**
 * Every call of ours goes this way: within the budget of its API, account and region, with few in
 * flight in all, and again where that helps. AWS's "too many calls" slows the budget down and is
 * tried again until the signal ends, and no longer than two minutes.
 *
 * @param deps.accountKey Tells accounts apart; one name for our own, however it is called.
 */
export const createCalls = (deps: {
  readonly clock: Clock;
  readonly random: () => number;
  readonly accountKey: (account: Where['account']) => string;
}): RunCall => {
  const { clock } = deps;
  const budgets = createBudgets({ clock, gate: createGate(inFlight) });
  const budgetOf = ({ call, where }: Call) =>
    budgets(
      `${call} ${deps.accountKey(where.account)} ${where.region}`,
      callsPerSecond(call, where.region),
    );

  const once = async <T>(call: Call, send: () => Promise<T>): Promise<T> => {
    const budget = budgetOf(call);
    const leave = await budget.take(call.urgency, call.signal);
    try {
      const answer = await untilAborted(send(), call.signal);
      budget.speedUp();
      return answer;
    } finally {
      leave();
    }
  };

  const told = (thrown: unknown, { call, where, signal }: Call): AppError => {
    const isOwn = deps.accountKey(where.account) === 'own';
    const context = { call, account: where.account, region: where.region, isOwn };
    return signal.aborted && !(thrown instanceof AppError)
      ? brokenOff(signal, context)
      : translateAwsError(thrown, context);
  };

  return async (call, send) => {
    const { signal } = call;
    const startedAt = clock.monotonic();
    let last: AppError | undefined;
    for (let made = 1; ; made += 1) {
      try {
        return await once(call, send);
      } catch (thrown) {
        const error = told(thrown, call);
        // What AWS answered before tells more than that our time is over.
        if (signal.aborted) throw last ?? error;
        if (error.code === 'aws_throttled') budgetOf(call).slowDown();
        if (!isWorthAnother(error, { startedAt, made }, clock.monotonic())) throw error;
        last = error;
        await clock.sleep(backOffMs(error, made, deps.random), signal);
      }
    }
  };
};
