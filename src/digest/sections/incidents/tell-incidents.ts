import type { CardPart, Cell } from '../../../core/card.ts';
import type { Text } from '../../../core/text.ts';
import { counted, shownNumber } from '../../../core/words.ts';
import type { Told } from '../../section.ts';
import { brief, someNames, spanWords, subjectName } from '../../words.ts';
import type { Group, IncidentsDetail } from './groups.ts';

const mostRows = 15;

/** A group over all accounts. */
interface Row extends Group {
  readonly where: readonly string[];
}

const sorted = (times: readonly number[]): readonly number[] => times.toSorted((a, b) => a - b);

const together = (alike: readonly (Group & { readonly where: string })[]): Row[] => {
  const [first] = alike;
  if (first === undefined) return [];
  const sum = (of: (group: Group) => number): number =>
    alike.reduce((all, group) => all + of(group), 0);
  return [
    {
      group: first.group,
      name: first.name,
      count: sum(({ count }) => count),
      firings: sum(({ firings }) => firings),
      unowned: sum(({ unowned }) => unowned),
      toAcknowledge: sorted(alike.flatMap(({ toAcknowledge }) => toAcknowledge)),
      toResolve: sorted(alike.flatMap(({ toResolve }) => toResolve)),
      where: alike.map(({ where }) => where),
    },
  ];
};

const rowsOf = (told: readonly Told<IncidentsDetail>[]): readonly Row[] => {
  const groups = told.flatMap(({ account, part }) =>
    (part?.detail.groups ?? []).map((group) => ({ ...group, where: subjectName(account) })),
  );
  return [...Map.groupBy(groups, ({ group }) => group).values()]
    .flatMap(together)
    .toSorted((a, b) => b.count - a.count || b.firings - a.firings);
};

const number = (count: number): Cell => ({ number: count, shown: shownNumber(count) });

/** "12 min, at worst 3 h"; nobody did: a dash. */
const timesCell = (times: readonly number[]): Text => {
  const median = times[Math.floor((times.length - 1) / 2)];
  const worst = times.at(-1);
  if (median === undefined || worst === undefined) return ['–'];
  return times.length === 1
    ? [spanWords(worst)]
    : [`${spanWords(median)}, at worst ${spanWords(worst)}`];
};

const table = (rows: readonly Row[]): readonly CardPart[] => {
  if (rows.length === 0) return [];
  const left = rows.length - mostRows;
  return [
    {
      kind: 'table',
      caption: 'By detection or alarm, the most frequent first',
      columns: ['What', 'Incidents', 'Fired', 'Nobody has', 'Acknowledged in', 'Over in', 'Where'],
      rows: rows
        .slice(0, mostRows)
        .map((row) => [
          brief(row.name, 60),
          number(row.count),
          number(row.firings),
          number(row.unowned),
          timesCell(row.toAcknowledge),
          timesCell(row.toResolve),
          [someNames(row.where)],
        ]),
    },
    ...(left > 0
      ? [
          {
            kind: 'note' as const,
            text: [
              `And ${counted(left, 'more detection or alarm', 'more detections and alarms')}.`,
            ],
          },
        ]
      : []),
  ];
};

const silencedLines = ({ silenced }: IncidentsDetail): readonly Text[] => [
  ...silenced.mutes.map(
    ({ what, until, by, reason, held }): Text => [
      'Muted: ',
      ...what,
      ' until ',
      { time: until, style: 'date-time' },
      ' by ',
      { user: by },
      ` (${counted(held, 'firing')} held back so far): `,
      reason,
    ],
  ),
  ...silenced.suppressed.map(
    ({ reason, until, held }): Text => [
      'Suppressed until ',
      { time: until - 1, style: 'date-time' },
      ` (${counted(held, 'alert')} held back since it stands in the settings): `,
      reason,
    ],
  ),
];

const mostSilenced = 8;

const silencedParts = (told: readonly Told<IncidentsDetail>[]): readonly CardPart[] => {
  const lines = told.flatMap(({ part }) => (part === undefined ? [] : silencedLines(part.detail)));
  if (lines.length === 0) return [];
  const left = lines.length - mostSilenced;
  return [
    { kind: 'text', text: [{ bold: 'Silenced now' }] },
    {
      kind: 'list',
      items: [
        ...lines.slice(0, mostSilenced).map((line) => brief(line, 250)),
        ...(left > 0 ? [[`and ${left} more, see `, { code: '/trailwarden mutes' }]] : []),
      ],
    },
  ];
};

/** How many there were of what, how long people took, and what is kept from them. */
export const tellIncidents = (told: readonly Told<IncidentsDetail>[]): readonly CardPart[] => {
  const rows = rowsOf(told);
  const sum = rows.reduce((all, { count }) => all + count, 0);
  const said: CardPart = {
    kind: 'text',
    text: [
      sum === 0
        ? 'Nothing happened in the period, as far as it reached the bot.'
        : `${counted(sum, 'incident')} began in the period.`,
    ],
  };
  return [said, ...table(rows), ...silencedParts(told)];
};
