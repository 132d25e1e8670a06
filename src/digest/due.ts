import { Cron } from 'croner';
import { hour } from '../core/clock.ts';
import type { Schedule } from '../core/digest.ts';
import { zoneOf } from '../core/zone.ts';

/** No change of the clocks moves them further. */
const longestShiftMs = 3 * hour;
/** Settings refuse what is due more often than once an hour, so these reach back beyond any shift. */
const looked = 12;

/**
 * Tells the last instant at or before `now` at which a digest was due; undefined: it never was.
 *
 * The expression is asked by the clock on the wall, and each of its times stands for one instant: a
 * time that a change of the clocks repeats for the first, one that it skips for as long after the
 * change. So there is one instant a period in every zone, whatever its clocks do.
 * https://www.iana.org/time-zones
 */
export const createLastDue = ({ cron, zone }: Schedule): ((now: number) => number | undefined) => {
  const clock = zoneOf(zone);
  const pattern = new Cron(cron, { timezone: 'UTC', mode: '5-part', paused: true });
  /** Read as UTC. */
  const onTheWall = (at: number): number => at + clock.offset(at) * 60_000;
  const instantOf = (wall: Date): number =>
    clock.at({
      year: wall.getUTCFullYear(),
      month: wall.getUTCMonth() + 1,
      day: wall.getUTCDate(),
      hour: wall.getUTCHours(),
      minute: wall.getUTCMinutes(),
      second: 0,
    });
  const before = function* (from: Date): Generator<Date> {
    let [wall] = pattern.previousRuns(1, from);
    for (let count = 0; wall !== undefined && count < looked; count += 1) {
      yield wall;
      [wall] = pattern.previousRuns(1, wall);
    }
  };
  return (now) => {
    // A time that comes again may lie ahead on the wall and be over all the same.
    const from = new Date(onTheWall(now) + longestShiftMs);
    let last: { readonly at: number; readonly wall: Date } | undefined;
    for (const wall of before(from)) {
      // One that is skipped may be due after another that is later on the wall; not one of long before.
      if (last !== undefined && wall.getTime() < last.wall.getTime() - longestShiftMs) break;
      const at = instantOf(wall);
      if (at <= now && (last === undefined || at > last.at)) last = { at, wall };
    }
    return last?.at;
  };
};
