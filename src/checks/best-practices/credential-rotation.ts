import { day } from '../../core/clock.ts';
import { foreign } from '../../core/redact.ts';
import { counted } from '../../core/words.ts';
import type { BestPractice } from '../check.ts';
import type { AccountFacts } from '../facts.ts';
import { keyRotation } from '../key-rotation.ts';
import { combined, couldNotRead, type Verdict, verdict } from '../verdict.ts';

/** Passwords that are older than the account's own policy has it. */
const judgePasswords = ({ credentials, passwordPolicy, now }: AccountFacts): Verdict => {
  const rows = credentials.kind === 'unread' ? [] : credentials.value.rows;
  const withPassword = rows.filter(({ passwordEnabled }) => passwordEnabled === true);
  if (withPassword.length === 0) return verdict('not-applicable');
  if (passwordPolicy.kind === 'unread') return couldNotRead(passwordPolicy.why);
  const most = passwordPolicy.value?.maxAgeDays;
  if (most === undefined) return verdict('not-applicable');
  const old = withPassword.flatMap(({ user, passwordChangedAt }) => {
    if (passwordChangedAt === undefined) return [];
    const days = Math.floor((now - passwordChangedAt) / day);
    return days > most ? [{ user, days }] : [];
  });
  if (old.length === 0) return verdict('not-applicable');
  return {
    ...verdict('warn', [
      `${counted(old.length, 'password')} ${old.length === 1 ? 'is' : 'are'} older than the ${counted(most, 'day')} of the account's own policy.`,
    ]),
    resources: old
      .toSorted((a, b) => b.days - a.days)
      .map(({ user, days }) => ({
        outcome: 'warn',
        name: foreign(`user ${user}`),
        region: undefined,
        why: [`password ${counted(days, 'day')} old`],
      })),
  };
};

export const credentialRotation: BestPractice = {
  id: 'credential-rotation',
  title: 'Rotated credentials',
  asks: 'A key that leaked and was not noticed is worth nothing after 90 days.',
  fails: keyRotation.fails,
  warns: "one is older than 75 days, or a password is older than the account's own policy has it",
  findings: 'Old keys and passwords',
  next: keyRotation.next,
  urgency: keyRotation.urgency,
  cis: keyRotation.cis,
  needs: ['credentials', 'passwordPolicy'],
  judge: (facts) => combined([keyRotation.judge(facts), judgePasswords(facts)]),
};
