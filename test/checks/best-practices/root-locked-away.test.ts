import { describe, expect, it } from 'vitest';
import type { CredentialRow } from '../../../src/aws/iam-types.ts';
import { read } from '../../../src/checks/verdict.ts';
import { daysAgo, factsOf, judged, keyOf, now, rowOf, unread } from '../facts.ts';

const locked = { AccountMFAEnabled: 1, AccountAccessKeysPresent: 0, AccountPasswordPresent: 1 };

const judge = (summary: Record<string, number> = {}, root: Partial<CredentialRow> = {}) =>
  judged(
    'root-locked-away',
    factsOf({
      summary: read({ ...locked, ...summary }),
      credentials: read({
        generatedAt: now,
        rows: [rowOf('<root_account>', { passwordLastUsedAt: daysAgo(90), ...root })],
      }),
    }),
  );

describe('root-locked-away', () => {
  it('passes with MFA, without keys, and not used for 90 days', () => {
    expect(judge()).toEqual([
      'pass',
      'The root user has no access key.',
      'The root user signs in with MFA.',
      'The root user was not used for 90 days.',
    ]);
  });

  it('passes where there is no password to protect', () => {
    const never = { passwordLastUsedAt: undefined };

    expect(judge({ AccountMFAEnabled: 0, AccountPasswordPresent: 0 }, never)[0]).toBe('pass');
  });

  it('fails with an access key, or with a password alone, and tells both', () => {
    expect(judge({ AccountAccessKeysPresent: 1 })[0]).toBe('fail');

    const [outcome, ...reasons] = judge({ AccountAccessKeysPresent: 1, AccountMFAEnabled: 0 });
    expect(outcome).toBe('fail');
    expect(reasons.join(' ')).toMatch(/has an access key.*a password alone/);
  });

  it('warns where it was used in the last 90 days, by password or by key', () => {
    const byKey = { keys: [{ ...keyOf(400), lastUsedAt: daysAgo(3) }] };

    expect(judge({}, { passwordLastUsedAt: daysAgo(89) })).toEqual([
      'warn',
      expect.stringContaining('The root user was last used 2026-03-04 10:02'),
    ]);
    expect(judge({}, byKey)[0]).toBe('warn');
  });

  it('warns of signing certificates', () => {
    expect(judge({ AccountSigningCertificatesPresent: 1 })[0]).toBe('warn');
  });

  it('is not known without the report, unless the rest is bad already', () => {
    const without = (summary: Record<string, number>) =>
      judged(
        'root-locked-away',
        factsOf({ summary: read({ ...locked, ...summary }), credentials: unread }),
      );

    expect(without({})[0]).toBe('could-not-read');
    expect(without({ AccountMFAEnabled: 0 })[0]).toBe('fail');
  });

  it('does not mind that somebody else used a key, or signed in', () => {
    const rows = [
      rowOf('<root_account>', { passwordLastUsedAt: daysAgo(400) }),
      rowOf('root', { passwordLastUsedAt: daysAgo(1) }),
    ];

    expect(
      judged(
        'root-locked-away',
        factsOf({ summary: read(locked), credentials: read({ generatedAt: now, rows }) }),
      )[0],
    ).toBe('pass');
  });

  it('is not known without the summary', () => {
    expect(judged('root-locked-away', factsOf({ summary: unread }))[0]).toBe('could-not-read');
  });
});
