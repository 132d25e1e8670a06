import { describe, expect, it } from 'vitest';
import type { PasswordPolicy } from '../../src/aws/iam-types.ts';
import { read } from '../../src/checks/verdict.ts';
import { factsOf, judged, now, rowOf, unread } from './facts.ts';

const policyOf = (more: Partial<PasswordPolicy>) => {
  const { passwordPolicy } = factsOf();
  if (passwordPolicy.kind === 'unread' || passwordPolicy.value === undefined)
    throw new Error('the account in good order has a policy');
  return factsOf({ passwordPolicy: read({ ...passwordPolicy.value, ...more }) });
};

describe('password-policy', () => {
  it('passes at 14 characters of every kind and 24 remembered passwords', () => {
    expect(judged('password-policy', factsOf())[0]).toBe('pass');
  });

  it('fails at 13 characters', () => {
    expect(judged('password-policy', policyOf({ minimumLength: 13 }))).toEqual([
      'fail',
      'Passwords may be as short as 13 characters; 14 are asked for.',
    ]);
  });

  it('warns of what else is missing', () => {
    expect(
      judged('password-policy', policyOf({ reusePrevention: 23, requiresSymbols: false })),
    ).toEqual([
      'warn',
      'Only the last 23 passwords may not be used again; 24 are asked for.',
      'It does not ask for symbols.',
    ]);
    expect(judged('password-policy', policyOf({ reusePrevention: undefined }))[1]).toContain(
      'used again at once',
    );
  });

  it('fails where the account has no policy of its own', () => {
    const [outcome, reason] = judged(
      'password-policy',
      factsOf({ passwordPolicy: read(undefined) }),
    );

    expect(outcome).toBe('fail');
    expect(reason).toContain('no password policy of its own');
  });

  it('does not apply where nobody has a password; the root user, whom it does not bind, does not count', () => {
    const rows = [
      rowOf('<root_account>', { passwordEnabled: undefined }),
      rowOf('ci', { passwordEnabled: false }),
    ];
    const facts = factsOf({
      passwordPolicy: read(undefined),
      credentials: read({ generatedAt: now, rows }),
    });

    expect(judged('password-policy', facts)[0]).toBe('not-applicable');
  });

  it('is not known where it could not be read; it is judged where only the users are not known', () => {
    expect(judged('password-policy', factsOf({ passwordPolicy: unread }))[0]).toBe(
      'could-not-read',
    );
    expect(judged('password-policy', factsOf({ credentials: unread }))[0]).toBe('pass');
  });
});
