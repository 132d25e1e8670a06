import { type Finding, savingsOf, worstFirst } from '../../checks/advisor/findings.ts';
import type { AdvisorAccount } from './accounts.ts';
import { type AdvisorQuery, statusOfColour } from './query.ts';

export type Findings = AdvisorAccount<readonly Finding[]>;

/** A check and what it says of several accounts together. */
export interface CombinedFinding extends Finding {
  /** In how many it has the status that is shown. */
  readonly accounts: number;
}

/** Those that the question is about: of its category and, with a colour, of that. */
export const wantedFindings = (
  findings: readonly Finding[],
  { subject, colour }: AdvisorQuery,
): readonly Finding[] =>
  findings.filter(
    ({ check, summary }) =>
      (subject.kind !== 'category' || check.category === subject.category) &&
      (colour === undefined || summary.status === statusOfColour(colour)),
  );

const sum = (findings: readonly Finding[], field: 'processed' | 'flagged'): number =>
  findings.reduce((total, { summary }) => total + summary[field], 0);

const combine = (alike: readonly Finding[]): readonly CombinedFinding[] => {
  const worst = worstFirst(alike)[0];
  if (worst === undefined) return [];
  const same = alike.filter(({ summary }) => summary.status === worst.summary.status);
  return [
    {
      check: worst.check,
      accounts: same.length,
      summary: {
        ...worst.summary,
        processed: sum(alike, 'processed'),
        flagged: sum(alike, 'flagged'),
        monthlySavings: savingsOf(alike) || undefined,
      },
    },
  ];
};

/** One finding a check over all accounts, worst first. */
export const combined = (accounts: readonly Findings[]): readonly CombinedFinding[] =>
  worstFirst(
    [
      ...Map.groupBy(
        accounts.flatMap(({ value }) => value),
        ({ check }) => check.id,
      ).values(),
    ].flatMap(combine),
  );

/** When the oldest and the newest result is from; undefined: AWS tells none. */
export const datesOf = (
  findings: readonly Finding[],
): { readonly oldest: number; readonly newest: number } | undefined => {
  const dates = findings.flatMap(({ summary }) => summary.at ?? []);
  return dates.length === 0
    ? undefined
    : { oldest: Math.min(...dates), newest: Math.max(...dates) };
};
