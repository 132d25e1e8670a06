import { bestPractices } from '../../../checks/best-practices/index.ts';
import type { BestPractice } from '../../../checks/check.ts';
import type { Outcome } from '../../../checks/verdict.ts';
import type { CardPart, Cell } from '../../../core/card.ts';
import { shownNumber } from '../../../core/words.ts';
import type { Told } from '../../section.ts';

export interface IamDetail {
  /** By the id of the practice. */
  readonly outcomes: Readonly<Record<string, Outcome>>;
}

/** Worst first. */
const columns: readonly { readonly outcome: Outcome; readonly title: string }[] = [
  { outcome: 'fail', title: 'Fail' },
  { outcome: 'warn', title: 'Warn' },
  { outcome: 'could-not-read', title: 'Not known' },
  { outcome: 'pass', title: 'Pass' },
  { outcome: 'not-applicable', title: 'Does not apply' },
];

interface Row {
  readonly practice: BestPractice;
  /** By column. */
  readonly counts: readonly number[];
}

/** An account of which nothing was read is not known. */
const rowOf = (practice: BestPractice, told: readonly Told<IamDetail>[]): Row => {
  const outcomes = told.map(
    ({ part }) => part?.detail.outcomes[practice.id] ?? ('could-not-read' satisfies Outcome),
  );
  return {
    practice,
    counts: columns.map(({ outcome }) => outcomes.filter((one) => one === outcome).length),
  };
};

/** Where more accounts fail first, then where more warn, and so on. */
const byWorst = (a: Row, b: Row): number =>
  a.counts.map((count, index) => (b.counts[index] ?? 0) - count).find((more) => more !== 0) ?? 0;

const number = (count: number): Cell => ({ number: count, shown: shownNumber(count) });

/** Each practice, and in how many accounts it is kept to. */
export const tellIam = (told: readonly Told<IamDetail>[]): readonly CardPart[] => {
  const rows = bestPractices.map((practice) => rowOf(practice, told)).toSorted(byWorst);
  return [
    {
      kind: 'table',
      caption: 'Practices: in how many accounts',
      columns: ['Practice', ...columns.map(({ title }) => title), 'CIS'],
      rows: rows.map(({ practice, counts }) => [
        [practice.title],
        ...counts.map(number),
        [practice.cis.length === 0 ? '–' : practice.cis.join(', ')],
      ]),
    },
    {
      kind: 'note',
      text: [
        'CIS: recommendations of the CIS AWS Foundations Benchmark 3.0. AWS makes a credential report at most every four hours. ',
        { code: '/iam-audit' },
        ' tells more of each practice.',
      ],
    },
  ];
};
