import type { Reading } from '../../aws/trail-types.ts';
import type { AppError } from '../../core/errors.ts';
import type { OwnCheck } from '../check.ts';
import type { FactsWish, ReadFacts } from '../read-facts.ts';
import type { Verdict } from '../verdict.ts';

export interface OwnVerdict {
  readonly check: OwnCheck;
  readonly verdict: Verdict;
}

/** Trusted Advisor tells nothing of the account, for it has no Support plan that includes it. */
export const hasNoPlan = (error: AppError): boolean => error.code === 'aws_support_plan';

/** Reads what the checks need of an account, and judges. */
export const judgeOwn = async (
  readFacts: ReadFacts,
  wanted: readonly OwnCheck[],
  place: Omit<FactsWish, 'needs'>,
  reading: Reading,
): Promise<readonly OwnVerdict[]> => {
  if (wanted.length === 0) return [];
  const needs = new Set(wanted.flatMap((check) => check.needs));
  const facts = await readFacts({ ...place, needs }, reading);
  return wanted.map((check) => ({ check, verdict: check.judge(facts) }));
};
