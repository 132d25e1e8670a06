import { describe, expect, it } from 'vitest';
import { read } from '../../src/checks/verdict.ts';
import { daysAgo, factsOf, judged, keyOf, now, rowOf, unread } from './facts.ts';

const summaryOf = (summary: Record<string, number>) => factsOf({ summary: read(summary) });

describe('root-mfa', () => {
  it('passes with MFA', () => {
    expect(judged('root-mfa', factsOf())).toEqual(['pass', 'The root user signs in with MFA.']);
  });

  it('fails where a password is all that is needed', () => {
    const [outcome, reason] = judged(
      'root-mfa',
      summaryOf({ AccountMFAEnabled: 0, AccountPasswordPresent: 1 }),
    );

    expect(outcome).toBe('fail');
    expect(reason).toContain('a password alone');
  });

  it('fails too where AWS says nothing about a password', () => {
    expect(judged('root-mfa', summaryOf({ AccountMFAEnabled: 0 }))[0]).toBe('fail');
  });

  it('does not apply where the root user has no password', () => {
    const facts = summaryOf({ AccountMFAEnabled: 0, AccountPasswordPresent: 0 });

    expect(judged('root-mfa', facts)[0]).toBe('not-applicable');
  });

  it('is not known where the summary could not be read, or says nothing of MFA', () => {
    expect(judged('root-mfa', factsOf({ summary: unread }))).toEqual([
      'could-not-read',
      'the permission iam:GetAccountSummary is missing',
    ]);
    expect(judged('root-mfa', summaryOf({}))[0]).toBe('could-not-read');
  });
});

describe('root-keys', () => {
  it('passes without keys', () => {
    expect(judged('root-keys', factsOf())).toEqual(['pass', 'The root user has no access key.']);
  });

  it('fails with one, and tells its last use where the report knows it', () => {
    const root = rowOf('<root_account>', {
      keys: [{ ...keyOf(400), lastUsedAt: daysAgo(3) }],
    });
    const facts = factsOf({
      summary: read({ AccountAccessKeysPresent: 1 }),
      credentials: read({ generatedAt: now, rows: [root] }),
    });

    const [outcome, reason] = judged('root-keys', facts);

    expect(outcome).toBe('fail');
    expect(reason).toContain('last used 2026-05-29 10:02');
  });

  it('fails without the report as well', () => {
    const facts = factsOf({ summary: read({ AccountAccessKeysPresent: 1 }), credentials: unread });

    expect(judged('root-keys', facts)[0]).toBe('fail');
  });

  it('is not known without the summary', () => {
    expect(judged('root-keys', factsOf({ summary: unread }))[0]).toBe('could-not-read');
    expect(judged('root-keys', summaryOf({}))[0]).toBe('could-not-read');
  });
});
