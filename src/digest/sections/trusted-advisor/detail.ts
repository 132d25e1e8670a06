import { categoryIds } from '../../../checks/advisor/categories.ts';
import { countOf, type Finding, savingsOf } from '../../../checks/advisor/findings.ts';
import type { OwnVerdict } from '../../../checks/advisor/judge-own.ts';
import type { Outcome } from '../../../checks/verdict.ts';
import type { Renamed } from './changes.ts';

export interface CategoryCounts {
  /** As AWS's API names it. */
  readonly id: string;
  /** Checks. */
  readonly red: number;
  readonly yellow: number;
  readonly green: number;
  readonly withoutResult: number;
  /** Resources. */
  readonly flagged: number;
  /** US dollars a month, as AWS estimates it. */
  readonly savings: number;
}

/** What is told beyond the findings. */
export type AdvisorDetail =
  | {
      readonly kind: 'advisor';
      readonly categories: readonly CategoryCounts[];
      readonly renamed: readonly Renamed[];
    }
  /** No Support plan: the bot judged itself. By the id of the check. */
  | { readonly kind: 'own'; readonly outcomes: Readonly<Record<string, Outcome>> }
  | { readonly kind: 'unread' };

const countsOf = (id: string, results: readonly Finding[]): CategoryCounts => ({
  id,
  red: countOf(results, 'error'),
  yellow: countOf(results, 'warning'),
  green: countOf(results, 'ok'),
  withoutResult: countOf(results, 'not_available'),
  flagged: results.reduce((sum, { summary }) => sum + summary.flagged, 0),
  savings: savingsOf(results),
});

/** In the console's order; what AWS has added since comes last. */
export const categoryCounts = (results: readonly Finding[]): readonly CategoryCounts[] => {
  const byCategory = Map.groupBy(results, ({ check }) => check.category);
  const ids = new Set([...categoryIds, ...byCategory.keys()]);
  return [...ids].flatMap((id) => {
    const own = byCategory.get(id);
    return own === undefined ? [] : [countsOf(id, own)];
  });
};

export const ownOutcomes = (verdicts: readonly OwnVerdict[]): Readonly<Record<string, Outcome>> =>
  Object.fromEntries(verdicts.map(({ check, verdict }) => [check.id, verdict.outcome]));
