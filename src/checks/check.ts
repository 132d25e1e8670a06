import type { AccountFacts } from './facts.ts';
import type { Verdict } from './verdict.ts';

/** What a check needs of an account's facts; whoever reads them reads no more than this. */
export type FactName = Exclude<keyof AccountFacts, 'now' | 'regions'>;

/** A best-practice check: facts in, verdict with reasons out. It fetches nothing. */
export interface Check {
  /** The file's name. */
  readonly id: string;
  /** "Root user MFA". */
  readonly title: string;
  /** Recommendations of the CIS AWS Foundations Benchmark 3.0 that it answers. */
  readonly cis: readonly string[];
  /** The check of Trusted Advisor that asks the same. */
  readonly advisor: { readonly id: string; readonly name: string };
  readonly needs: readonly FactName[];
  readonly judge: (facts: AccountFacts) => Verdict;
}
