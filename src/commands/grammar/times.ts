import type { ReadingContext } from '../../core/command.ts';
import { type Text, untrusted } from '../../core/text.ts';
import { clockOn, startOfDay, zoneOf } from '../../core/zone.ts';
import {
  parseDuration,
  type TimeContext,
  type TimePoint,
  timeInEnglish,
  timePoint,
} from './time-point.ts';
import { asTyped, isKeyword, type Taken, type Word, type Wrong, wrong } from './tokens.ts';

/** What was said of the time, epoch ms. `since` leaves the end open, `until` the beginning. */
export interface TimeSpan {
  readonly from: number | undefined;
  readonly to: number | undefined;
}

type Keyword = 'since' | 'until' | 'on' | 'between';

const keywords: readonly Keyword[] = ['since', 'until', 'on', 'between'];

const examples: Text = [
  'Times are written like ',
  { code: '2h' },
  ', ',
  { code: '3d' },
  ', ',
  { code: 'yesterday' },
  ', ',
  { code: 'Monday 09:00' },
  ' or ',
  { code: '2026-11-20T14:03' },
  '.',
];

const notATime = (text: string): Wrong =>
  wrong({ code: untrusted(text.slice(0, 60)) }, ' is no time that I understand. ', ...examples);

interface Phrase<T> {
  readonly value: T;
  /** How many words it took. */
  readonly used: number;
}

/** The longest beginning of `words` that is a time. */
const longestTime = (
  words: readonly Word[],
  context: TimeContext,
): Phrase<TimePoint> | undefined => {
  for (let used = Math.min(words.length, 6); used > 0; used -= 1) {
    const text = words
      .slice(0, used)
      .map((word) => word.text)
      .join(' ');
    const value = timePoint(text, context);
    if (value !== undefined) return { value, used };
  }
  const whole = words.map((word) => word.text).join(' ');
  const value = timeInEnglish(whole, context);
  return value === undefined ? undefined : { value, used: words.length };
};

/** After a time that named a day, `11:00` is the first one after it. */
const endAfter = (from: TimePoint, to: TimePoint, { zone }: TimeContext): number => {
  if (to.names !== 'clock') return to.end;
  const sameDay = clockOn(zone, startOfDay(zone, from.at), zone.wall(to.at));
  return sameDay > from.at
    ? sameDay
    : clockOn(zone, startOfDay(zone, from.at, 1), zone.wall(to.at));
};

/** `09:00 and 11:00 yesterday`: the day that is named last holds for both. */
const startBefore = (from: TimePoint, to: TimePoint, { zone }: TimeContext): TimePoint => {
  if (from.names !== 'clock' || to.names !== 'both') return from;
  const at = clockOn(zone, startOfDay(zone, to.at), zone.wall(from.at));
  return at <= to.at ? { ...from, at, end: at } : from;
};

const between = (words: readonly Word[], context: TimeContext): Phrase<TimeSpan> | Wrong => {
  const and = words.findIndex((word) => isKeyword(word, 'and', '-'));
  if (and < 0)
    return wrong({ code: 'between' }, ' needs two times with ', { code: 'and' }, ' between them.');
  const first = longestTime(words.slice(0, and), context);
  if (first === undefined || first.used < and) return notATime(asTyped(words.slice(0, and)));
  const second = longestTime(words.slice(and + 1), context);
  if (second === undefined) return notATime(asTyped(words.slice(and + 1)));
  const from = startBefore(first.value, second.value, context);
  const to = endAfter(from, second.value, context);
  return { value: { from: from.at, to }, used: and + 1 + second.used };
};

const spanAfter = (
  keyword: Keyword,
  words: readonly Word[],
  context: TimeContext,
): Phrase<TimeSpan> | Wrong => {
  if (words.length === 0) return wrong('After ', { code: keyword }, ' comes a time. ', ...examples);
  if (keyword === 'between') return between(words, context);
  const found = longestTime(words, context);
  if (found === undefined) return notATime(asTyped(words));
  const { value, used } = found;
  if (keyword === 'since') return { value: { from: value.at, to: undefined }, used };
  if (keyword === 'until') return { value: { from: undefined, to: value.end }, used };
  if (value.names !== 'day')
    return wrong(
      { code: 'on' },
      ' takes a day, like ',
      { code: 'on Monday' },
      '; for a time say ',
      {
        code: 'since',
      },
      ' or ',
      { code: 'between' },
      '.',
    );
  return { value: { from: value.at, to: value.end }, used };
};

/** `yesterday`, `today`, `last 2h`, `in the last 3 days`, without a keyword before them. */
const bareSpan = (
  words: readonly Word[],
  at: number,
  context: TimeContext,
): Phrase<TimeSpan> | undefined => {
  if (isKeyword(words[at], 'yesterday', 'today')) {
    const found = longestTime(words.slice(at, at + 1), context);
    return found && { value: { from: found.value.at, to: found.value.end }, used: 1 };
  }
  let start = at;
  if (isKeyword(words[start], 'in')) start += 1;
  if (isKeyword(words[start], 'the')) start += 1;
  if (!isKeyword(words[start], 'last', 'past')) return undefined;
  for (const length of [2, 1]) {
    const text = words.slice(start + 1, start + 1 + length);
    const ms = parseDuration(text.map((word) => word.text).join(' '));
    if (ms !== undefined && text.length === length)
      return {
        value: { from: context.now - ms, to: undefined },
        used: start + 1 + length - at,
      };
  }
  return undefined;
};

const problemOf = (span: TimeSpan, now: number): Wrong | undefined => {
  const { from = 0, to = now } = span;
  if (from > now) return wrong('That begins in the future: ', { time: from, style: 'date-time' });
  if (to < from)
    return wrong(
      'That ends (',
      { time: to, style: 'date-time' },
      ') before it begins (',
      { time: from, style: 'date-time' },
      ').',
    );
  return undefined;
};

/** The words of a keyword's time end where another part of the grammar begins. */
const untilStop = (words: readonly Word[], stops: readonly string[]): readonly Word[] => {
  const end = words.findIndex((word) => isKeyword(word, ...keywords, ...stops));
  return end < 0 ? words : words.slice(0, end);
};

const keywordOf = (word: Word): Keyword | undefined =>
  keywords.find((keyword) => isKeyword(word, keyword));

const joined = (a: TimeSpan | undefined, b: TimeSpan): TimeSpan => ({
  from: b.from ?? a?.from,
  to: b.to ?? a?.to,
});

/**
 * Takes `since|until|on|between TIME [and TIME]` out of the words; `since` and `until` may stand
 * together, and a bare `yesterday` or `last 2h` counts too. `stops` are the grammar's keywords that
 * end a time. Undefined: no time was said. An end in the future is now.
 */
export const takeTimes = (
  words: readonly Word[],
  { now, zone: name }: Pick<ReadingContext, 'now' | 'zone'>,
  stops: readonly string[] = [],
): Taken<TimeSpan | undefined> => {
  const context: TimeContext = { now, zone: zoneOf(name) };
  const rest: Word[] = [];
  let span: TimeSpan | undefined;
  let at = 0;
  for (let word = words[at]; word !== undefined; word = words[at]) {
    const keyword = keywordOf(word);
    const found =
      keyword === undefined
        ? bareSpan(words, at, context)
        : spanAfter(keyword, untilStop(words.slice(at + 1), stops), context);
    if (found === undefined) {
      rest.push(word);
      at += 1;
      continue;
    }
    if ('problem' in found) return found;
    span = joined(span, found.value);
    at += found.used + (keyword === undefined ? 0 : 1);
  }
  if (span === undefined) return { kind: 'taken', value: undefined, rest };
  const value = { from: span.from, to: span.to === undefined ? undefined : Math.min(span.to, now) };
  return problemOf(span, now) ?? { kind: 'taken', value, rest };
};

/** " since 10:02", " between … and …", " until …", for "Understood". */
export const shownSpan = ({ from, to }: TimeSpan): Text => {
  if (from !== undefined && to !== undefined)
    return [
      ' between ',
      { time: from, style: 'date-time' },
      ' and ',
      { time: to, style: 'date-time' },
    ];
  if (from !== undefined) return [' since ', { time: from, style: 'date-time' }];
  return to === undefined ? [] : [' until ', { time: to, style: 'date-time' }];
};

/** A time as it is typed, exact to the second and for any zone: `2026-11-20T14:03:00Z`. */
export const typedTime = (at: number): string =>
  new Date(at).toISOString().replace(/\.\d{3}Z$/, 'Z');
