import { describe, expect, it } from 'vitest';
import type { PasswordPolicy } from '../../../src/aws/iam-types.ts';
import { read } from '../../../src/checks/verdict.ts';
import { factsOf, judged, now, rowOf, unread } from '../facts.ts';

const policy: PasswordPolicy = {
  minimumLength: 14,
  requiresSymbols: true,
  requiresNumbers: true,
  requiresUppercase: true,
  requiresLowercase: true,
  reusePrevention: 24,
  maxAgeDays: undefined,
};

describe('strong-password-policy', () => {
  it('says what the own check of the password policy says', () => {
    const cases = [
      factsOf(),
      factsOf({ passwordPolicy: read(undefined) }),
      factsOf({ passwordPolicy: read({ ...policy, reusePrevention: 23 }) }),
      factsOf({ passwordPolicy: read({ ...policy, minimumLength: 13 }) }),
      factsOf({ passwordPolicy: unread }),
      factsOf({
        credentials: read({ generatedAt: now, rows: [rowOf('ci', { passwordEnabled: false })] }),
      }),
    ];

    const verdicts = cases.map((facts) => judged('strong-password-policy', facts));

    expect(verdicts).toEqual(cases.map((facts) => judged('password-policy', facts)));
    expect(verdicts.map(([outcome]) => outcome)).toEqual([
      'pass',
      'fail',
      'warn',
      'fail',
      'could-not-read',
      'not-applicable',
    ]);
  });
});
