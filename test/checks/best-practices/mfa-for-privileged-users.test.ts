import { describe, expect, it } from 'vitest';
import type { CredentialRow } from '../../../src/aws/iam-types.ts';
import type { AccountFacts } from '../../../src/checks/facts.ts';
import { read } from '../../../src/checks/verdict.ts';
import {
  allow,
  attachedOfAws,
  authorizationOf,
  type Details,
  document,
  everything,
  groupOf,
  inline,
  userOf,
} from '../authorization.ts';
import { factsOf, judged, keyOf, now, rowOf, unread } from '../facts.ts';

const judge = (
  rows: readonly CredentialRow[],
  details: Partial<Details> = {},
  more: Partial<AccountFacts> = {},
) =>
  judged(
    'mfa-for-privileged-users',
    factsOf({
      credentials: read({ generatedAt: now, rows }),
      authorization: read(authorizationOf(details)),
      ...more,
    }),
  );

const noMfa = rowOf('alice', { mfaActive: false });
const keyOnly = rowOf('alice', { passwordEnabled: false, mfaActive: false, keys: [keyOf(3)] });
const admin = { users: [userOf('alice', { attached: attachedOfAws('AdministratorAccess') })] };
const adminByGroup = { groups: [groupOf('readers', { inline: inline(everything) })] };
const guard = {
  Effect: 'Deny',
  NotAction: ['iam:EnableMFADevice', 'iam:CreateVirtualMFADevice'],
  Resource: '*',
  Condition: { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } },
};

describe('mfa-for-privileged-users', () => {
  it('passes where everybody with a password has MFA', () => {
    expect(judge([rowOf('alice')], admin)).toEqual([
      'pass',
      'The root user signs in with MFA.',
      'All 1 user with a password have MFA.',
    ]);
  });

  it('fails for a privileged user, directly or by a group', () => {
    expect(judge([noMfa, rowOf('bob')], admin)).toEqual([
      'fail',
      '1 privileged user of 2 users with a password has no MFA.',
      'fail: user alice: a password without MFA, and may do everything',
    ]);
    expect(judge([noMfa], adminByGroup)[0]).toBe('fail');
  });

  it('fails for a user who can become privileged', () => {
    const rising = { users: [userOf('alice', { inline: inline(document(allow('iam:Put*'))) })] };

    expect(judge([noMfa], rising)[2]).toContain(
      'may write a policy into a user (iam:PutUserPolicy), and 2 other ways to more rights',
    );
  });

  it('fails where the root user has none', () => {
    const summary = read({ AccountMFAEnabled: 0, AccountPasswordPresent: 1 });

    expect(judge([rowOf('alice')], {}, { summary })[0]).toBe('fail');
  });

  it('warns of any other user with a password', () => {
    expect(judge([noMfa])).toEqual([
      'warn',
      '1 user of 1 with a password or an active key is not protected by MFA.',
      'warn: user alice: a password without MFA',
    ]);
  });

  it('warns only where a policy denies what matters until MFA is there', () => {
    const guarded = {
      users: [userOf('alice', { inline: inline(document(allow('*'), guard)) })],
    };

    expect(judge([noMfa], guarded)[0]).toBe('warn');
    expect(judge([keyOnly], guarded)[0]).toBe('pass');
  });

  it('warns of the key of a privileged user, not of that of any other', () => {
    expect(judge([keyOnly], admin)[0]).toBe('warn');
    expect(judge([keyOnly])[0]).toBe('pass');
  });

  it('does not take what asks for MFA itself for privileged', () => {
    const withMfa = document(
      allow('*', { Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } }),
    );

    expect(judge([noMfa], { users: [userOf('alice', { inline: inline(withMfa) })] })[0]).toBe(
      'warn',
    );
  });

  it('does not apply where there is nothing to protect', () => {
    const summary = read({ AccountMFAEnabled: 0, AccountPasswordPresent: 0 });

    expect(judge([rowOf('ci', { passwordEnabled: false })], {}, { summary })[0]).toBe(
      'not-applicable',
    );
  });

  it('is not known without the report, and without the details where nobody is privileged', () => {
    expect(judged('mfa-for-privileged-users', factsOf({ credentials: unread }))[0]).toBe(
      'could-not-read',
    );
    expect(judge([rowOf('alice')], {}, { summary: unread })[0]).toBe('could-not-read');
    expect(judge([noMfa], {}, { authorization: unread })[0]).toBe('warn');
    expect(judge([keyOnly], {}, { authorization: unread })[0]).toBe('could-not-read');
  });
});
