import type { CredentialKey, CredentialRow } from '../../aws/iam-types.ts';
import { day } from '../../core/clock.ts';
import { foreign } from '../../core/redact.ts';
import { counted } from '../../core/words.ts';
import type { BestPractice } from '../check.ts';
import {
  type CheckedResource,
  couldNotRead,
  type Gap,
  gapOf,
  verdict,
  verdictOn,
} from '../verdict.ts';

/** What the CIS benchmark asks for, and when it comes near. */
const unusedDays = 45;
const nearDays = 30;

interface Age {
  readonly days: number | undefined;
  readonly wasUsed: boolean;
}

/** Since the last use; of what was never used, since it is there. */
const idle = (usedAt: number | undefined, madeAt: number | undefined, now: number): Age => {
  const since = usedAt ?? madeAt;
  return {
    days: since === undefined ? undefined : Math.floor((now - since) / day),
    wasUsed: usedAt !== undefined,
  };
};

interface Credential {
  readonly what: string;
  readonly age: Age;
}

const keyCredential = (key: CredentialKey, now: number): Credential => ({
  what: `key ${key.number}`,
  age: idle(key.lastUsedAt, key.rotatedAt, now),
});

const credentialsOf = (row: CredentialRow, now: number): readonly Credential[] => [
  ...(row.passwordEnabled === true
    ? [
        {
          what: 'password',
          age: idle(row.passwordLastUsedAt, row.passwordChangedAt ?? row.createdAt, now),
        },
      ]
    : []),
  ...row.keys.filter(({ isActive }) => isActive).map((key) => keyCredential(key, now)),
];

const idleWords = ({ what, age: { days, wasUsed } }: Credential): string =>
  wasUsed
    ? `${what} not used for ${counted(days ?? 0, 'day')}`
    : `${what} never used in ${counted(days ?? 0, 'day')}`;

const leftOver = ({ keys }: CredentialRow): readonly string[] => {
  const active = keys.filter(({ isActive }) => isActive).length;
  const inactive = keys.length - active;
  return [
    ...(active > 1 ? ['two active keys'] : []),
    ...(inactive > 0 ? [`${counted(inactive, 'inactive key')} left`] : []),
  ];
};

const judgeRow = (row: CredentialRow, now: number): readonly CheckedResource[] => {
  const all = credentialsOf(row, now);
  const unused = all.filter(({ age }) => (age.days ?? 0) > nearDays);
  const why = [...unused.map(idleWords), ...leftOver(row)];
  if (why.length === 0) return [];
  return [
    {
      outcome: unused.some(({ age }) => (age.days ?? 0) > unusedDays) ? 'fail' : 'warn',
      name: foreign(`user ${row.user}`),
      region: undefined,
      why: [why.join('; ')],
    },
  ];
};

const gapsOf = (rows: readonly CredentialRow[], now: number): readonly Gap[] => {
  const ageless = rows.flatMap((row) =>
    credentialsOf(row, now).filter(({ age }) => age.days === undefined),
  ).length;
  return ageless === 0
    ? []
    : [
        gapOf([
          `AWS does not tell since when ${counted(ageless, 'password or key', 'passwords or keys')} ${ageless === 1 ? 'is' : 'are'} there.`,
        ]),
      ];
};

export const unneededCredentials: BestPractice = {
  id: 'unneeded-credentials',
  title: 'No unneeded credentials',
  asks: 'A password or key that nobody uses helps only whoever finds it.',
  fails: 'a password or an active key was not used for more than 45 days',
  warns:
    'one was not used for more than 30 days, a user has two active keys, or an inactive key was left',
  findings: 'Unused passwords and keys',
  next: 'Deactivate what nobody used, wait a while, and delete it.',
  urgency: { fail: 45, warn: 10 },
  cis: ['1.12', '1.13'],
  needs: ['credentials'],
  judge: ({ credentials, now }) => {
    if (credentials.kind === 'unread') return couldNotRead(credentials.why);
    const rows = credentials.value.rows.filter(
      (row) =>
        row.user !== '<root_account>' && (row.passwordEnabled === true || row.keys.length > 0),
    );
    if (rows.length === 0)
      return verdict('not-applicable', ['No IAM user has a password or a key.']);
    const bad = rows.flatMap((row) => judgeRow(row, now));
    const unused = bad.filter(({ outcome }) => outcome === 'fail').length;
    return verdictOn(bad, gapsOf(rows, now), {
      bad: [
        unused > 0
          ? `${unused} of ${counted(rows.length, 'user')} ${unused === 1 ? 'has' : 'have'} a password or key that nobody used for ${unusedDays} days.`
          : `${bad.length} of ${counted(rows.length, 'user')} ${bad.length === 1 ? 'has' : 'have'} credentials that may not be needed.`,
      ],
      good: [
        `${counted(rows.length, 'user')} with a password or key: all were used in the last ${nearDays} days.`,
      ],
    });
  },
};
