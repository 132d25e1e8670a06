import { meansOf, plainCall, shownCall } from '../../core/call-words.ts';
import type { CardPart, Cell, Fact } from '../../core/card.ts';
import type { Evidence, EvidenceEvent, EvidenceGap } from '../../core/evidence.ts';
import { foreign } from '../../core/redact.ts';
import { type Inline, isUntrusted, type Text, textOf } from '../../core/text.ts';
import { counted, shownNumber } from '../../core/words.ts';
import type { AccountName } from '../headline.ts';
import { sentenceOf, shownName, shownWho, targetsOf } from './sentence.ts';

const mostRows = 5;
const mostLines = 3;
const mostChanges = 4;
const mostGaps = 3;

/** Calls that differ in nothing but time and target are one row. */
const rowsOf = (events: readonly EvidenceEvent[]): readonly (readonly EvidenceEvent[])[] => [
  ...Map.groupBy(events, ({ actor, trail }) =>
    [actor, trail.who, trail.service, trail.call, trail.outcome, trail.account, trail.region].join(
      '\n',
    ),
  ).values(),
];

const whichOf = (events: readonly EvidenceEvent[]): Text => {
  const names = [...new Set(events.flatMap(targetsOf))];
  const more = names.length - 2;
  return [
    ...names.slice(0, 2).flatMap((name, at) => [at === 0 ? '' : ', ', shownName(name, 60)]),
    ...(more > 0 ? [` and ${more} more`] : []),
  ];
};

const whatOf = (newest: EvidenceEvent, count: number): Text => [
  shownName(shownCall(newest.trail)),
  ...(count > 1 ? [` × ${count}`] : []),
  ...(newest.trail.outcome === 'ok' ? [] : [` (${newest.trail.outcome})`]),
];

const whereOf = ({ trail, human }: EvidenceEvent, accountName: AccountName): Text => {
  const { account, region, address, mfa } = trail;
  const means = meansOf(trail, human);
  const place = [account && (accountName(account) ?? account), region]
    .filter((part) => part !== undefined)
    .join(' ');
  return [
    place,
    ...(address === undefined ? [] : [place === '' ? '' : ', ', shownName(address, 60)]),
    ...(means === undefined ? [] : [`, ${means}`]),
    ...(mfa === true ? [', MFA'] : []),
  ];
};

const whenOf = ({ trail }: EvidenceEvent): Text =>
  trail.when === undefined ? [] : [{ time: trail.when, style: 'date-time' }];

const tableRow = (events: readonly EvidenceEvent[], accountName: AccountName): readonly Cell[] => {
  const [newest] = events;
  if (newest === undefined) return [];
  return [
    [shownWho(newest)],
    whatOf(newest, events.length),
    whenOf(newest),
    whichOf(events),
    whereOf(newest, accountName),
  ];
};

const tableParts = (evidence: Evidence, accountName: AccountName): readonly CardPart[] => {
  if (evidence.events.length === 0) return [];
  const rows = rowsOf(evidence.events).slice(0, mostRows);
  const more = evidence.count - rows.flat().length;
  const isMore = more > 0 || evidence.isCountAtLeast;
  return [
    {
      kind: 'table',
      caption: 'Who tripped it',
      columns: ['Who', 'What', 'When', 'Which', 'Where'],
      rows: rows.map((row) => tableRow(row, accountName)),
    },
    ...(isMore
      ? [
          {
            kind: 'note',
            text: [
              `+${shownNumber(Math.max(more, 0))}${evidence.isCountAtLeast ? ' or' : ''} more`,
            ],
          } as const,
        ]
      : []),
  ];
};

const sureness = {
  certain: 'certain',
  likely: 'likely: an identity provider says so',
  claimed: 'claimed only: whoever began the session chose the name',
} as const;

const distinct = (
  events: readonly EvidenceEvent[],
  keyOf: (event: EvidenceEvent) => string,
): readonly EvidenceEvent[] =>
  [...new Map(events.toReversed().map((e) => [keyOf(e), e])).values()].toReversed();

const behindOf = ({ human }: EvidenceEvent): Text => [
  shownName(human.name),
  ` (${human.why}, ${sureness[human.sure]})`,
];

/** The human behind a role, and how far that can be relied on. */
const behindParts = ({ events }: Evidence): readonly CardPart[] => {
  const sessions = events.filter(({ human }) => human.role !== undefined);
  const shown = distinct(sessions, ({ human }) => `${human.role ?? ''}\n${human.name}`).slice(
    0,
    mostLines,
  );
  const facts = shown.map(
    (event): Fact => ({
      label: 'Behind the role',
      value: [shownName(event.human.role ?? ''), ': ', ...behindOf(event)],
    }),
  );
  return facts.length === 0 ? [] : [{ kind: 'facts', facts }];
};

/** A sign-in is no call that anybody makes by its name. */
const doesWhat = ({ trail }: EvidenceEvent): Text =>
  trail.call === 'ConsoleLogin'
    ? [' signs in to the console']
    : [' calls ', shownName(plainCall(trail.call))];

const firstTime = (event: EvidenceEvent): Text => [
  { emoji: 'new' },
  ' First time in 90 days that ',
  shownWho(event),
  ...doesWhat(event),
  ' from this network and in this region.',
];

const normalityParts = ({ events }: Evidence): readonly CardPart[] =>
  distinct(
    events.filter(({ normality }) => normality === 'first-time'),
    ({ actor, trail }) => `${actor}\n${trail.call}\n${trail.region ?? ''}`,
  )
    .slice(0, mostLines)
    .map((event) => ({ kind: 'text', text: firstTime(event) }));

const normalityNote = ({ events }: Evidence): Text => {
  if (events.some(({ normality }) => normality === 'not-checked'))
    return ['Whether this is usual: not checked. '];
  return events.length > 0 && events.every(({ normality }) => normality === 'seen')
    ? ['Usual: the same caller made the same calls from the same network in the last 90 days. ']
    : [];
};

const changeLine = (event: EvidenceEvent): Text => [
  ...(event.trail.when === undefined
    ? []
    : [{ time: event.trail.when, style: 'time' } as const, ' ']),
  ...sentenceOf(event),
];

const changeParts = ({ changes }: Evidence): readonly CardPart[] => {
  if (changes === undefined) return [];
  if (changes.length === 0)
    return [
      {
        kind: 'text',
        text: [
          { bold: 'What changed here' },
          ': nothing in the hour before, as far as Event history knows yet.',
        ],
      },
    ];
  const more = changes.length - mostChanges;
  return [
    { kind: 'text', text: [{ bold: 'What changed here' }, ' in the hour before:'] },
    {
      kind: 'list',
      items: [
        ...changes.slice(0, mostChanges).map(changeLine),
        ...(more > 0 ? [[`and ${more} more`]] : []),
      ],
    },
  ];
};

/** Names and reasons from outside are as long as they like; a policy's line stays whole. */
const mostOfAReason = 150;
const mostOfACure = 320;
const mostOfAQuestion = 80;

const shortened = (text: Text, most: number): Text =>
  text.map((piece): Inline => {
    if (isUntrusted(piece)) return shownName(piece.untrusted, most);
    return typeof piece === 'object' && 'code' in piece && isUntrusted(piece.code)
      ? { code: shownName(piece.code.untrusted, most) }
      : piece;
  });

const gapPart = ({ kind, text, cure }: EvidenceGap): CardPart => ({
  kind: 'text',
  text: [
    ...(kind === 'nothing-found' ? [] : [{ emoji: 'warning' }, ' ']),
    ...shortened(text, mostOfAReason),
    ...(cure === undefined ? [] : [' ', ...shortened(cure, mostOfACure)]),
  ],
});

/** Why there is no evidence, or not all of it, and what gives it. */
const gapParts = ({ gaps }: Evidence): readonly CardPart[] => [
  ...gaps.slice(0, mostGaps).map(gapPart),
  ...(gaps.length > mostGaps
    ? [{ kind: 'note', text: [`and ${counted(gaps.length - mostGaps, 'more reason')}`] } as const]
    : []),
];

const elsewhereParts = (
  { elsewhere = [] }: Evidence,
  accountName: AccountName,
): readonly CardPart[] =>
  elsewhere.slice(0, mostLines).map(({ count, name, account }) => ({
    kind: 'note',
    text: [
      `${counted(count, 'event')} of these ${count === 1 ? 'is' : 'are'} shown in `,
      shownName(name.untrusted),
      ...(account === undefined ? [] : [` (${accountName(account) ?? account})`]),
    ],
  }));

const askedNote = ({ asked, from, to, source }: Evidence): Text => {
  if (asked.length === 0) return [];
  const shown = asked
    .slice(0, mostLines)
    .flatMap((text, at) => [at === 0 ? '' : '; ', ...shortened(text, mostOfAQuestion)]);
  const more = asked.length - mostLines;
  return [
    'Asked: ',
    ...shown,
    ...(more > 0 ? [`; and ${more} more`] : []),
    ...(source === undefined
      ? ['.']
      : [
          ', ',
          { time: from, style: 'date-time' } as const,
          ' – ',
          { time: to, style: 'date-time' } as const,
          '.',
        ]),
  ];
};

const notes = (evidence: Evidence): readonly CardPart[] => {
  const small = [...normalityNote(evidence), ...askedNote(evidence)];
  return textOf(small) === '' ? [] : [{ kind: 'note', text: small }];
};

const chartParts = ({ chart }: Evidence): readonly CardPart[] =>
  chart === undefined ? [] : [{ kind: 'chart', ...chart, title: foreign(chart.title) }];

/**
 * What stands under an alarm's message: its headline is the caller's.
 *
 * @param isTold the message says who, what and where by itself, so the table is left out
 */
export const evidenceParts = (
  evidence: Evidence,
  accountName: AccountName,
  isTold = false,
): readonly CardPart[] => [
  ...(isTold ? [] : tableParts(evidence, accountName)),
  ...elsewhereParts(evidence, accountName),
  ...behindParts(evidence),
  ...normalityParts(evidence),
  ...chartParts(evidence),
  ...changeParts(evidence),
  ...gapParts(evidence),
  ...notes(evidence),
];
