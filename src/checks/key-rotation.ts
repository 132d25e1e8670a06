import type { CredentialKey, CredentialRow } from '../aws/iam-types.ts';
import { day } from '../core/clock.ts';
import { foreign } from '../core/redact.ts';
import { counted } from '../core/words.ts';
import type { OwnCheck } from './check.ts';
import { type CheckedResource, couldNotRead, gapOf, verdict, verdictOn } from './verdict.ts';

/** CIS asks for 90 days; Trusted Advisor's check DqdJqYeRm5 is yellow from there, red after two years. */
const oldDays = 90;
const nearDays = 75;

const ageInDays = ({ rotatedAt }: CredentialKey, now: number): number | undefined =>
  rotatedAt === undefined ? undefined : Math.floor((now - rotatedAt) / day);

const activeKeys = (rows: readonly CredentialRow[]) =>
  rows.flatMap((row) => row.keys.filter(({ isActive }) => isActive).map((key) => ({ row, key })));

const judgeKey = (
  { row, key }: { readonly row: CredentialRow; readonly key: CredentialKey },
  now: number,
): readonly (CheckedResource & { readonly days: number })[] => {
  const days = ageInDays(key, now);
  if (days === undefined || days <= nearDays) return [];
  const name = row.user === '<root_account>' ? 'root user' : row.user;
  return [
    {
      outcome: days > oldDays ? 'fail' : 'warn',
      days,
      name: foreign(`${name}, key ${key.number}`),
      region: undefined,
      why: [`${counted(days, 'day')} old`],
    },
  ];
};

const withoutDays = ({ outcome, name, region, why }: CheckedResource): CheckedResource => ({
  outcome,
  name,
  region,
  why,
});

export const keyRotation: OwnCheck = {
  id: 'key-rotation',
  title: 'Access key rotation',
  cis: ['1.14'],
  fails: 'an active access key is older than 90 days',
  warns: 'one is older than 75 days',
  findings: 'Old access keys',
  next: 'Make a second key, change the program to it, and delete the first; better, give the program a role.',
  urgency: { fail: 50, warn: 15 },
  advisor: { id: 'DqdJqYeRm5', name: 'IAM Access Key Rotation' },
  needs: ['credentials'],
  judge: ({ credentials, now }) => {
    if (credentials.kind === 'unread') return couldNotRead(credentials.why);
    const active = activeKeys(credentials.value.rows);
    if (active.length === 0) return verdict('not-applicable', ['There is no active access key.']);
    const old = active.flatMap((one) => judgeKey(one, now)).toSorted((a, b) => b.days - a.days);
    const tooOld = old.filter(({ outcome }) => outcome === 'fail').length;
    const ageless = active.filter(({ key }) => key.rotatedAt === undefined).length;
    return verdictOn(
      old.map(withoutDays),
      ageless > 0 ? [gapOf([`AWS does not tell the age of ${counted(ageless, 'key')}.`])] : [],
      {
        bad: [
          tooOld > 0
            ? `${tooOld} of ${counted(active.length, 'active access key')} ${tooOld === 1 ? 'is' : 'are'} older than ${oldDays} days.`
            : `${old.length} of ${counted(active.length, 'active access key')} will soon be older than ${oldDays} days.`,
        ],
        good: [`${counted(active.length, 'active access key')}, none older than ${oldDays} days.`],
      },
    );
  },
};
