import { describe, expect, it } from 'vitest';
import { dayHeading, formatDate, messageTime } from '../../src/sandbox/page/dates.ts';

const at = (iso: string): number => Date.parse(iso) / 1000;
const reader = (iso: string, timeZone = 'UTC') => ({ now: Date.parse(iso), timeZone });
const december = reader('2013-12-23T20:00:00Z');

describe('dates of messages', () => {
  it.each([
    ['{date_num}', '2013-12-23'],
    ['{date_slash}', '12/23/2013'],
    ['{date}', 'December 23rd, 2013'],
    ['{date_short}', 'Dec 23, 2013'],
    ['{date_long}', 'Monday, December 23rd, 2013'],
    ['{date_long_full}', 'December 23rd, 2013'],
    ['{date_pretty}', 'today'],
    ['on {date_short_pretty} at {time}', 'on today at 6:39 PM'],
    ['{time_secs}', '6:39:45 PM'],
    ['{ago}', '1 hour ago'],
    ['{date_nonsense} {time}', '{date_nonsense} 6:39 PM'],
  ])('shows %s as %s', (format, shown) => {
    expect(formatDate(at('2013-12-23T18:39:45Z'), format, december)).toBe(shown);
  });

  it.each([
    ['2013-12-22T23:59:59Z', 'yesterday'],
    ['2013-12-24T00:00:00Z', 'tomorrow'],
    ['2013-12-21T12:00:00Z', 'Dec 21, 2013'],
  ])('calls %s by its distance from the reader: %s', (iso, shown) => {
    expect(formatDate(at(iso), '{date_short_pretty}', december)).toBe(shown);
  });

  it.each([
    [1, 'st'],
    [2, 'nd'],
    [3, 'rd'],
    [4, 'th'],
    [11, 'th'],
    [12, 'th'],
    [13, 'th'],
    [21, 'st'],
    [31, 'st'],
  ])('writes day %i with %s', (day, suffix) => {
    const date = at(`2026-10-${String(day).padStart(2, '0')}T12:00:00Z`);

    expect(formatDate(date, '{date}', december)).toBe(`October ${day}${suffix}, 2026`);
  });

  it('counts days and hours in the zone of the reader', () => {
    const shanghai = reader('2026-11-23T20:00:00Z', 'Asia/Shanghai');
    const time = at('2026-11-23T17:05:00Z');

    expect(formatDate(time, '{date_num} {time}', shanghai)).toBe('2026-11-24 1:05 AM');
    expect(formatDate(time, '{date_pretty}', shanghai)).toBe('today');
  });

  it('reads the time and the day of a message from its ts', () => {
    const ts = `${at('2013-12-22T09:05:00Z')}.000200`;

    expect(messageTime(ts, december)).toBe('9:05 AM');
    expect(dayHeading(ts, december)).toBe('Yesterday');
  });
});
