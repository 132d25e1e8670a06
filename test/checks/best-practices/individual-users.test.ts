import { describe, expect, it } from 'vitest';
import type { CredentialRow } from '../../../src/aws/iam-types.ts';
import type { AccountFacts } from '../../../src/checks/facts.ts';
import { read } from '../../../src/checks/verdict.ts';
import { authorizationOf, roleOf } from '../authorization.ts';
import { daysAgo, factsOf, judged, keyOf, now, rowOf, unread } from '../facts.ts';

const judge = (rows: readonly CredentialRow[], more: Partial<AccountFacts> = {}) =>
  judged('individual-users', factsOf({ credentials: read({ generatedAt: now, rows }), ...more }));

const usedRoot = rowOf('<root_account>', { passwordLastUsedAt: daysAgo(3) });
const idleRoot = rowOf('<root_account>', { passwordLastUsedAt: daysAgo(300) });
const sso = { authorization: read(authorizationOf({ roles: [roleOf('AWSReservedSSO_Admin_0')] })) };

describe('individual-users', () => {
  it('passes with users of their own', () => {
    expect(judge([usedRoot, rowOf('alice'), rowOf('bob')])).toEqual([
      'pass',
      '2 IAM users, none of which looks shared.',
    ]);
  });

  it('passes without users where people come from a directory', () => {
    expect(judge([usedRoot], sso)[0]).toBe('pass');
    expect(judge([usedRoot], { summary: read({ Providers: 1 }) })[0]).toBe('pass');
  });

  it('fails where root is all there is, and is used', () => {
    expect(judge([usedRoot])[0]).toBe('fail');
  });

  it('does not apply where nobody signs in', () => {
    expect(judge([idleRoot])[0]).toBe('not-applicable');
  });

  it.each(['admin', 'Admin2', 'shared', 'team-ops', 'sharedLogin', 'prod_admin', 'guest'])(
    'warns of a user called %s',
    (name) => {
      expect(judge([rowOf('alice'), rowOf(name)])).toEqual([
        'warn',
        '1 user looks as if several people shared it.',
        `warn: user ${name}: the name is that of several people`,
      ]);
    },
  );

  it.each(['alice-admin', 'teamster', 'adminova', 'ops', 'tempest', 'sharedata'])(
    'does not warn of %s',
    (name) => {
      expect(judge([rowOf(name)])[0]).toBe('pass');
    },
  );

  it('does not warn of a program with such a name', () => {
    expect(judge([rowOf('shared', { passwordEnabled: false, keys: [keyOf(3)] })])[0]).toBe('pass');
  });

  it('warns of a password beside two active keys, not beside one', () => {
    const two = [keyOf(3), { ...keyOf(3), number: 2 as const }];

    expect(judge([rowOf('alice', { keys: two })])[0]).toBe('warn');
    expect(judge([rowOf('alice', { keys: [keyOf(3), keyOf(90, false)] })])[0]).toBe('pass');
  });

  it('is not known without the report, nor for used root where a directory may be', () => {
    expect(judged('individual-users', factsOf({ credentials: unread }))[0]).toBe('could-not-read');
    expect(judge([usedRoot], { authorization: unread })[0]).toBe('could-not-read');
  });
});
