import type { Card, CardPart, Cell } from '../core/card.ts';
import type { Period } from '../core/digest.ts';
import type { Text } from '../core/text.ts';
import { counted, shownNumber } from '../core/words.ts';
import type { ComposedSection } from './compose.ts';
import {
  groupByKind,
  type KindGroup,
  type Standing,
  type Standings,
  standingsOf,
} from './kinds.ts';
import { unreadParts } from './unread.ts';
import { brief, changeWords, type Day, oldestOf, someNames, subjectName } from './words.ts';

/** How a digest is told. */
export interface Telling {
  readonly period: Period;
  readonly day: Day;
  /** What the CSV buttons bring along; `asked`: who asked has a CSV of their own. */
  readonly csv: { readonly digest: string; readonly dueAt: number } | 'asked';
}

/** Singly up to so many, beyond that by kind. */
const mostSingle = 15;
const mostKinds = 15;
const mostReasons = 5;

export const csvActionId = 'digest-csv';

/** A button for a CSV; `part`: a section's id, an account's, or `all`. */
export const csvButton = (csv: Telling['csv'], part: string): readonly CardPart[] =>
  csv === 'asked'
    ? []
    : [
        {
          kind: 'buttons',
          buttons: [
            {
              kind: 'action',
              action: csvActionId,
              label: 'CSV',
              value: `${csv.digest} ${csv.dueAt} ${part}`,
            },
          ],
        },
      ];

const number = (count: number): Cell => ({ number: count, shown: shownNumber(count) });

const weightText = (weight: KindGroup['weight']): Text => [
  { emoji: weight === 'fail' ? 'red_circle' : 'large_yellow_circle' },
  ` ${weight}`,
];

/** How the findings of several accounts are told apart, or the sections of one. */
export interface Places {
  /** "Account". */
  readonly column: string;
  readonly of: (standing: Standing) => string;
}

const byAccount: Places = {
  column: 'Account',
  of: ({ account }) => subjectName(account),
};

const namesOf = ({ standings }: KindGroup, places: Places): Text => [
  someNames(standings.map(places.of)),
];

interface TableOf {
  readonly caption: string;
  readonly day: Day;
  readonly places?: Places;
}

const singles = (
  standings: readonly Standing[],
  { caption, day, places = byAccount }: TableOf,
): CardPart => ({
  kind: 'table',
  caption,
  columns: ['Verdict', places.column, 'What', 'Kind', 'Since'],
  rows: standings.map((standing) => [
    weightText(standing.finding.weight),
    [places.of(standing)],
    brief(standing.finding.what),
    brief(standing.kind.title, 60),
    [day(standing.finding.since)],
  ]),
});

const example = ({ standings }: KindGroup): Text => brief(standings[0]?.finding.what ?? ['–'], 80);

const kinds = (
  groups: readonly KindGroup[],
  { caption, day, places = byAccount }: TableOf,
): CardPart => ({
  kind: 'table',
  caption: `${caption}, by kind`,
  columns: ['Verdict', 'Kind', 'How many', places.column, 'Oldest', 'For example'],
  rows: groups
    .slice(0, mostKinds)
    .map((group) => [
      weightText(group.weight),
      brief(group.kind.title, 60),
      number(group.standings.length),
      namesOf(group, places),
      [day(group.since)],
      example(group),
    ]),
});

/** "And 7 more kinds, see the CSV." */
export const moreWords = (more: string): string => `And ${more}, see the CSV.`;

const more = (groups: readonly KindGroup[]): readonly CardPart[] =>
  groups.length <= mostKinds
    ? []
    : [
        {
          kind: 'note',
          text: [moreWords(counted(groups.length - mostKinds, 'more kind'))],
        },
      ];

/** One by one where they are few, by kind where they are many; nothing where there are none. */
export const standingsTable = (
  standings: readonly Standing[],
  table: TableOf,
): readonly CardPart[] => {
  if (standings.length === 0) return [];
  const groups = groupByKind(standings);
  return standings.length <= mostSingle
    ? [
        singles(
          groups.flatMap((group) => group.standings),
          table,
        ),
      ]
    : [kinds(groups, table), ...more(groups)];
};

/** What was not seen this time, and so may be over. */
const notSeenParts = (open: readonly Standing[], day: Day): readonly CardPart[] => {
  const notSeen = open.filter(({ finding }) => finding.notSeenSince !== undefined);
  if (notSeen.length === 0) return [];
  const lines = groupByKind(notSeen).map((group): Text => {
    const since = Math.min(...group.standings.map(({ finding }) => finding.notSeenSince ?? 0));
    return [
      { bold: someNames(group.standings.map(({ account }) => subjectName(account))) },
      ': ',
      ...brief(group.kind.title, 60),
      ` (${shownNumber(group.standings.length)}), not seen since ${day(since)}`,
    ];
  });
  const left = lines.length - mostReasons;
  return [
    { kind: 'text', text: [{ bold: 'Not seen this time' }, ', open when it was last seen:'] },
    {
      kind: 'list',
      items: [...lines.slice(0, mostReasons), ...(left > 0 ? [[`and ${left} more kinds`]] : [])],
    },
  ];
};

/** "3 new, 1 fixed, 12 still open, the oldest since 3 Aug". */
export const changesText = (
  { open, fixed }: Standings,
  { isFirst, day }: { readonly isFirst: boolean; readonly day: Day },
): string => {
  const fresh = open.filter(({ isFresh }) => isFresh).length;
  const oldest = oldestOf(open.map(({ finding }) => finding));
  const since = oldest === undefined ? '' : `, the oldest since ${day(oldest.since)}`;
  if (isFirst)
    return open.length === 0
      ? 'first look: nothing open'
      : `first look: ${shownNumber(open.length)} open${since}`;
  const still = open.length - fresh;
  return `${changeWords({ fresh, fixed: fixed.length, still })}${still > 0 ? since : ''}`;
};

/** Nothing is known of anybody from before. */
export const isFirstLook = ({ told }: ComposedSection): boolean =>
  told.length > 0 && told.every(({ snapshot }) => snapshot.isFirst);

/** Nothing could be read of anybody. */
const isUnread = ({ told }: ComposedSection): boolean =>
  told.length > 0 && told.every(({ part }) => part === undefined);

/** A section's message in the thread: what changed first, then what is open, then its own tables. */
export const sectionCard = (composed: ComposedSection, telling: Telling): Card => {
  const { section, told } = composed;
  const { day, period, csv } = telling;
  const standings = standingsOf(composed);
  const fresh = standings.open.filter(({ isFresh }) => isFresh);
  const still = standings.open.filter(
    ({ isFresh, finding }) => !isFresh && finding.notSeenSince === undefined,
  );
  const isFirst = isFirstLook(composed);
  const says = isUnread(composed)
    ? 'could not be read this time'
    : changesText(standings, { isFirst, day });
  return {
    headline: [{ bold: section.title }, `: ${says}`],
    parts: [
      ...standingsTable(fresh, { caption: 'New', day }),
      ...standingsTable(standings.fixed, { caption: 'Fixed', day }),
      ...standingsTable(still, { caption: isFirst ? 'Open' : 'Still open', day }),
      ...notSeenParts(standings.open, day),
      ...(isUnread(composed) ? [] : section.tell(told, period)),
      ...unreadParts(composed, mostReasons),
      ...csvButton(csv, section.id),
    ],
  };
};
