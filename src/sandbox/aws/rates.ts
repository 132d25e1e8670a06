import type { Clock } from '../../core/clock.ts';

/** How many calls a second AWS takes. */
export interface Rates {
  /**
   * A bucket of one second's calls, filled again at that pace.
   * @param key Whose bucket, as `cloudtrail:LookupEvents 111122223333 eu-west-1`
   * @returns false if the call is one too many
   */
  readonly take: (key: string, perSecond: number) => boolean;
}

interface Bucket {
  left: number;
  at: number;
}

// Who keeps to the pace must not be refused for a timer that fired early.
const tolerance = 0.1;

export const createRates = (clock: Clock): Rates => {
  const buckets = new Map<string, Bucket>();
  return {
    take: (key, perSecond) => {
      const now = clock.monotonic();
      const { left, at } = buckets.get(key) ?? { left: perSecond, at: now };
      const available = Math.min(perSecond, left + ((now - at) / 1000) * perSecond);
      const isTaken = available >= 1 - tolerance;
      buckets.set(key, { left: isTaken ? Math.max(0, available - 1) : available, at: now });
      return isTaken;
    },
  };
};
