import { describe, expect, it } from 'vitest';
import { hour, minute } from '../../src/core/clock.ts';
import { createUsualGap } from '../../src/intake/usual-gap.ts';

const after = (...gaps: readonly number[]): number => {
  const usual = createUsualGap();
  let at = 0;
  usual.heard(at);
  for (const gap of gaps) {
    at += gap;
    usual.heard(at);
    usual.heard(at);
  }
  return usual.usualMs();
};

describe('the usual gap', () => {
  it('is 15 minutes as long as nothing is known', () => {
    expect(createUsualGap().usualMs()).toBe(15 * minute);
  });

  it('is four times the median pause', () => {
    expect(after(10 * minute, 10 * minute, 5 * hour)).toBe(40 * minute);
  });

  it('is not less than 15 minutes in a storm', () => {
    expect(after(1, 1, 1, 1)).toBe(15 * minute);
  });

  it('is not more than 6 hours where alarms are rare', () => {
    expect(after(10 * hour, 30 * hour, 20 * hour)).toBe(6 * hour);
  });

  it('forgets what was usual long ago', () => {
    const old = Array.from({ length: 60 }, () => 5 * hour);
    const recent = Array.from({ length: 50 }, () => 10 * minute);

    expect(after(...old, ...recent)).toBe(40 * minute);
  });
});
