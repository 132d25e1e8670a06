import type { BestPractice } from '../../checks/check.ts';
import { isPartial, type Outcome, type Verdict } from '../../checks/verdict.ts';
import type { Card } from '../../core/card.ts';
import type { Place } from '../../core/command.ts';
import type { Text } from '../../core/text.ts';

export interface JudgedPractice {
  readonly check: BestPractice;
  readonly verdict: Verdict;
}

/** One account with a verdict on each practice that was asked for. */
export interface JudgedAccount {
  readonly place: Place;
  readonly practices: readonly JudgedPractice[];
}

const shown: Readonly<Record<Outcome, { readonly emoji: string; readonly word: string }>> = {
  fail: { emoji: 'red_circle', word: 'fail' },
  warn: { emoji: 'large_yellow_circle', word: 'warn' },
  'could-not-read': { emoji: 'grey_question', word: 'not known' },
  pass: { emoji: 'large_green_circle', word: 'pass' },
  'not-applicable': { emoji: 'white_circle', word: 'does not apply' },
};

/** Worst first. */
const outcomes: readonly Outcome[] = ['fail', 'warn', 'could-not-read', 'pass', 'not-applicable'];

export const outcomeWord = (outcome: Outcome): string => shown[outcome].word;

export const outcomeText = (outcome: Outcome): Text => [
  { emoji: shown[outcome].emoji },
  ` ${shown[outcome].word}`,
];

export const outcomeBadge = (outcome: Outcome): NonNullable<Card['badge']> => ({
  emoji: shown[outcome].emoji,
  word: shown[outcome].word.toUpperCase(),
});

/** Negative where the first is worse. */
export const byOutcome = (a: Outcome, b: Outcome): number =>
  outcomes.indexOf(a) - outcomes.indexOf(b);

export const worstOf = (verdicts: readonly Verdict[]): Outcome =>
  verdicts.map(({ outcome }) => outcome).toSorted(byOutcome)[0] ?? 'not-applicable';

export const countOf = (practices: readonly JudgedPractice[], outcome: Outcome): number =>
  practices.filter(({ verdict }) => verdict.outcome === outcome).length;

/** "3 fail, 2 warn, 1 not known"; undefined where nothing is bad. */
export const badCounts = (practices: readonly JudgedPractice[]): string | undefined => {
  const counts = (['fail', 'warn', 'could-not-read'] as const)
    .map((outcome) => [countOf(practices, outcome), outcomeWord(outcome)] as const)
    .filter(([count]) => count > 0);
  return counts.length === 0
    ? undefined
    : counts.map(([count, word]) => `${count} ${word}`).join(', ');
};

/** The weightiest first: by the worst verdict, then by how many there are of it. */
export const worstAccounts = (accounts: readonly JudgedAccount[]): readonly JudgedAccount[] =>
  accounts.toSorted((a, b) => {
    for (const outcome of ['fail', 'warn', 'could-not-read'] as const) {
      const difference = countOf(b.practices, outcome) - countOf(a.practices, outcome);
      if (difference !== 0) return difference;
    }
    return a.place.account.name.localeCompare(b.place.account.name);
  });

export const reasonsText = ({ reasons }: Verdict, most: number): Text => {
  const told = reasons
    .slice(0, most)
    .flatMap((reason, index): Text => (index === 0 ? reason : [' ', ...reason]));
  const more = reasons.length - most;
  return more > 0 ? [...told, ` And ${more} more.`] : told;
};

/** Something that could have changed a verdict was not read. */
export const isPartialAudit = (accounts: readonly JudgedAccount[]): boolean =>
  accounts.some(({ practices }) => practices.some(({ verdict }) => isPartial(verdict)));
