import type { Clock } from '../../src/core/clock.ts';

interface Sleeper {
  readonly until: number;
  readonly wake: () => void;
}

export interface SimulatedClock extends Clock {
  /** Lets time pass: everything that sleeps wakes at its time, with all its consequences. */
  readonly pass: (ms: number) => Promise<void>;
  /** Lets everything that is ready happen, while the clock stands still. */
  readonly settle: () => Promise<void>;
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Time that passes only when told to. */
export const createSimulatedClock = (start = Date.UTC(2026, 2, 1, 10)): SimulatedClock => {
  let now = start;
  const sleepers = new Set<Sleeper>();

  const settle = async (): Promise<void> => {
    for (let turns = 0; turns < 12; turns += 1) await turn();
  };

  const next = (latest: number): Sleeper | undefined =>
    sleepers
      .values()
      .filter(({ until }) => until <= latest)
      .reduce<Sleeper | undefined>(
        (a, b) => (a === undefined || b.until < a.until ? b : a),
        undefined,
      );

  return {
    now: () => now,
    monotonic: () => now - start,
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        const done = (): void => {
          sleepers.delete(sleeper);
          signal?.removeEventListener('abort', done);
          resolve();
        };
        const sleeper = { until: now + Math.max(ms, 0), wake: done };
        if (signal?.aborted) {
          resolve();
          return;
        }
        signal?.addEventListener('abort', done, { once: true });
        sleepers.add(sleeper);
      }),
    settle,
    pass: async (ms) => {
      const end = now + ms;
      await settle();
      for (let sleeper = next(end); sleeper !== undefined; sleeper = next(end)) {
        now = Math.max(now, sleeper.until);
        sleeper.wake();
        await settle();
      }
      now = end;
      await settle();
    },
  };
};
