import { describe, expect, it } from 'vitest';
import type { CredentialRow, PasswordPolicy } from '../../../src/aws/iam-types.ts';
import { read } from '../../../src/checks/verdict.ts';
import { daysAgo, factsOf, judged, keyOf, now, rowOf, unread } from '../facts.ts';

const policy: PasswordPolicy = {
  minimumLength: 14,
  requiresSymbols: true,
  requiresNumbers: true,
  requiresUppercase: true,
  requiresLowercase: true,
  reusePrevention: 24,
  maxAgeDays: 60,
};

const judge = (rows: readonly CredentialRow[], maxAgeDays?: number) =>
  judged(
    'credential-rotation',
    factsOf({
      credentials: read({ generatedAt: now, rows }),
      passwordPolicy: read({ ...policy, maxAgeDays }),
    }),
  );

const fresh = { keys: [keyOf(3)] };

describe('credential-rotation', () => {
  it('passes with young keys, fails with old ones, warns in between', () => {
    const outcomeAt = (days: number) => judge([rowOf('ci', { keys: [keyOf(days)] })])[0];

    expect([75, 76, 90, 91].map(outcomeAt)).toEqual(['pass', 'warn', 'warn', 'fail']);
  });

  it("warns of passwords older than the account's own policy has it, the oldest first", () => {
    const rows = [
      rowOf('alice', { ...fresh, passwordChangedAt: daysAgo(60) }),
      rowOf('bob', { passwordChangedAt: daysAgo(61) }),
      rowOf('carol', { passwordChangedAt: daysAgo(400) }),
      rowOf('ci', { passwordEnabled: false, passwordChangedAt: daysAgo(400) }),
    ];

    expect(judge(rows, 60)).toEqual([
      'warn',
      "2 passwords are older than the 60 days of the account's own policy.",
      'warn: user carol: password 400 days old',
      'warn: user bob: password 61 days old',
    ]);
    expect(judge(rows)[0]).toBe('pass');
  });

  it('does not apply without keys and old passwords', () => {
    expect(judge([rowOf('alice')])[0]).toBe('not-applicable');
  });

  it('does not judge an inactive key, nor one without a password by the age of the password', () => {
    expect(judge([rowOf('ci', { keys: [keyOf(400, false)] })])[0]).toBe('not-applicable');
  });

  it('is not known without the report', () => {
    expect(judged('credential-rotation', factsOf({ credentials: unread }))[0]).toBe(
      'could-not-read',
    );
  });

  it('is not known for passwords where the policy was not read, unless a key is bad already', () => {
    const withKey = (days: number, passwordEnabled = true) =>
      judged(
        'credential-rotation',
        factsOf({
          credentials: read({
            generatedAt: now,
            rows: [rowOf('alice', { passwordEnabled, keys: [keyOf(days)] })],
          }),
          passwordPolicy: unread,
        }),
      )[0];

    expect(withKey(3)).toBe('could-not-read');
    expect(withKey(91)).toBe('fail');
    expect(withKey(3, false)).toBe('pass');
  });
});
