import type { Clock } from '../../src/core/clock.ts';

/** A clock that stands still until it is moved. */
export const createTestClock = (): Clock & { readonly advance: (ms: number) => void } => {
  let now = Date.UTC(2026, 2, 1, 12);
  return {
    now: () => now,
    monotonic: () => now,
    sleep: async () => {},
    advance: (ms) => {
      now += ms;
    },
  };
};
