import type { CardPart } from '../../core/card.ts';
import type { Answer, Csv } from '../../core/command.ts';
import { foreign } from '../../core/redact.ts';
import type { Text } from '../../core/text.ts';
import { counted, shownNumber } from '../../core/words.ts';
import { homeRegion, inAccounts } from '../asking/account.ts';
import { daysSince } from '../asking/age.ts';
import { cliLine } from '../asking/cli-line.ts';
import { csvPart } from '../asking/csv.ts';
import { olderOf, type Page, pageOf, pageWords, rowsOfPage } from '../asking/page.ts';
import { type Unread, unreadParts } from '../asking/unread.ts';
import type { IamQuestion } from './deps.ts';
import { note } from './notes.ts';
import type { IamSubject, UnusedKind } from './query.ts';
import { agoCell, timeText } from './services.ts';
import type { UnusedFound, UnusedThing } from './unused-find.ts';

export type UnusedSubject = Extract<IamSubject, { kind: 'unused' }>;

/** Both the users and the keys stand in the credential report. */
export type UnusedSource = 'report' | 'roles';

export const sourcesOf = ({ what }: UnusedSubject): readonly UnusedSource[] => [
  ...(what.includes('users') || what.includes('keys') ? ['report' as const] : []),
  ...(what.includes('roles') ? ['roles' as const] : []),
];

export interface UnusedRead {
  readonly subject: UnusedSubject;
  /** A kind is missing where no account could be read for it. */
  readonly found: ReadonlyMap<UnusedKind, UnusedFound>;
  readonly asOf: readonly number[];
  readonly unread: readonly Unread[];
  readonly of: number;
}

const names: Readonly<Record<UnusedKind, { readonly one: string; readonly label: string }>> = {
  users: { one: 'user', label: 'Users' },
  roles: { one: 'role', label: 'Roles' },
  keys: { one: 'active key', label: 'Active access keys' },
};

/** "12 of 5,000 users" */
const shareOf = (kind: UnusedKind, { unused, of }: UnusedFound): string =>
  `${shownNumber(unused.length)} of ${counted(of, names[kind].one)}`;

const headline = ({ subject, found, unread }: UnusedRead, question: IamQuestion): Text => {
  const shares = [...found].map(([kind, one]) => shareOf(kind, one));
  const where = inAccounts(question.places);
  if (shares.length === 0)
    return [`What nobody used for ${subject.days} days could not be read ${where}`];
  return [
    { bold: `Not used for ${subject.days} days ${where}` },
    `: ${shares.join(', ')}${unread.length > 0 ? ', as far as it could be read' : ''}`,
  ];
};

const dateText = (at: number | undefined, now: number) =>
  at === undefined
    ? ['–']
    : { number: daysSince(at, now), shown: counted(daysSince(at, now), 'day') };

/** Rows of each table, so that all of them have room in one message. */
const rowsShown = (kinds: number): number => (kinds > 2 ? 25 : kinds > 1 ? 40 : 90);

/** "Users, worst first", or "Users 26 to 50 of 4,909, worst first". */
const captionOf = (kind: UnusedKind, page: Page, all: number): string => {
  const words = pageWords(page, all);
  return `${names[kind].label}${words === undefined ? '' : ` ${words}`}, worst first`;
};

const table = (
  kind: UnusedKind,
  { unused }: UnusedFound,
  several: boolean,
  page: Page,
  now: number,
): readonly CardPart[] =>
  unused.length <= page.skip
    ? []
    : [
        {
          kind: 'table',
          caption: captionOf(kind, page, unused.length),
          columns: [
            ...(several ? ['Account'] : []),
            names[kind].label.replace(/s$/, ''),
            'Last used',
            'When',
            'Age',
            'Remark',
          ],
          rows: rowsOfPage(unused, page).map(({ place, name, usedAt, createdAt, remark }) => [
            ...(several ? [[place.account.name]] : []),
            [foreign(name)],
            agoCell(usedAt, now),
            timeText(usedAt),
            dateText(createdAt, now),
            [foreign(remark === '' ? '–' : remark)],
          ]),
        },
      ];

const apartWords: Readonly<Record<UnusedKind, (count: number) => string>> = {
  users: (count) => `${counted(count, 'user')} without a password or an active key`,
  roles: (count) => `${counted(count, 'service-linked role')}, which AWS's services need`,
  keys: () => '',
};

/** What is not in the lists, and why. */
const apartNote = ({ found, subject }: UnusedRead): readonly CardPart[] => {
  const left = [...found].flatMap(([kind, { young, apart }]) => [
    ...(young > 0
      ? [`${counted(young, names[kind].one)} not used yet but younger than ${subject.days} days`]
      : []),
    ...(apart > 0 ? [apartWords[kind](apart)] : []),
  ]);
  return left.length === 0 ? [] : [note(`Not listed: ${left.join('; ')}.`)];
};

const askedNotes = (read: UnusedRead, { places }: IamQuestion): readonly CardPart[] => {
  const [first] = places;
  const oldest = read.asOf.length === 0 ? undefined : Math.min(...read.asOf);
  const sources = sourcesOf(read.subject);
  const region = first === undefined ? 'us-east-1' : homeRegion(first);
  return [
    ...(oldest === undefined
      ? []
      : [
          note(
            `Users and keys are from the credential report${read.asOf.length > 1 ? 's, the oldest' : ''} as of `,
            { time: oldest, style: 'time' },
            ': AWS makes one at most every four hours. Denied attempts count as use.',
          ),
        ]),
    ...(sources.includes('roles')
      ? [note('For roles AWS tells the last use of the last 400 days, denied attempts included.')]
      : []),
    note(
      `Asked of AWS: IAM, ${counted(places.length, 'account')}: ${[
        ...(sources.includes('report') ? ['the credential report'] : []),
        ...(sources.includes('roles') ? ['GetAccountAuthorizationDetails'] : []),
      ].join(' and ')}; no call per user, role or key. `,
      sources.includes('report')
        ? cliLine(
            'iam',
            'get-credential-report',
            '--query',
            'Content',
            '--output',
            'text',
            '--region',
            region,
          )
        : cliLine(
            'iam',
            'get-account-authorization-details',
            '--filter',
            'Role',
            '--region',
            region,
          ),
    ),
  ];
};

const iso = (at: number | undefined): string =>
  at === undefined ? '' : new Date(at).toISOString();

const csvRow = (kind: UnusedKind, { place, name, usedAt, createdAt, remark }: UnusedThing) => [
  place.account.id,
  place.account.name,
  kind.slice(0, -1),
  name,
  iso(usedAt),
  iso(createdAt),
  remark,
];

const csvOf = ({ found, subject }: UnusedRead): Csv => ({
  name: `iam-unused-${subject.days}d`,
  columns: ['account', 'account_name', 'kind', 'name', 'last_used', 'created', 'remark'],
  rows: [...found].flatMap(([kind, { unused }]) => unused.map((thing) => csvRow(kind, thing))),
});

/** The lists, worst first, and what is not in them. */
export const unusedCard = (read: UnusedRead, now: number, question: IamQuestion): Answer => {
  const page = pageOf(question.older, rowsShown(read.found.size));
  const counts = [...read.found.values()].map(({ unused }) => unused.length);
  return {
    isPartial: read.unread.length > 0,
    card: {
      headline: headline(read, question),
      parts: [
        ...unreadParts(read.unread, read.of, 'part'),
        ...[...read.found].flatMap(([kind, one]) =>
          table(kind, one, question.places.length > 1, page, now),
        ),
        ...apartNote(read),
        ...askedNotes(read, question),
      ],
    },
    ...csvPart(csvOf(read)),
    ...olderOf(page, counts),
  };
};
