import type { CredentialReport, CredentialRow } from '../../aws/iam-types.ts';
import { foreign } from '../../core/redact.ts';
import { counted } from '../../core/words.ts';
import type { BestPractice } from '../check.ts';
import type { AccountFacts } from '../facts.ts';
import {
  type CheckedResource,
  couldNotRead,
  gapsOf,
  unknown,
  type Verdict,
  verdict,
  verdictOn,
} from '../verdict.ts';
import { isRecent, rootUsedAt } from './root-locked-away.ts';

/** Words of names that are nobody's; one that has another word beside them may be somebody's. */
const sharedWords = new Set(
  'admin administrator admins common everybody everyone generic group guest shared team temp tmp'.split(
    ' ',
  ),
);
const fillingWords = new Set(
  'account aws console dev developer developers iam login ops prod production root staging support test the user users'.split(
    ' ',
  ),
);

/** `admin`, `shared-ops`, `Team2`; not `alice-admin`, nor `teamster`. */
const looksShared = (name: string): boolean => {
  const words = name
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter((word) => word !== '');
  return (
    words.some((word) => sharedWords.has(word)) &&
    words.every((word) => sharedWords.has(word) || fillingWords.has(word))
  );
};

const activeKeys = ({ keys }: CredentialRow): number =>
  keys.filter(({ isActive }) => isActive).length;

const judgeRow = (row: CredentialRow): readonly CheckedResource[] => {
  if (row.passwordEnabled !== true) return [];
  const why = looksShared(row.user)
    ? 'the name is that of several people'
    : activeKeys(row) > 1
      ? 'a password and two active keys: a person and programs, or several people'
      : undefined;
  return why === undefined
    ? []
    : [{ outcome: 'warn', name: foreign(`user ${row.user}`), region: undefined, why: [why] }];
};

/** Do people come from somewhere else: another directory, or IAM Identity Center? */
const hasFederation = ({ summary, authorization }: AccountFacts): boolean =>
  (summary.kind === 'read' && (summary.value['Providers'] ?? 0) > 0) ||
  (authorization.kind === 'read' &&
    authorization.value.roles.some(({ name }) => name.startsWith('AWSReservedSSO_')));

const withoutUsers = (facts: AccountFacts, credentials: CredentialReport): Verdict => {
  if (hasFederation(facts))
    return verdict('pass', ['There are no IAM users: people come from a directory of their own.']);
  const usedAt = rootUsedAt(credentials);
  if (!isRecent(usedAt, facts.now))
    return verdict('not-applicable', ['Nobody signs in here: there are no IAM users.']);
  const gaps = gapsOf([facts.summary, facts.authorization]);
  return gaps.length > 0
    ? unknown(gaps)
    : verdict('fail', [
        'There are no IAM users and no other directory, and the root user was last used ',
        { time: usedAt, style: 'date-time' },
        ': whoever works here does so as root.',
      ]);
};

export const individualUsers: BestPractice = {
  id: 'individual-users',
  title: 'Individual users',
  asks: 'Everybody signs in as themselves, so that the trail tells who did what; best by a directory of their own.',
  fails: 'there is no user and no directory, and the root user was used in the last 90 days',
  warns:
    "a user's name is that of several people (admin, shared, team …), or a user has a password and two active keys",
  findings: 'Users that are not one person',
  next: 'Give everybody a user of IAM Identity Center, and delete the shared ones.',
  urgency: { fail: 80, warn: 30 },
  cis: ['1.21'],
  needs: ['summary', 'credentials', 'authorization'],
  judge: (facts) => {
    if (facts.credentials.kind === 'unread') return couldNotRead(facts.credentials.why);
    const users = facts.credentials.value.rows.filter(({ user }) => user !== '<root_account>');
    if (users.length === 0) return withoutUsers(facts, facts.credentials.value);
    const shared = users.flatMap(judgeRow);
    return verdictOn(shared, [], {
      bad: [
        `${counted(shared.length, 'user')} ${shared.length === 1 ? 'looks' : 'look'} as if several people shared ${shared.length === 1 ? 'it' : 'them'}.`,
      ],
      good: [`${counted(users.length, 'IAM user')}, none of which looks shared.`],
    });
  },
};
