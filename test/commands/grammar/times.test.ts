import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readWords } from '../../../src/commands/grammar/read-words.ts';
import { takeTimes } from '../../../src/commands/grammar/times.ts';
import { startOfDay, zoneOf } from '../../../src/core/zone.ts';

/** A Wednesday, 14:30 in Berlin. */
const now = Date.UTC(2026, 10, 25, 13, 30);
const hour = 3_600_000;
const day = 24 * hour;

const take = (typed: string, zone = 'Europe/Berlin', at = now) => {
  const read = readWords(typed);
  if (read.kind === 'wrong') throw new Error('unreadable');
  return takeTimes(read.words, { now: at, zone }, ['by', 'denied']);
};

const iso = (at: number | undefined): string | undefined =>
  at === undefined ? undefined : new Date(at).toISOString();

const times = (typed: string, zone?: string, at?: number): unknown => {
  const taken = take(typed, zone, at);
  if (taken.kind === 'wrong') return JSON.stringify(taken.problem);
  return [
    iso(taken.value?.from),
    iso(taken.value?.to),
    taken.rest.map(({ text }) => text).join(' '),
  ];
};

describe('takeTimes', () => {
  it.each([
    ['x since 2h', '2026-11-25T11:30:00.000Z'],
    ['x since 90m', '2026-11-25T12:00:00.000Z'],
    ['x since 3d', '2026-11-22T13:30:00.000Z'],
    ['x since 1w', '2026-11-18T13:30:00.000Z'],
    ['x since 1h30m', '2026-11-25T12:00:00.000Z'],
    ['x since 2 hours ago', '2026-11-25T11:30:00.000Z'],
    ['x last 2h', '2026-11-25T11:30:00.000Z'],
    ['x in the last 2 hours', '2026-11-25T11:30:00.000Z'],
    ['x since yesterday', '2026-11-23T23:00:00.000Z'],
    ['x since today', '2026-11-24T23:00:00.000Z'],
    ['x since Monday', '2026-11-22T23:00:00.000Z'],
    ['x since wednesday', '2026-11-24T23:00:00.000Z'],
    ['x since last Wednesday', '2026-11-17T23:00:00.000Z'],
    ['x since Monday 09:00', '2026-11-23T08:00:00.000Z'],
    ['x since 09:00', '2026-11-25T08:00:00.000Z'],
    ['x since 9am', '2026-11-25T08:00:00.000Z'],
    ['x since 23:00', '2026-11-24T22:00:00.000Z'],
    ['x since yesterday 5pm', '2026-11-24T16:00:00.000Z'],
    ['x since 2026-11-20', '2026-11-19T23:00:00.000Z'],
    ['x since 2026-11-20T14:03', '2026-11-20T13:03:00.000Z'],
    ['x since 2026-11-20 14:03:05', '2026-11-20T13:03:05.000Z'],
    ['x since 2026-11-20T14:03:05Z', '2026-11-20T14:03:05.000Z'],
    ['x since 2026-11-20T14:03:05+0200', '2026-11-20T12:03:05.000Z'],
    ['x since 20 November', '2026-11-19T23:00:00.000Z'],
    ['x since noon', '2026-11-25T11:00:00.000Z'],
  ])('reads %s', (typed, from) => {
    expect(times(typed)).toEqual([from, undefined, 'x']);
  });

  it.each([
    ['x yesterday', '2026-11-23T23:00:00.000Z', '2026-11-24T22:59:59.999Z'],
    ['x on Monday', '2026-11-22T23:00:00.000Z', '2026-11-23T22:59:59.999Z'],
    ['x today', '2026-11-24T23:00:00.000Z', '2026-11-25T13:30:00.000Z'],
    ['x between 09:00 and 11:00', '2026-11-25T08:00:00.000Z', '2026-11-25T10:00:00.000Z'],
    ['x between 09:00 and 18:00', '2026-11-25T08:00:00.000Z', '2026-11-25T13:30:00.000Z'],
    ['x between 22:00 and 02:00', '2026-11-24T21:00:00.000Z', '2026-11-25T01:00:00.000Z'],
    ['x between yesterday 22:00 and 23:00', '2026-11-24T21:00:00.000Z', '2026-11-24T22:00:00.000Z'],
    ['x between 2pm and 4pm yesterday', '2026-11-24T13:00:00.000Z', '2026-11-24T15:00:00.000Z'],
    ['x between Monday and Tuesday', '2026-11-22T23:00:00.000Z', '2026-11-24T22:59:59.999Z'],
    ['x since Monday until yesterday', '2026-11-22T23:00:00.000Z', '2026-11-24T22:59:59.999Z'],
    ['x between 2h and now', '2026-11-25T11:30:00.000Z', '2026-11-25T13:30:00.000Z'],
  ])('reads %s as a window', (typed, from, to) => {
    expect(times(typed)).toEqual([from, to, 'x']);
  });

  it('leaves the beginning of until open', () => {
    expect(times('x until Monday 09:00')).toEqual([undefined, '2026-11-23T08:00:00.000Z', 'x']);
  });

  it('ends a time where the grammar goes on', () => {
    expect(times('x since 2h by alice denied')).toEqual([
      '2026-11-25T11:30:00.000Z',
      undefined,
      'x by alice denied',
    ]);
    expect(times('since 2h x')).toEqual(['2026-11-25T11:30:00.000Z', undefined, 'x']);
  });

  it('says nothing where nothing was said, and leaves quoted words alone', () => {
    expect(times('x')).toEqual([undefined, undefined, 'x']);
    expect(times('"since" "yesterday"')).toEqual([undefined, undefined, 'since yesterday']);
  });

  it.each([
    ['x since', 'comes a time'],
    ['x since flurb', 'is no time'],
    ['x since 2026-02-30', 'is no time'],
    ['x on 09:00', 'takes a day'],
    ['x between 09:00', 'needs two times'],
    ['x between tomorrow and flurb', 'is no time'],
    ['x since 2027-01-01', 'begins in the future'],
    ['x between 2h and 3h', 'before it begins'],
    ['x since 25:00', 'is no time'],
  ])('says what is wrong with %s', (typed, problem) => {
    expect(times(typed)).toContain(problem);
  });

  it('knows days of 23 and of 25 hours', () => {
    const spring = Date.UTC(2026, 2, 30, 12);
    const autumn = Date.UTC(2026, 9, 26, 12);

    expect(times('x yesterday', 'Europe/Berlin', spring)).toEqual([
      '2026-03-28T23:00:00.000Z',
      '2026-03-29T21:59:59.999Z',
      'x',
    ]);
    expect(times('x yesterday', 'Europe/Berlin', autumn)).toEqual([
      '2026-10-24T22:00:00.000Z',
      '2026-10-25T22:59:59.999Z',
      'x',
    ]);
  });

  it('counts in UTC where the zone is unknown', () => {
    expect(times('x since 09:00', 'Not/AZone')).toEqual([
      '2026-11-25T09:00:00.000Z',
      undefined,
      'x',
    ]);
  });
});

const zones = fc.constantFrom(
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'America/Santiago',
  'America/Havana',
  'Asia/Kolkata',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  'Pacific/Apia',
  'Pacific/Auckland',
  'Africa/Cairo',
);
const moments = fc.integer({ min: Date.UTC(2020, 0, 1), max: Date.UTC(2030, 0, 1) });

describe('zoneOf', () => {
  it('finds the time whose clock it was given, or the skipped one after it', () => {
    fc.assert(
      fc.property(zones, moments, (name, at) => {
        const zone = zoneOf(name);
        const second = Math.floor(at / 1000) * 1000;
        const found = zone.at(zone.wall(second));

        expect(zone.wall(found)).toEqual(zone.wall(second));
        // A time that happens twice: the first.
        expect(found === second || (found < second && second - found <= hour)).toBe(true);
      }),
    );
  });

  it('never makes a skipped time an earlier one', () => {
    fc.assert(
      fc.property(
        zones,
        moments,
        fc.integer({ min: 0, max: 23 }),
        fc.integer({ min: 0, max: 59 }),
        (name, at, hours, minutes) => {
          const zone = zoneOf(name);
          const wanted = { ...zone.wall(at), hour: hours, minute: minutes, second: 0 };
          const wall = zone.wall(zone.at(wanted));
          const shown = Date.UTC(wall.year, wall.month - 1, wall.day, wall.hour, wall.minute);
          const meant = Date.UTC(wanted.year, wanted.month - 1, wanted.day, hours, minutes);

          expect(shown === meant || (shown > meant && shown - meant <= hour)).toBe(true);
        },
      ),
    );
  });

  it('begins days at their first moment', () => {
    fc.assert(
      fc.property(zones, moments, (name, at) => {
        const zone = zoneOf(name);
        const start = startOfDay(zone, at);

        expect(start).toBeLessThanOrEqual(at);
        expect(zone.wall(start).day).toBe(zone.wall(at).day);
        expect(zone.wall(start - 1000).day).not.toBe(zone.wall(at).day);
        expect(at - start).toBeLessThan(day + 2 * hour);
      }),
    );
  });
});
