import { type Clock, systemClock } from '../src/core/clock.ts';

/** A clock that runs `factor` times as fast as the real one since `origin` (epoch ms). */
export const scaledClock = (origin: number, factor: number): Clock => ({
  now: () => origin + (Date.now() - origin) * factor,
  monotonic: () => performance.now() * factor,
  sleep: (ms, signal) => systemClock.sleep(ms / factor, signal),
});
