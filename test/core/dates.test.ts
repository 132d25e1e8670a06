import { afterEach, describe, expect, it } from 'vitest';
import { parseDatapointTime, parseTime } from '../../src/core/dates.ts';

const times: readonly (readonly [unknown, string])[] = [
  ['2025-02-02T12:06:35.472+0000', '2025-02-02T12:06:35.472Z'],
  ['2025-02-02T14:06:35.472+02:00', '2025-02-02T12:06:35.472Z'],
  ['2025-02-02T12:06:35Z', '2025-02-02T12:06:35.000Z'],
  ['2017-04-18T00:21:12.059000', '2017-04-18T00:21:12.059Z'],
  ['2019-02-12 15:45:24.091', '2019-02-12T15:45:24.091Z'],
  ['2016-12-16 20:42 UTC', '2016-12-16T20:42:00.000Z'],
  ['2016-09-27', '2016-09-27T00:00:00.000Z'],
  ['Sun, 05 Jun 2016 05:01:10 GMT', '2016-06-05T05:01:10.000Z'],
  ['Mar 20, 2023, 6:08:05 PM', '2023-03-20T18:08:05.000Z'],
  ['Mar 20, 2023, 12:08:05\u202fAM', '2023-03-20T00:08:05.000Z'],
  ['Sep 1, 2017 4:12:29 PM', '2017-09-01T16:12:29.000Z'],
  ['Wed Sep 04 16:59:44.356 UTC 2024', '2024-09-04T16:59:44.356Z'],
  ['Tue Jun 18 10:34:20 PDT 2019', '2019-06-18T17:34:20.000Z'],
  [1_612_909_161.767, '2021-02-09T22:19:21.767Z'],
  ['1440453299248', '2015-08-24T21:54:59.248Z'],
];

const wrong: readonly unknown[] = [
  '2026-13-45T99:99:99.000+0000',
  '0000-00-00',
  '2026-02-30T00:00:00Z',
  '9999-12-31T23:59:60Z',
  '2026-01-01T00:00:00 XYZ',
  'Feb 30, 2023, 6:08:05 PM',
  'Mar 20, 2023, 13:08:05 PM',
  'yesterday',
  '',
  '1',
  12,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  null,
  undefined,
  {},
  'x'.repeat(100_000),
];

const zone = process.env['TZ'];

describe('parseTime', () => {
  afterEach(() => {
    process.env['TZ'] = zone;
  });

  it.each(times)('reads %j', (text, iso) => {
    expect(new Date(parseTime(text) ?? 0).toISOString()).toBe(iso);
  });

  it.each(wrong)('makes nothing of %j', (text) => {
    expect(parseTime(text)).toBeUndefined();
  });

  it('reads the same in another zone', () => {
    process.env['TZ'] = 'Asia/Tokyo';

    for (const [text, iso] of times) expect(parseTime(text)).toBe(Date.parse(iso));
  });
});

describe('parseDatapointTime', () => {
  it('reads the day before the month', () => {
    expect(parseDatapointTime('03/10/19 16:59:00')).toBe(Date.UTC(2019, 9, 3, 16, 59));
  });

  it('makes nothing of a month 13', () => {
    expect(parseDatapointTime('03/13/19 16:59:00')).toBeUndefined();
  });
});
