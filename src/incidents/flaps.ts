import { minute } from '../core/clock.ts';

/** How calm an incident's messages have to be after so many changes in ten minutes. */
interface Calm {
  /** From one edit of its message to the next. */
  readonly editMs: number;
  /** How long lines are collected before they go out as a reply. */
  readonly replyMs: number;
}

export interface FlapMeter {
  /** Notes a change and says how calm its messages have to be. */
  readonly note: (incidentId: string, now: number) => Calm;
  /** True if the channel was not told of a reopening in the last ten minutes; then it is noted. */
  readonly mayBroadcast: (incidentId: string, now: number) => boolean;
}

const windowMs = 10 * minute;
const keptIncidents = 5_000;
const keptChanges = 32;

const calmAfter = (changes: number): Calm => {
  if (changes <= 2) return { editMs: 0, replyMs: 0 };
  if (changes <= 6) return { editMs: 15_000, replyMs: 30_000 };
  if (changes < keptChanges) return { editMs: minute, replyMs: 5 * minute };
  return { editMs: 1.5 * minute, replyMs: 5 * minute };
};

/** Sets `key` as the newest entry of a map that holds at most `limit`. */
const remember = <T>(map: Map<string, T>, key: string, value: T, limit: number): void => {
  map.delete(key);
  map.set(key, value);
  if (map.size <= limit) return;
  for (const oldest of map.keys()) {
    map.delete(oldest);
    break;
  }
};

/**
 * Counts changes by incident, so that one that flaps does not fill its channel. Kept in memory and
 * bounded: after a restart it only starts counting anew.
 */
export const createFlapMeter = (): FlapMeter => {
  const changes = new Map<string, readonly number[]>();
  const broadcasts = new Map<string, number>();
  return {
    note: (incidentId, now) => {
      const recent = (changes.get(incidentId) ?? []).filter((at) => at > now - windowMs);
      const noted = [...recent, now].slice(-keptChanges);
      remember(changes, incidentId, noted, keptIncidents);
      return calmAfter(noted.length);
    },
    mayBroadcast: (incidentId, now) => {
      const last = broadcasts.get(incidentId);
      if (last !== undefined && now - last < windowMs) return false;
      remember(broadcasts, incidentId, now, keptIncidents);
      return true;
    },
  };
};
