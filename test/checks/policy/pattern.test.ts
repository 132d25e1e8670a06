import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitsIamPattern } from '../../../src/checks/policy/pattern.ts';

describe('fitsIamPattern', () => {
  it.each([
    ['*', 'iam:passrole', true],
    ['', '', true],
    ['', 'a', false],
    ['iam:*', 'iam:passrole', true],
    ['iam:*', 'iams:passrole', false],
    ['iam:pass*', 'iam:passrole', true],
    ['*role', 'iam:passrole', true],
    ['iam:*role*', 'iam:passrole', true],
    ['iam:?assrole', 'iam:passrole', true],
    ['iam:passrole?', 'iam:passrole', false],
    ['**', 'x', true],
    ['a*b*c', 'aXbXbXc', true],
    ['a*b*c', 'aXbX', false],
    ['iam.passrole', 'iam:passrole', false],
  ])('%s and %s: %s', (pattern, text, expected) => {
    expect(fitsIamPattern(pattern, text)).toBe(expected);
  });

  it('agrees with a regular expression', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?'), maxLength: 8 });
    const text = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 8 });

    fc.assert(
      fc.property(letters, text, (pattern, tried) => {
        const source = pattern.replaceAll('*', '.*').replaceAll('?', '.');

        expect(fitsIamPattern(pattern, tried)).toBe(new RegExp(`^${source}$`).test(tried));
      }),
    );
  });
});
