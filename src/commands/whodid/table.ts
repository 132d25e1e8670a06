import { meansOf, plainCall, shownCall } from '../../core/call-words.ts';
import type { CardPart, Cell } from '../../core/card.ts';
import type { Csv, Place } from '../../core/command.ts';
import { shownCaller } from '../../core/human-words.ts';
import { foreign } from '../../core/redact.ts';
import { type Text, untrusted } from '../../core/text.ts';
import { counted } from '../../core/words.ts';
import type { Group } from './fold.ts';
import type { Row } from './row.ts';
import { targets } from './sentence.ts';

/** What the table says of each caller beyond the record: their name in Slack. */
export type MemberOf = (row: Row) => string | undefined;

const when = ({ rows, firstAt, lastAt }: Group): Text => {
  const last = { time: lastAt, style: 'date-time' } as const;
  if (rows.length === 1) return [last];
  const first = { time: firstAt, style: 'date-time' } as const;
  return firstAt === lastAt ? [last] : [first, ' – ', last];
};

const shownOutcome = ({ event, record }: Row): Text => {
  if (event.outcome === 'ok') return [];
  const { errorCode } = record;
  const code = typeof errorCode === 'string' ? [': ', foreign(errorCode.slice(0, 80))] : [];
  return [` (${event.outcome}`, ...code, ')'];
};

const what = ({ newest, rows }: Group): Text => [
  foreign(shownCall(newest.event)),
  ...(rows.length > 1 ? [` × ${rows.length}`] : []),
  ...shownOutcome(newest),
];

const which = ({ newest }: Group): Text => {
  const names = targets(newest);
  const shown = names
    .slice(0, 3)
    .flatMap((name, index) => [index === 0 ? '' : ', ', foreign(name)]);
  return [...shown, ...(names.length > 3 ? [` and ${names.length - 3} more`] : [])];
};

/** The account's name in the settings, else its id. */
const accountName = (places: readonly Place[], id: string | undefined): string =>
  places.find(({ account }) => account.id === id)?.account.name ?? id ?? '';

const addresses = ({ rows, newest }: Group): Text => {
  const all = new Set(rows.map(({ event }) => event.address));
  const { address } = newest.event;
  if (address === undefined) return [];
  return [
    ', ',
    untrusted(address),
    ...(all.size > 1 ? [` and ${counted(all.size - 1, 'other')}`] : []),
  ];
};

const where = (group: Group, places: readonly Place[]): Text => {
  const { event } = group.newest;
  const by = meansOf(event, group.newest.human);
  return [
    foreign(accountName(places, event.account)),
    ...(event.region === undefined ? [] : [` ${event.region}`]),
    ...addresses(group),
    ...(by === undefined ? [] : [`, ${by}`]),
    ...(event.mfa === true ? [', MFA'] : []),
  ];
};

/** When, who, what, which, where. */
export const tableOf = (
  groups: readonly Group[],
  places: readonly Place[],
  memberOf: MemberOf,
): CardPart => ({
  kind: 'table',
  caption: 'CloudTrail records',
  columns: ['When', 'Who', 'What', 'Which', 'Where'],
  rows: groups.map((group): readonly Cell[] => [
    when(group),
    shownCaller(group.newest.human, memberOf(group.newest)),
    what(group),
    which(group),
    where(group, places),
  ]),
});

/** Every row by itself. */
export const csvOf = (rows: readonly Row[], places: readonly Place[]): Csv => ({
  name: 'whodid',
  columns: [
    'time',
    'who',
    'role',
    'how sure',
    'service',
    'call',
    'outcome',
    'error',
    'which',
    'account',
    'account id',
    'region',
    'address',
    'user agent',
    'access key',
    'event id',
  ],
  rows: rows.map((row) => {
    const { event, human, at } = row;
    return [
      new Date(at).toISOString(),
      human.name,
      human.role ?? '',
      `${human.sure}: ${human.why}`,
      event.service,
      plainCall(event.call),
      event.outcome,
      event.error ?? '',
      targets(row)
        .map((name) => foreign(name).untrusted)
        .join(' '),
      accountName(places, event.account),
      event.account ?? '',
      event.region ?? '',
      event.address ?? '',
      event.userAgent ?? '',
      event.accessKey ?? '',
      event.id ?? '',
    ];
  }),
});
