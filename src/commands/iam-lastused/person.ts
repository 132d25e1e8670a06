import type { CardPart } from '../../core/card.ts';
import type { Answer, Csv } from '../../core/command.ts';
import { foreign } from '../../core/redact.ts';
import type { Text } from '../../core/text.ts';
import { counted } from '../../core/words.ts';
import { accountLabel, inAccounts } from '../asking/account.ts';
import { ago } from '../asking/age.ts';
import { cliLine } from '../asking/cli-line.ts';
import { csvPart } from '../asking/csv.ts';
import { unreadParts } from '../asking/unread.ts';
import type { IamLastusedDeps, IamQuestion } from './deps.ts';
import { note } from './notes.ts';
import { wordsInPlace } from './query.ts';
import { type PersonRead, readPerson, type SetUse } from './read-person.ts';
import { agoCell, timeText } from './services.ts';

const newestFirst = (sets: readonly SetUse[]): readonly SetUse[] =>
  sets.toSorted(
    (a, b) =>
      (b.role?.lastUsedAt ?? 0) - (a.role?.lastUsedAt ?? 0) ||
      a.place.account.name.localeCompare(b.place.account.name),
  );

const setsHeadline = (email: string, { sets, isOwnOnly }: PersonRead, now: number): Text => {
  const accounts = new Set(sets.map(({ place }) => place.account.id)).size;
  const newest = newestFirst(sets)[0]?.role?.lastUsedAt;
  const has: Text = [
    { bold: foreign(email) },
    ` has ${counted(sets.length, 'permission set')} in ${counted(accounts, 'account')}`,
  ];
  if (isOwnOnly) return has;
  return [
    ...has,
    '; ',
    newest === undefined
      ? 'no use of their roles is known'
      : `one of their roles was last used ${ago(newest, now)}, by whomever`,
  ];
};

const headline = (email: string, read: PersonRead, question: IamQuestion, now: number): Text => {
  if (read.sets.length > 0) return setsHeadline(email, read, now);
  const bold = { bold: foreign(email) };
  const users =
    read.iamUsers.length > 0
      ? `; ${counted(read.iamUsers.length, 'IAM user')} of that name`
      : '; no IAM user has that name';
  if (read.unread.length > 0) return ['Not all about ', bold, ' could be read'];
  if (!read.isSetUp)
    return [
      'Nothing is known of ',
      bold,
      ` in Identity Center, which is not in the settings${users}`,
    ];
  return read.user === undefined
    ? ['Identity Center knows nobody called ', bold, users]
    : [bold, ` has no permission set ${inAccounts(question.places)}${users}`];
};

const useTable = ({ sets }: PersonRead, now: number): CardPart => ({
  kind: 'table',
  caption: 'Permission sets, and when their role was last used by anybody',
  columns: ['Account', 'Permission set', 'Assigned', 'Role last used', 'When', 'Region'],
  rows: newestFirst(sets).map(({ place, permissionSet, through, role }) => [
    [accountLabel(place.account)],
    [foreign(permissionSet)],
    [through],
    role === undefined ? ['no role there yet'] : agoCell(role.lastUsedAt, now),
    timeText(role?.lastUsedAt),
    [foreign(role?.lastUsedRegion ?? '–')],
  ]),
});

const plainSetTable = ({ sets }: PersonRead): CardPart => ({
  kind: 'table',
  caption: 'Permission sets',
  columns: ['Account', 'Permission set', 'Assigned'],
  rows: sets.map(({ place, permissionSet, through }) => [
    [accountLabel(place.account)],
    [foreign(permissionSet)],
    [through],
  ]),
});

const setTable = (read: PersonRead, now: number): readonly CardPart[] => {
  if (read.sets.length === 0) return [];
  return [read.isOwnOnly ? plainSetTable(read) : useTable(read, now)];
};

/** One known use per role is not a use per person, and must not be taken for one. */
const perRoleNote = (email: string, { sets, isOwnOnly }: PersonRead): readonly CardPart[] =>
  sets.length === 0
    ? []
    : [
        {
          kind: 'text',
          text: [
            isOwnOnly
              ? 'When their roles were last used is not shown: others use them too. For your own calls ask '
              : 'AWS knows this per role only, not per person: everybody with the permission set uses the same role. For the calls of this person ask ',
            { code: foreign(`/whodid ${email} since 30d in all`) },
            '.',
          ],
        },
      ];

const setUpPart = ({ isSetUp }: PersonRead): readonly CardPart[] =>
  isSetUp
    ? []
    : [
        {
          kind: 'text',
          text: [
            'To look there, name in ',
            { code: 'trailwarden.yaml' },
            ' the account and region that Identity Center is managed from: ',
            { code: 'identityCenter: { account: "111122223333", region: eu-west-1 }' },
            ', and let the bot read it (deploy/iam-policy.json).',
          ],
        },
      ];

const iamUserTable = ({ iamUsers }: PersonRead, now: number): readonly CardPart[] =>
  iamUsers.length === 0
    ? []
    : [
        {
          kind: 'table',
          caption: 'IAM users of exactly that name',
          columns: ['Account', 'User', 'Last sign-in'],
          rows: iamUsers.map(({ place, user }) => [
            [accountLabel(place.account)],
            [foreign(user.arn)],
            agoCell(user.passwordLastUsedAt, now),
          ]),
        },
      ];

const elsewhereNote = ({ elsewhere }: PersonRead): readonly CardPart[] =>
  elsewhere === 0
    ? []
    : [
        note(
          `There are permission sets in ${counted(elsewhere, 'more account')} that ${elsewhere === 1 ? 'was' : 'were'} not asked about.`,
        ),
      ];

const askedNote = (email: string, { isSetUp, isOwnOnly }: PersonRead): CardPart => {
  const hasRoles = isSetUp && !isOwnOnly;
  const asked = [
    ...(isSetUp ? ['Identity Center (the user, assignments)'] : []),
    ...(hasRoles ? ['ListRoles and GetRole for the roles of permission sets'] : []),
    'GetUser in each account',
  ].join(', ');
  const known = hasRoles
    ? ' IAM knows the last use of a role of the last 400 days, denied attempts included.'
    : '';
  return note(
    `Asked of AWS: ${asked}.${known} `,
    hasRoles
      ? cliLine('iam', 'list-roles', '--path-prefix', '/aws-reserved/sso.amazonaws.com/')
      : cliLine('iam', 'get-user', '--user-name', email),
  );
};

const iso = (at: number | undefined): string =>
  at === undefined ? '' : new Date(at).toISOString();

const csvOf = ({ sets }: PersonRead): Csv => ({
  name: 'iam-lastused-permission-sets',
  columns: [
    'account',
    'account_name',
    'permission_set',
    'assigned',
    'role',
    'role_last_used',
    'region',
  ],
  rows: newestFirst(sets).map(({ place, permissionSet, through, role }) => [
    place.account.id,
    place.account.name,
    permissionSet,
    through,
    role?.arn ?? '',
    iso(role?.lastUsedAt),
    role?.lastUsedRegion ?? '',
  ]),
});

/** A person by e-mail address: permission sets by account, and what is known of their roles. */
export const personAnswer = async (
  deps: IamLastusedDeps,
  email: string,
  question: IamQuestion,
): Promise<Answer> => {
  const read = await readPerson(deps, email, question);
  const now = deps.clock.now();
  return {
    isPartial: read.unread.length > 0,
    card: {
      headline: headline(email, read, question, now),
      parts: [
        ...unreadParts(read.unread, read.of, 'part'),
        ...setTable(read, now),
        ...perRoleNote(email, read),
        ...setUpPart(read),
        ...iamUserTable(read, now),
        ...elsewhereNote(read),
        askedNote(email, read),
      ],
    },
    ...csvPart(csvOf(read)),
    next: read.iamUsers.slice(0, 3).map(({ place, user }) => ({
      label: `The IAM user in ${place.account.name}`.slice(0, 75),
      text: wordsInPlace(
        { kind: 'entity', type: 'user', name: user.name, arn: undefined, actions: false },
        place,
      ),
    })),
  };
};
