import type { CredentialReport } from '../../aws/iam-types.ts';
import { day } from '../../core/clock.ts';
import type { BestPractice } from '../check.ts';
import { rootKeys } from '../root-keys.ts';
import { rootMfa } from '../root-mfa.ts';
import { combined, couldNotRead, type Read, type Verdict, verdict } from '../verdict.ts';

const recentDays = 90;

/** When the root user signed in or used a key; undefined: it never did. */
export const rootUsedAt = ({ rows }: CredentialReport): number | undefined => {
  const root = rows.find(({ user }) => user === '<root_account>');
  const uses = [
    root?.passwordLastUsedAt,
    ...(root?.keys ?? []).map(({ lastUsedAt }) => lastUsedAt),
  ].filter((at) => at !== undefined);
  return uses.length === 0 ? undefined : Math.max(...uses);
};

/** Within the last 90 days? */
export const isRecent = (at: number | undefined, now: number): at is number =>
  at !== undefined && now - at < recentDays * day;

const judgeUse = (credentials: Read<CredentialReport>, now: number): Verdict => {
  if (credentials.kind === 'unread') return couldNotRead(credentials.why);
  const usedAt = rootUsedAt(credentials.value);
  return isRecent(usedAt, now)
    ? verdict('warn', [
        'The root user was last used ',
        { time: usedAt, style: 'date-time' },
        '; it is for what nobody else can do.',
      ])
    : verdict('pass', [`The root user was not used for ${recentDays} days.`]);
};

const judgeCertificates = (summary: Read<Readonly<Record<string, number>>>): Verdict =>
  summary.kind === 'read' && (summary.value['AccountSigningCertificatesPresent'] ?? 0) > 0
    ? verdict('warn', ['The root user has a signing certificate, which hardly anything needs.'])
    : verdict('not-applicable');

export const rootLockedAway: BestPractice = {
  id: 'root-locked-away',
  title: 'Root user locked away',
  asks: 'Nothing restrains the root user: it has no access keys, signs in with MFA, and is not used for daily work.',
  fails: 'it has an access key, or a password without MFA',
  warns: 'it was used in the last 90 days, or has a signing certificate',
  findings: 'Root users not locked away',
  next: "Delete the root user's access keys, turn on its MFA, and work with roles.",
  urgency: { fail: 98, warn: 45 },
  cis: ['1.4', '1.5', '1.7'],
  needs: ['summary', 'credentials'],
  judge: (facts) =>
    combined([
      rootKeys.judge(facts),
      rootMfa.judge(facts),
      judgeUse(facts.credentials, facts.now),
      judgeCertificates(facts.summary),
    ]),
};
