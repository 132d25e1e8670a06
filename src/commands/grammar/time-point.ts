import { parse } from 'chrono-node/en';
import { day, hour, minute } from '../../core/clock.ts';
import { parseTime } from '../../core/dates.ts';
import { clockOn, startOfDay, type Zone } from '../../core/zone.ts';

/** A time that was named. */
export interface TimePoint {
  /** Epoch ms; of a day its first moment. */
  readonly at: number;
  /** What it is as the end of a window: of a day its last moment. */
  readonly end: number;
  /** A day was named, a time of the clock, both, or neither (`2h`, `now`). */
  readonly names: 'day' | 'clock' | 'both' | 'neither';
}

export interface TimeContext {
  readonly now: number;
  readonly zone: Zone;
}

const unitMs: Readonly<Record<string, number>> = {
  s: 1000,
  m: minute,
  h: hour,
  d: day,
  w: 7 * day,
};

const durationPart =
  /(\d{1,5})\s*(s|m|h|d|w|secs?|mins?|hrs?|seconds?|minutes?|hours?|days?|weeks?)(?![a-z])\s*/iy;

/** `2h`, `90m`, `3d`, `1w`, `1h30m`, `2 hours`, in ms; undefined if it is none. */
export const parseDuration = (text: string): number | undefined => {
  const spaced = text.trim().replaceAll(/([a-z])(?=\d)/gi, '$1 ');
  const finder = new RegExp(durationPart);
  let total = 0;
  let at = 0;
  while (at < spaced.length) {
    finder.lastIndex = at;
    const found = finder.exec(spaced);
    if (found === null) return undefined;
    total += Number(found[1]) * (unitMs[(found[2] ?? '').charAt(0).toLowerCase()] ?? 0);
    at += found[0].length;
  }
  return total > 0 ? total : undefined;
};

interface ClockTime {
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

const clockPattern = /^(?:at )?(\d{1,2})(?::(\d\d))?(?::(\d\d))? ?(am|pm)?$/i;

/** `09:00`, `9:30pm`, `9am`, `14:03:20`; a bare number is none. */
const clockTime = (text: string): ClockTime | undefined => {
  const [, hours, minutes, seconds, half] = clockPattern.exec(text) ?? [];
  if (hours === undefined || (minutes === undefined && half === undefined)) return undefined;
  const twelve = half !== undefined;
  const number = Number(hours);
  if (twelve && (number < 1 || number > 12)) return undefined;
  const time = {
    hour: twelve ? (number % 12) + (/p/i.test(half) ? 12 : 0) : number,
    minute: Number(minutes ?? 0),
    second: Number(seconds ?? 0),
  };
  return time.hour < 24 && time.minute < 60 && time.second < 60 ? time : undefined;
};

const weekdays = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const weekdayPattern =
  /^(last |this )?(sun(?:day)?|mon(?:day)?|tue(?:s|sday)?|wed(?:nesday)?|thu(?:r|rs|rsday)?|fri(?:day)?|sat(?:urday)?)$/i;

/** The first moment of `today`, `yesterday`, `Monday` (the last one), `last Friday`, `2026-11-20`. */
const dayNamed = (text: string, { now, zone }: TimeContext): number | undefined => {
  const word = text.replace(/^on /i, '').toLowerCase();
  if (word === 'today') return startOfDay(zone, now);
  if (word === 'yesterday') return startOfDay(zone, now, -1);
  const [, which, name] = weekdayPattern.exec(word) ?? [];
  if (name !== undefined) {
    const { year, month, day: date } = zone.wall(now);
    const today = new Date(Date.UTC(year, month - 1, date)).getUTCDay();
    const back = (today - weekdays.indexOf(name.slice(0, 3)) + 7) % 7;
    return startOfDay(zone, now, -(back === 0 && which === 'last ' ? 7 : back));
  }
  // A day that does not exist is none.
  const [, year, month, date] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(word) ?? [];
  if (year === undefined || parseTime(word) === undefined) return undefined;
  return zone.at({
    year: Number(year),
    month: Number(month),
    day: Number(date),
    hour: 0,
    minute: 0,
    second: 0,
  });
};

const wholeDay = (at: number, { zone }: TimeContext): TimePoint => ({
  at,
  end: startOfDay(zone, at, 1) - 1,
  names: 'day',
});

const instant = (at: number, names: TimePoint['names']): TimePoint => ({ at, end: at, names });

/** `Monday 09:00`, `09:00 yesterday`, `2026-11-20 at 9am`, `2026-11-20T09:00`. */
const dayAndClock = (text: string, context: TimeContext): TimePoint | undefined => {
  const spaced = text.replace(/^(\d{4}-\d\d-\d\d)T(?=\d)/i, '$1 ');
  for (let space = spaced.indexOf(' '); space > 0; space = spaced.indexOf(' ', space + 1)) {
    const [first, second] = [spaced.slice(0, space), spaced.slice(space + 1)];
    const dayStart = dayNamed(first, context) ?? dayNamed(second, context);
    const time = clockTime(second) ?? clockTime(first);
    if (dayStart !== undefined && time !== undefined)
      return instant(clockOn(context.zone, dayStart, time), 'both');
  }
  return undefined;
};

/** The last time that the clock showed this. */
const lastTime = (time: ClockTime, { now, zone }: TimeContext): TimePoint => {
  const today = clockOn(zone, startOfDay(zone, now), time);
  return instant(today <= now ? today : clockOn(zone, startOfDay(zone, now, -1), time), 'clock');
};

/** Only with a zone: without one it is a time on the asker's clock. */
const isoWithZone =
  /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:[.,]\d{1,9})?)? ?(?:Z|UTC|[+-]\d\d:?\d\d)$/i;

/** Longer English than ours. A day without a time would be its noon, so the time is taken off. */
const english = (text: string, context: TimeContext): TimePoint | undefined => {
  const { now, zone } = context;
  const found = parse(
    text,
    { instant: new Date(now), timezone: zone.offset(now) },
    { forwardDate: false },
  );
  const [first] = found;
  if (first === undefined || found.length > 1 || first.end !== null) return undefined;
  if (first.text.trim().length !== text.trim().length) return undefined;
  const { start } = first;
  const part = (name: 'year' | 'month' | 'day' | 'hour' | 'minute' | 'second'): number =>
    start.get(name) ?? 0;
  if (start.isCertain('timezoneOffset')) return instant(start.date().getTime(), 'both');
  const at = zone.at({
    year: part('year'),
    month: part('month'),
    day: part('day'),
    hour: start.isCertain('hour') ? part('hour') : 0,
    minute: start.isCertain('hour') ? part('minute') : 0,
    second: start.isCertain('hour') ? part('second') : 0,
  });
  return start.isCertain('hour') ? instant(at, 'both') : wholeDay(at, context);
};

/**
 * A time in words, in the asker's zone, the last one that fits: `2h`, `90m`, `yesterday`,
 * `Monday 09:00`, `09:00`, ISO dates and date-times, `now`. Undefined if it is none of these.
 */
export const timePoint = (text: string, context: TimeContext): TimePoint | undefined => {
  const words = text.trim().replaceAll(/\s+/g, ' ');
  if (words === '' || words.length > 60) return undefined;
  if (/^now$/i.test(words)) return instant(context.now, 'neither');
  const ago = parseDuration(
    words.replace(/^(?:the )?(?:last|past) (?=\d)/i, '').replace(/ ago$/i, ''),
  );
  if (ago !== undefined) return instant(context.now - ago, 'neither');
  const dayStart = dayNamed(words, context);
  if (dayStart !== undefined) return wholeDay(dayStart, context);
  const time = clockTime(words);
  if (time !== undefined) return lastTime(time, context);
  if (isoWithZone.test(words)) {
    const at = parseTime(words);
    return at === undefined ? undefined : instant(at, 'both');
  }
  return dayAndClock(words, context);
};

/** `timePoint`, and where that knows nothing, whatever English is a time from end to end. */
export const timeInEnglish = (text: string, context: TimeContext): TimePoint | undefined =>
  timePoint(text, context) ?? (text.length > 60 ? undefined : english(text, context));
