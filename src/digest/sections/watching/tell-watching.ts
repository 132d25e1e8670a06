import type { CardPart, Cell } from '../../../core/card.ts';
import { counted, shownNumber } from '../../../core/words.ts';
import type { Told } from '../../section.ts';
import { subjectName } from '../../words.ts';
import { type NumberId, type Numbers, numberIds } from './numbers.ts';

/** How well an account is watched. */
interface AccountWatch {
  readonly kind: 'account';
  readonly regions: number;
  /** Undefined: not everything was read. */
  readonly regionsWithTrail: number | undefined;
  readonly alarms: number;
  readonly heard: number;
  /** Regions of which no alarm was read. */
  readonly regionsUnread: number;
  readonly detections: number;
  readonly watched: number;
  /** Of some detections it is not known. */
  readonly isAtLeast: boolean;
}

export type WatchingDetail =
  | AccountWatch
  | { readonly kind: 'bot'; readonly numbers: Numbers; readonly before: Numbers };

const mostAccounts = 12;

const titles: Readonly<Record<NumberId, string>> = {
  received: 'Notifications received',
  'found-late': 'Missed by SNS and found late in CloudWatch',
  shown: 'Incidents that began',
  folded: 'Firings folded into those incidents',
  quarantined: 'In quarantine now',
  parked: 'Not taken by Slack, parked now',
  'dead-letters': 'In dead-letter queues now',
};

/** The gravest first: regions that nobody records weigh most. */
const worst = (a: AccountWatch, b: AccountWatch): number => {
  const without = ({ regions, regionsWithTrail = regions }: AccountWatch): number =>
    regions - regionsWithTrail;
  return (
    without(b) - without(a) || a.watched - b.watched || a.heard - b.heard || b.alarms - a.alarms
  );
};

const of = (count: number, all: number, isAtLeast: boolean): Cell => ({
  number: count,
  shown: `${isAtLeast ? '≥ ' : ''}${shownNumber(count)} of ${shownNumber(all)}`,
});

const alarmCells = ({ alarms, heard, regions, regionsUnread }: AccountWatch): readonly Cell[] => {
  if (regionsUnread === regions) return [['not measured'], ['not measured']];
  const least = regionsUnread > 0 ? '≥ ' : '';
  return [alarms, heard].map((number) => ({ number, shown: `${least}${shownNumber(number)}` }));
};

const rowOf = (name: string, watch: AccountWatch): readonly Cell[] => [
  [name],
  watch.regionsWithTrail === undefined
    ? ['not measured']
    : of(watch.regionsWithTrail, watch.regions, false),
  ...alarmCells(watch),
  watch.isAtLeast && watch.watched === 0
    ? ['not measured']
    : of(watch.watched, watch.detections, watch.isAtLeast),
];

const accountParts = (told: readonly Told<WatchingDetail>[]): readonly CardPart[] => {
  const watches = told
    .flatMap(({ account, part }) =>
      part?.detail.kind === 'account' ? [{ name: subjectName(account), watch: part.detail }] : [],
    )
    .toSorted((a, b) => worst(a.watch, b.watch));
  if (watches.length === 0) return [];
  const left = watches.length - mostAccounts;
  return [
    {
      kind: 'table',
      caption: 'How the accounts are watched, the worst first',
      columns: [
        'Account',
        'Regions with a trail',
        'Alarms',
        'Told to the bot',
        'Detections watched',
      ],
      rows: watches.slice(0, mostAccounts).map(({ name, watch }) => rowOf(name, watch)),
    },
    ...(left > 0
      ? [{ kind: 'note' as const, text: [`And ${counted(left, 'more account')}.`] }]
      : []),
    {
      kind: 'note',
      text: [
        'A detection is watched where an alarm that leads to a listed topic counts it in every region, or an event of it came within 30 days. ',
        { code: '/trailwarden coverage' },
        ' tells more.',
      ],
    },
  ];
};

const numberCell = (number: number | undefined): Cell =>
  number === undefined ? ['not measured'] : { number, shown: shownNumber(number) };

const botParts = (told: readonly Told<WatchingDetail>[]): readonly CardPart[] =>
  told.flatMap(({ part }): readonly CardPart[] => {
    if (part?.detail.kind !== 'bot') return [];
    const { numbers, before } = part.detail;
    return [
      {
        kind: 'table',
        caption: 'Trailwarden itself',
        columns: ['What', 'Now', 'Last digest'],
        rows: [
          ...numberIds.map((id) => [
            [titles[id]],
            numberCell(numbers[id]),
            before[id] === undefined ? ['–'] : numberCell(before[id]),
          ]),
          [['Refused before they were kept'], ['not measured'], ['–']],
        ],
      },
      {
        kind: 'note',
        text: [
          'What is refused is counted in the metric ',
          { code: 'trailwarden_received_total' },
          ' alone.',
        ],
      },
    ];
  });

/** How well the worst accounts are watched, and what went through the bot. */
export const tellWatching = (told: readonly Told<WatchingDetail>[]): readonly CardPart[] => [
  ...accountParts(told),
  ...botParts(told),
];
