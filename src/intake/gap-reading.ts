import type { AlarmReader, Where } from '../aws/cloudwatch-types.ts';
import { type Clock, day } from '../core/clock.ts';
import type { Log } from '../core/log.ts';
import type { Metrics } from '../core/metrics.ts';
import type { Account, TopicSettings } from '../core/settings.ts';
import type { Store } from '../core/store.ts';
import { foundLate, type MissedState } from './found-late-message.ts';
import { type GapProblem, keyOf, placesOf, readPlace } from './gap-places.ts';

export interface GapReadingDeps {
  readonly store: Store;
  readonly alarms: AlarmReader;
  readonly accounts: () => readonly Account[];
  readonly topics: () => readonly TopicSettings[];
  /** Wakes whoever reads the inbox; called as soon as the rows can be read. */
  readonly accepted: () => void;
  readonly clock: Clock;
  readonly metrics: Metrics;
}

export interface GapReading {
  /** Reads every place from `since` (epoch ms) on, or from where it is still owed. Rejects when nothing can be stored. */
  readonly readAll: (since: number) => Promise<void>;
  /** Tries the owed ones again. */
  readonly settleAll: () => Promise<void>;
  readonly hasDebts: () => boolean;
  /** States that were entered so far. */
  readonly found: () => number;
  readonly problems: () => readonly GapProblem[];
}

const furthestMs = 14 * day;
const rowsPerTransaction = 200;

/** Enters what was missed; resolves with how many states were new, once they are durable. */
const createEntering =
  ({ store, accepted, clock }: Pick<GapReadingDeps, 'store' | 'accepted' | 'clock'>) =>
  async (missed: readonly MissedState[]): Promise<number> => {
    let entered = 0;
    for (let from = 0; from < missed.length; from += rowsPerTransaction) {
      const part = missed.slice(from, from + rowsPerTransaction);
      entered += await store.transaction(async (tx) => {
        let added = 0;
        for (const state of part) if (await tx.inbox.add(foundLate(state, clock.now()))) added += 1;
        if (added > 0) tx.whenVisible(accepted);
        return added;
      });
    }
    return entered;
  };

interface Debt {
  readonly where: Where;
  /** From when on this place has not been read, epoch ms. */
  readonly since: number;
}

/**
 * Reads places and enters what they missed. One that could not be read is owed: it stays owed from
 * the same moment on until it can be read, whatever comes in meanwhile.
 */
export const createGapReading = (
  deps: GapReadingDeps,
  log: Log,
  signal: AbortSignal,
): GapReading => {
  const { alarms, accounts, topics, clock, metrics } = deps;
  const enter = createEntering(deps);
  const debts = new Map<string, Debt>();
  const problems = new Map<string, GapProblem>();
  let found = 0;

  const settle = async ({ where, since }: Debt): Promise<void> => {
    const listed = new Set<string>(topics().map(({ arn }) => arn));
    const reading = await readPlace(alarms, where, listed, since, signal);
    const entered = await enter(reading.missed);
    found += entered;
    if (entered > 0) {
      metrics.count('trailwarden_found_late_total', {}, entered);
      log.warn('missed alarm states were found late', { ...where, entered });
    }
    const key = keyOf(where);
    const known = problems.get(key);
    const { problem } = reading;
    if (!problem) {
      debts.delete(key);
      problems.delete(key);
      return;
    }
    problems.set(key, problem);
    metrics.count('trailwarden_gap_read_failures_total');
    if (problem.reason !== known?.reason && !signal.aborted)
      log.warn('alarms cannot be read after a gap', { ...problem });
  };

  const settleAll = async (): Promise<void> => {
    for (const debt of debts.values()) if (!signal.aborted) await settle(debt);
  };

  const readAll = async (since: number): Promise<void> => {
    const furthest = clock.now() - furthestMs;
    const places = placesOf(accounts(), topics());
    const keys = new Set(places.map(keyOf));
    for (const key of debts.keys()) if (!keys.has(key)) debts.delete(key);
    for (const where of places) {
      const owed = debts.get(keyOf(where))?.since ?? since;
      debts.set(keyOf(where), { where, since: Math.max(furthest, Math.min(owed, since)) });
    }
    for (const key of problems.keys()) if (!keys.has(key)) problems.delete(key);
    await settleAll();
  };

  return {
    readAll,
    settleAll,
    hasDebts: () => debts.size > 0,
    found: () => found,
    problems: () => [...problems.values()],
  };
};
