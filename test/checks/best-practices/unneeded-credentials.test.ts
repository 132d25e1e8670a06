import { describe, expect, it } from 'vitest';
import type { CredentialRow } from '../../../src/aws/iam-types.ts';
import { read } from '../../../src/checks/verdict.ts';
import { daysAgo, factsOf, judged, keyOf, now, rowOf, unread } from '../facts.ts';

const judge = (...rows: readonly CredentialRow[]) =>
  judged('unneeded-credentials', factsOf({ credentials: read({ generatedAt: now, rows }) }));

const password = (days: number) => rowOf('alice', { passwordLastUsedAt: daysAgo(days) });

const key = (days: number) =>
  rowOf('ci', {
    passwordEnabled: false,
    keys: [{ ...keyOf(400), lastUsedAt: daysAgo(days) }],
  });

describe('unneeded-credentials', () => {
  it('passes up to 30 days, warns up to 45, fails from 46', () => {
    const days = [30, 31, 45, 46];
    const outcomes = ['pass', 'warn', 'warn', 'fail'];

    expect(days.map((one) => judge(password(one))[0])).toEqual(outcomes);
    expect(days.map((one) => judge(key(one))[0])).toEqual(outcomes);
  });

  it('counts what was never used from when it was made', () => {
    const never = { passwordLastUsedAt: undefined };

    expect(judge(rowOf('alice', { ...never, passwordChangedAt: daysAgo(46) }))).toEqual([
      'fail',
      '1 of 1 user has a password or key that nobody used for 45 days.',
      'fail: user alice: password never used in 46 days',
    ]);
    expect(judge(rowOf('alice', { ...never, passwordChangedAt: daysAgo(3) }))[0]).toBe('pass');
    expect(
      judge(rowOf('alice', { ...never, passwordChangedAt: undefined, createdAt: daysAgo(99) }))[0],
    ).toBe('fail');
    expect(judge(rowOf('ci', { passwordEnabled: false, keys: [keyOf(46)] }))[0]).toBe('fail');
  });

  it('warns of two active keys, and of an inactive one that was left', () => {
    const used = { ...keyOf(400), lastUsedAt: daysAgo(1) };

    expect(judge(rowOf('ci', { keys: [used, { ...used, number: 2 }] }))[2]).toBe(
      'warn: user ci: two active keys',
    );
    expect(judge(rowOf('ci', { keys: [used, keyOf(900, false)] }))[2]).toBe(
      'warn: user ci: 1 inactive key left',
    );
  });

  it('tells everything of a user in one line, the worst users first', () => {
    const used = { ...keyOf(400), lastUsedAt: daysAgo(1) };
    const rows = [
      rowOf('bob', { keys: [used, { ...used, number: 2 }] }),
      rowOf('carol', {
        passwordLastUsedAt: daysAgo(60),
        keys: [{ ...keyOf(400), lastUsedAt: daysAgo(70) }, keyOf(900, false)],
      }),
    ];

    expect(judge(...rows).slice(2)).toEqual([
      'fail: user carol: password not used for 60 days; key 1 not used for 70 days; 1 inactive key left',
      'warn: user bob: two active keys',
    ]);
  });

  it('does not mind what is used, however old, nor an old password that is switched off', () => {
    const old = { ...keyOf(900), lastUsedAt: daysAgo(30) };

    expect(judge(rowOf('ci', { passwordEnabled: false, keys: [old] }))[0]).toBe('pass');
    expect(
      judge(
        rowOf('ci', { passwordEnabled: false, passwordLastUsedAt: daysAgo(99), keys: [old] }),
      )[0],
    ).toBe('pass');
  });

  it('does not apply without passwords and keys, the root user does not count', () => {
    const root = rowOf('<root_account>', { passwordLastUsedAt: daysAgo(900) });

    expect(judge(root, rowOf('ci', { passwordEnabled: false }))[0]).toBe('not-applicable');
  });

  it('is not known without the report, nor for what has no date at all', () => {
    const dateless = { ...keyOf(1), rotatedAt: undefined };

    expect(judged('unneeded-credentials', factsOf({ credentials: unread }))[0]).toBe(
      'could-not-read',
    );
    expect(judge(rowOf('ci', { passwordEnabled: false, keys: [dateless] }))).toEqual([
      'could-not-read',
      'AWS does not tell since when 1 password or key is there.',
    ]);
  });
});
