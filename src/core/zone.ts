import { day, minute } from './clock.ts';

/** A time as the clock on the wall shows it. */
interface WallTime {
  readonly year: number;
  /** 1–12. */
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

/** A time zone's clock. */
export interface Zone {
  readonly wall: (at: number) => WallTime;
  /**
   * Epoch ms of a time on the wall. Of one that happens twice, the first; of one that a change of
   * the clocks skips, as long after the change as it is meant to be.
   */
  readonly at: (wall: WallTime) => number;
  /** Minutes ahead of UTC. */
  readonly offset: (at: number) => number;
}

const formatFor = (name: string): Intl.DateTimeFormat => {
  const options = {
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  } as const;
  try {
    return new Intl.DateTimeFormat('en-US', { ...options, timeZone: name });
  } catch {
    return new Intl.DateTimeFormat('en-US', { ...options, timeZone: 'UTC' });
  }
};

const asUtc = (wall: WallTime): number =>
  Date.UTC(wall.year, wall.month - 1, wall.day, wall.hour, wall.minute, wall.second);

/** The clock of an IANA zone; of UTC where nobody knows the zone. */
export const zoneOf = (name: string): Zone => {
  const format = formatFor(name);
  const wall = (at: number): WallTime => {
    const parts = Object.fromEntries(
      format.formatToParts(at).map(({ type, value }) => [type, Number(value)]),
    );
    return {
      year: parts['year'] ?? 0,
      month: parts['month'] ?? 0,
      day: parts['day'] ?? 0,
      hour: parts['hour'] ?? 0,
      minute: parts['minute'] ?? 0,
      second: parts['second'] ?? 0,
    };
  };
  const ahead = (at: number): number => asUtc(wall(at)) - Math.floor(at / 1000) * 1000;
  return {
    wall,
    offset: (at) => Math.round(ahead(at) / minute),
    at: (wanted) => {
      const utc = asUtc(wanted);
      // A day before and after no change of the clocks is still to come or only just gone.
      const before = utc - ahead(utc - day);
      const after = utc - ahead(utc + day);
      // Before: right until the change, and for a skipped time the one that is meant.
      if (ahead(before) === utc - before) return before;
      return ahead(after) === utc - after ? after : before;
    },
  };
};

/** The first moment of the day `days` after the one that `at` is in. */
export const startOfDay = (zone: Zone, at: number, days = 0): number => {
  const { year, month, day: date } = zone.wall(at);
  const shifted = new Date(Date.UTC(year, month - 1, date + days));
  return zone.at({
    year: shifted.getUTCFullYear(),
    month: shifted.getUTCMonth() + 1,
    day: shifted.getUTCDate(),
    hour: 0,
    minute: 0,
    second: 0,
  });
};

/** A time of the clock on the day that begins at `dayStart`. */
export const clockOn = (
  zone: Zone,
  dayStart: number,
  time: { readonly hour: number; readonly minute: number; readonly second: number },
): number => {
  const { hour, minute: minutes, second } = time;
  return zone.at({ ...zone.wall(dayStart), hour, minute: minutes, second });
};
