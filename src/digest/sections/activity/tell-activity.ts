import type { CardPart, Cell } from '../../../core/card.ts';
import { foreign } from '../../../core/redact.ts';
import type { Text } from '../../../core/text.ts';
import { counted, shownNumber } from '../../../core/words.ts';
import type { Told } from '../../section.ts';
import { brief, sizeWords, subjectName } from '../../words.ts';
import { type Doer, type Measure, type MeasureId, measureIds, measureTitles } from './measures.ts';

export interface ActivityDetail {
  /** What is missing was not measured. */
  readonly measures: Readonly<Partial<Record<MeasureId, Measure>>>;
  /** The figures of the last digest, by measure. */
  readonly before: Readonly<Record<string, number>>;
  /** Undefined: as far as events reached the bot. */
  readonly log: { readonly group: string; readonly bytesScanned: number } | undefined;
}

const mostAccounts = 12;
const mostLines = 3;

type Named = { readonly name: string; readonly detail: ActivityDetail };

const weights: Readonly<Record<MeasureId, number>> = {
  root: 1_000_000,
  guards: 100_000,
  'sign-ins-without-mfa': 10_000,
  'first-time': 100,
  'failed-sign-ins': 10,
  denied: 1,
};

const weightOf = ({ detail: { measures } }: Named): number =>
  measureIds.reduce((sum, id) => sum + Math.min(measures[id]?.count ?? 0, 99) * weights[id], 0);

/** "12 (4)": now, and in the last digest; "≥ 12": there may be more. */
const cellOf = ({ measures, before }: ActivityDetail, id: MeasureId): Cell => {
  const measure = measures[id];
  if (measure === undefined) return ['not measured'];
  const last = before[id];
  const least = measure.isAtLeast ? '≥ ' : '';
  const then = last === undefined ? '' : ` (${shownNumber(last)})`;
  return { number: measure.count, shown: `${least}${shownNumber(measure.count)}${then}` };
};

const quiet = (named: readonly Named[]): readonly CardPart[] =>
  named.some(({ detail }) => detail.log !== undefined)
    ? [{ kind: 'text', text: ['Where it was measured, none of what is counted here happened.'] }]
    : [];

const table = (named: readonly Named[]): readonly CardPart[] => {
  const told = named
    .filter((one) => weightOf(one) > 0)
    .toSorted((a, b) => weightOf(b) - weightOf(a));
  const left = told.length - mostAccounts;
  if (told.length === 0) return quiet(named);
  return [
    {
      kind: 'table',
      caption: 'What happened, the gravest first (in brackets: in the last digest)',
      columns: ['Account', ...measureIds.map((id) => measureTitles[id])],
      rows: told
        .slice(0, mostAccounts)
        .map(({ name, detail }) => [[name], ...measureIds.map((id) => cellOf(detail, id))]),
    },
    ...(left > 0
      ? [{ kind: 'note' as const, text: [`And ${counted(left, 'more account')}.`] }]
      : []),
  ];
};

const doerWords = ({ who, what, count }: Doer, name: string): Text => [
  ...who,
  ` in ${name}: `,
  ...what,
  ` × ${shownNumber(count)}`,
];

/** Who did most of something, over all accounts. */
const mostOf = (named: readonly Named[], id: MeasureId): readonly Text[] => {
  const doers = named
    .flatMap(({ name, detail }) =>
      (detail.measures[id]?.doers ?? []).map((doer) => ({ name, doer })),
    )
    .toSorted((a, b) => b.doer.count - a.doer.count)
    .slice(0, mostLines);
  if (doers.length === 0) return [];
  const words = doers.flatMap(
    ({ name, doer }, index): Text => [
      ...(index === 0 ? [] : ['; ']),
      ...brief(doerWords(doer, name), 120),
    ],
  );
  return [[{ bold: measureTitles[id] }, ': ', ...words]];
};

const most = (named: readonly Named[]): readonly CardPart[] => {
  const items = measureIds.flatMap((id) => mostOf(named, id));
  return items.length === 0
    ? []
    : [
        { kind: 'text', text: ['Who did most of it:'] },
        { kind: 'list', items },
      ];
};

const sources = (named: readonly Named[]): readonly CardPart[] => {
  if (named.length === 0) return [];
  const logs = new Map(named.flatMap(({ detail: { log } }) => (log ? [[log.group, log]] : [])));
  const read = [...logs.values()].flatMap(
    ({ group, bytesScanned }, index): Text => [
      index === 0 ? 'Counted by Logs Insights in ' : ', ',
      { code: foreign(group) },
      ` (${sizeWords(bytesScanned)} looked through)`,
    ],
  );
  const without = named.filter(({ detail }) => detail.log === undefined).length;
  return [
    {
      kind: 'note',
      text: [
        ...read,
        ...(read.length === 0 ? [] : ['. ']),
        without === 0
          ? 'What is first seen, as far as alarms and events reached the bot.'
          : `Of ${counted(without, 'account')}, and for what is first seen, as far as alarms and events reached the bot ("≥"); the rest is not measured.`,
      ],
    },
  ];
};

/** Figures of the period beside those of the last digest, and who did most. */
export const tellActivity = (told: readonly Told<ActivityDetail>[]): readonly CardPart[] => {
  const named = told.flatMap(({ account, part }): Named[] =>
    part === undefined ? [] : [{ name: subjectName(account), detail: part.detail }],
  );
  return [...table(named), ...most(named), ...sources(named)];
};
