import type { Text, Untrusted } from '../../../core/text.ts';
import type { Occurrence } from './read.ts';

/** Incidents of one detection, or of one alarm. */
export interface Group {
  readonly group: string;
  readonly name: Text;
  readonly count: number;
  readonly firings: number;
  /** How many wait for somebody to take them over, of those that can be. */
  readonly unowned: number;
  /** How long it took people, ms each, the shortest first; at most {@link mostTimes}. */
  readonly toAcknowledge: readonly number[];
  readonly toResolve: readonly number[];
}

/** What is kept from people now. */
interface Silenced {
  readonly mutes: readonly {
    readonly what: Text;
    readonly until: number;
    /** A user's id. */
    readonly by: string;
    readonly reason: Untrusted;
    /** Since it began. */
    readonly held: number;
  }[];
  readonly suppressed: readonly {
    readonly reason: Untrusted;
    readonly until: number;
    /** Since it was put into the settings. */
    readonly held: number;
  }[];
}

export interface IncidentsDetail {
  readonly groups: readonly Group[];
  readonly silenced: Silenced;
}

/** Enough for a median that nobody would tell from the true one. */
const mostTimes = 200;

/** Every so many of them, so that the shortest and the longest stay. */
const thinned = (sorted: readonly number[]): readonly number[] => {
  if (sorted.length <= mostTimes) return sorted;
  const step = (sorted.length - 1) / (mostTimes - 1);
  return Array.from({ length: mostTimes }, (_, index) => sorted[Math.round(index * step)] ?? 0);
};

const timesOf = (
  alike: readonly Occurrence[],
  endOf: (one: Occurrence) => number | undefined,
): readonly number[] =>
  thinned(
    alike
      .flatMap((one) => {
        const end = endOf(one);
        // A source's clock may be behind ours.
        return end === undefined ? [] : [Math.max(0, end - one.createdAt)];
      })
      .toSorted((a, b) => a - b),
  );

/** By detection or alarm, the most frequent first. */
export const groupsOf = (occurrences: readonly Occurrence[]): readonly Group[] =>
  [...Map.groupBy(occurrences, ({ group }) => group)]
    .map(([group, alike]) => ({
      group,
      name: alike[0]?.name ?? [],
      count: alike.length,
      firings: alike.reduce((sum, { firings }) => sum + firings, 0),
      unowned: alike.filter(
        ({ isAlarm, isOpen, acknowledgedAt }) => isAlarm && isOpen && acknowledgedAt === undefined,
      ).length,
      toAcknowledge: timesOf(alike, ({ acknowledgedAt }) => acknowledgedAt),
      toResolve: timesOf(alike, ({ resolvedAt }) => resolvedAt),
    }))
    .toSorted((a, b) => b.count - a.count || b.firings - a.firings);
