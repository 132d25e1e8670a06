import { type Clock, day, minute } from '../core/clock.ts';
import { AppError, toError } from '../core/errors.ts';
import type { Handle } from '../core/handle.ts';
import type { Log } from '../core/log.ts';
import type { DueWork, Store, Tx } from '../core/store.ts';
import { timeLimit } from '../core/time-limit.ts';
import { isRecord } from '../core/values.ts';
import { createAlarmClock } from './alarm-clock.ts';

/**
 * Does an errand, outside any transaction; rejects where it is to be tried again. Its own last
 * transaction may put the row to a later time; a row that it leaves alone is done.
 */
export type Errand = (payload: string, signal: AbortSignal) => Promise<void>;

/** What is written when an errand is given up after a day of failures. */
type GivenUp = (tx: Tx, payload: string, error: Error) => Promise<void>;

export interface ErrandsDeps {
  readonly store: Store;
  /** What to do, by the kind of the due work. */
  readonly kinds: Readonly<Record<string, Errand>>;
  readonly givenUp?: Readonly<Record<string, GivenUp>>;
  /** How many at most; 4 where nothing is said. */
  readonly atOnce?: number;
  /** No errand takes longer; 100 s where nothing is said. Nobody else takes it for 20 s more. */
  readonly deadlineMs?: number;
  /** How often it is looked at what others have put there; every 2 s where nothing is said. */
  readonly pollMs?: number;
  /** True while something more urgent goes on: errands wait for five seconds, and then go on one by one. */
  readonly isBusy?: () => boolean;
  readonly clock: Clock;
  readonly log: Log;
  readonly newId: () => string;
}

export interface Errands extends Handle {
  /** Something is due; call it as soon as it can be seen. */
  readonly wake: () => void;
}

const usualPollMs = 2_000;
const usuallyAtOnce = 4;

const usualDeadlineMs = 100_000;
/** A lease outlives the deadline by this. */
const leaseMarginMs = 20_000;

/** After the first failure, the second …; the last one is for all that follow. */
const retryMs = [30_000, minute, 2 * minute, 5 * minute, 15 * minute] as const;
const triedForMs = day;

const busyPauseMs = 100;
/** Then one at a time goes on all the same. */
const busyMs = 5_000;

/** What stands as the payload of a row that was claimed. */
interface Claim {
  readonly payload: string;
  /** Of this one claim. */
  readonly claim: string;
  readonly failures: number;
  /** Of the first of the failures in a row, epoch ms. */
  readonly failingSince: number | undefined;
}

const fresh = (payload: string): Claim => ({
  payload,
  claim: '',
  failures: 0,
  failingSince: undefined,
});

const claimIn = ({ id, payload }: DueWork): Claim => {
  if (typeof payload === 'string') return fresh(payload);
  if (!isRecord(payload) || typeof payload['payload'] !== 'string')
    throw new Error(`the errand ${id} has no payload`);
  const { claim, failures, failingSince } = payload;
  return {
    payload: payload['payload'],
    claim: typeof claim === 'string' ? claim : '',
    failures: typeof failures === 'number' ? failures : 0,
    failingSince: typeof failingSince === 'number' ? failingSince : undefined,
  };
};

interface Claimed {
  readonly work: DueWork;
  readonly claim: Claim;
}

/** Claims rows by moving them a lease ahead, and says how each of them ended. */
const createClaims = (deps: ErrandsDeps) => {
  const { store, kinds, givenUp, clock, log, newId, deadlineMs = usualDeadlineMs } = deps;
  const names = Object.keys(kinds);
  const leaseMs = deadlineMs + leaseMarginMs;

  const claim = (free: number, underWay: ReadonlySet<string>) =>
    store.transaction(async (tx) => {
      const now = clock.now();
      const claimed: Claimed[] = [];
      const due = await tx.due.take(now, free + underWay.size, names);
      for (const { id } of due.toSorted((a, b) => (a.id < b.id ? -1 : 1))) {
        if (claimed.length === free || underWay.has(id)) continue;
        // Another replica may have had it meanwhile.
        const work = await tx.due.lock(id);
        if (work === undefined || work.at > now) continue;
        const held = { ...claimIn(work), claim: newId() };
        await tx.due.put({ ...work, at: now + leaseMs, payload: held });
        claimed.push({ work, claim: held });
      }
      return { claimed, next: await tx.due.nextAt(names) };
    });

  /** The row, unless it was put anew since it was claimed: that is to be done again, then. */
  const stillOurs = async (tx: Tx, { work, claim: held }: Claimed): Promise<boolean> => {
    const row = await tx.due.lock(work.id);
    return row !== undefined && isRecord(row.payload) && row.payload['claim'] === held.claim;
  };

  const done = (claimed: Claimed) =>
    store.transaction(async (tx) => {
      if (await stillOurs(tx, claimed)) await tx.due.remove(claimed.work.id);
    });

  const release = (claimed: Claimed) =>
    store.transaction(async (tx) => {
      if (await stillOurs(tx, claimed)) await tx.due.put({ ...claimed.work, at: clock.now() });
    });

  const failed = (claimed: Claimed, error: Error) =>
    store.transaction(async (tx) => {
      if (!(await stillOurs(tx, claimed))) return;
      const { work, claim: held } = claimed;
      const now = clock.now();
      const failingSince = held.failingSince ?? now;
      const failures = held.failures + 1;
      const at = now + (retryMs[held.failures] ?? 15 * minute);
      const fields = { id: work.id, failures, error: error.message };
      if (at > failingSince + triedForMs) {
        log.error('an errand failed for a day, it is given up', fields);
        await tx.due.remove(work.id);
        await givenUp?.[work.kind]?.(tx, held.payload, error);
        return;
      }
      log.warn('an errand failed, it is tried again', fields);
      await tx.due.put({ ...work, at, payload: { ...held, failures, failingSince } });
    });

  return { claim, done, release, failed };
};

const tooLong = (deadlineMs: number): AppError =>
  new AppError(`An errand took longer than ${deadlineMs / 1_000} seconds.`, {
    kind: 'upstream',
    code: 'errand_timed_out',
    retryable: true,
  });

/** Runs one until it ends, its time is over, or everything stops; rejects in the last two cases. */
const withDeadline = async (
  run: (signal: AbortSignal) => Promise<void>,
  limits: { readonly clock: Clock; readonly stopped: AbortSignal; readonly ms: number },
): Promise<void> => {
  const { clock, stopped, ms } = limits;
  const limit = timeLimit(clock, { ms, within: stopped, reason: () => tooLong(ms) });
  const { signal } = limit;
  // What ignores the signal must not keep its place for ever.
  const aborted = new Promise<never>((_, reject) => {
    const abort = (): void => reject(toError(signal.reason));
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
  });
  try {
    await Promise.race([run(signal), aborted]);
  } finally {
    limit.end();
  }
};

/** What was claimed and is being done. */
const createRuns = (
  { kinds, clock, log, deadlineMs: ms = usualDeadlineMs }: ErrandsDeps,
  claims: ReturnType<typeof createClaims>,
  { stopped, ended }: { readonly stopped: AbortSignal; readonly ended: () => void },
) => {
  const underWay = new Map<string, Promise<void>>();

  const settle = async (claimed: Claimed): Promise<void> => {
    const { work, claim } = claimed;
    const errand = kinds[work.kind];
    try {
      if (errand === undefined) throw new Error(`nothing does the errand ${work.kind}`);
      await withDeadline((signal) => errand(claim.payload, signal), { clock, stopped, ms });
      await claims.done(claimed);
    } catch (thrown) {
      if (stopped.aborted) await claims.release(claimed);
      else await claims.failed(claimed, toError(thrown));
    }
  };

  const start = (claimed: Claimed): void => {
    const { id } = claimed.work;
    const running = settle(claimed)
      // Its lease runs out, then it is done again.
      .catch((thrown: unknown) =>
        log.error('an errand could not be ended', { id, error: toError(thrown).message }),
      )
      .finally(() => {
        underWay.delete(id);
        ended();
      });
    underWay.set(id, running);
  };

  return { start, underWay };
};

/**
 * Work that needs the world outside and so cannot be done in a transaction: rows of the due work are
 * claimed for a while, done, and removed or put off. Starts at once.
 *
 * @returns stop: resolves when what was under way has ended; its rows are due again
 */
export const createErrands = (deps: ErrandsDeps): Errands => {
  const { clock, log, atOnce = usuallyAtOnce, pollMs = usualPollMs } = deps;
  const claims = createClaims(deps);
  const stopping = new AbortController();
  const { signal: stopped } = stopping;
  const alarmClock = createAlarmClock(clock);
  const { start, underWay } = createRuns(deps, claims, { stopped, ended: alarmClock.wake });

  /** How many may be begun now. */
  const places = async (): Promise<number> => {
    const isBusy = (): boolean => deps.isBusy?.() === true && !stopped.aborted;
    const until = clock.now() + busyMs;
    while (isBusy() && clock.now() < until) await clock.sleep(busyPauseMs, stopped);
    const free = atOnce - underWay.size;
    return isBusy() ? Math.min(free, 1) : free;
  };

  const round = async (): Promise<number> => {
    const free = underWay.size >= atOnce ? 0 : await places();
    if (free <= 0 || stopped.aborted) return clock.now() + pollMs;
    const { claimed, next } = await claims.claim(free, new Set(underWay.keys()));
    for (const one of claimed) start(one);
    const now = clock.now();
    // What is due still is under way as well, and is looked at when that has ended.
    return next === undefined || next <= now ? now + pollMs : next;
  };

  const poll = async (): Promise<void> => {
    while (!stopped.aborted) {
      let next = clock.now() + pollMs;
      try {
        next = Math.min(next, await round());
      } catch (thrown) {
        log.error('errands could not be read', { error: toError(thrown).message });
      }
      await alarmClock.sleepUntil(next);
    }
  };

  const polling = poll();
  return {
    wake: alarmClock.wake,
    stop: async () => {
      stopping.abort(new Error('the bot stops'));
      alarmClock.wake();
      await polling;
      await Promise.all(underWay.values());
    },
  };
};
