import { describe, expect, it } from 'vitest';
import { nextWorkingMorning } from '../../src/core/morning.ts';

const morning = (now: string, zone: string): string =>
  new Date(nextWorkingMorning(Date.parse(now), zone)).toISOString();

describe('the next working morning', () => {
  it.each([
    ['on a Thursday evening is on Friday', '2026-11-26T19:00:00Z', '2026-11-27T07:00:00.000Z'],
    ['in the small hours is the same day', '2026-11-26T01:00:00Z', '2026-11-26T07:00:00.000Z'],
    ['at eight sharp is a day later', '2026-11-26T07:00:00Z', '2026-11-27T07:00:00.000Z'],
    ['on a Friday at noon is on Monday', '2026-11-27T11:00:00Z', '2026-11-30T07:00:00.000Z'],
    ['on a Sunday is on Monday', '2026-11-29T11:00:00Z', '2026-11-30T07:00:00.000Z'],
    [
      'is at eight after a change of the clocks',
      '2026-03-27T19:00:00Z',
      '2026-03-30T06:00:00.000Z',
    ],
  ])('in Berlin %s', (_, now, expected) => {
    expect(morning(now, 'Europe/Berlin')).toBe(expected);
  });

  it('goes by the calendar of the zone, not by that of UTC', () => {
    // In Auckland it is Saturday already, in Honolulu still Thursday.
    expect(morning('2026-11-27T11:30:00Z', 'Pacific/Auckland')).toBe('2026-11-29T19:00:00.000Z');
    expect(morning('2026-11-27T09:30:00Z', 'Pacific/Honolulu')).toBe('2026-11-27T18:00:00.000Z');
  });

  it('is in UTC where nobody knows the zone', () => {
    expect(morning('2026-11-26T19:00:00Z', 'Nowhere/Atlantis')).toBe('2026-11-27T08:00:00.000Z');
  });
});
