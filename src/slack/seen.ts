import type { Clock } from '../core/clock.ts';
import { minute } from '../core/clock.ts';

/** Longer than a signed request is taken (five minutes either way) and Slack retries an event. */
const keptMs = 15 * minute;
/** About 10 MB. */
const maxKept = 50_000;

export interface Seen {
  /** False if any of the keys came before, within the last quarter of an hour. */
  readonly isNew: (keys: readonly string[]) => boolean;
}

/** Remembers what was handled, so that a replay or a redelivery is not handled again. */
export const createSeen = ({ clock }: { readonly clock: Pick<Clock, 'monotonic'> }): Seen => {
  /** Key → when it came; the oldest first. */
  const times = new Map<string, number>();

  const forget = (now: number): void => {
    for (const [key, at] of times) {
      if (now - at <= keptMs && times.size <= maxKept) return;
      times.delete(key);
    }
  };

  const isNew = (keys: readonly string[]): boolean => {
    const now = clock.monotonic();
    forget(now);
    const isKnown = keys.some((key) => times.has(key));
    for (const key of keys) if (!times.has(key)) times.set(key, now);
    return !isKnown;
  };

  return { isNew };
};
