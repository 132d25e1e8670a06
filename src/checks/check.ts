import type { AccountFacts } from './facts.ts';
import type { Verdict } from './verdict.ts';

/** What a check needs of an account's facts; whoever reads them reads no more than this. */
export type FactName = Exclude<keyof AccountFacts, 'now' | 'account' | 'knownAccounts' | 'regions'>;

/** A check: facts in, verdict with reasons out. It fetches nothing. */
export interface Check {
  /** The file's name. */
  readonly id: string;
  /** "Root user MFA". */
  readonly title: string;
  /** Recommendations of the CIS AWS Foundations Benchmark 3.0 that it answers. */
  readonly cis: readonly string[];
  /** What makes it fail, as the end of "It fails where …"; undefined: nothing does. */
  readonly fails: string | undefined;
  /** What it warns of, as the end of "It warns where …". */
  readonly warns: string | undefined;
  /** What its findings are called together: "Users without MFA". */
  readonly findings: string;
  /** What to do where it fails or warns, as a sentence. */
  readonly next: string;
  /** How soon, where it fails and where it warns: 0 (can wait) to 100 (today). */
  readonly urgency: { readonly fail: number; readonly warn: number };
  readonly needs: readonly FactName[];
  readonly judge: (facts: AccountFacts) => Verdict;
}

/** A check that stands in for one of Trusted Advisor's where an account has no Support plan. */
export interface OwnCheck extends Check {
  /** The check of Trusted Advisor that asks the same. */
  readonly advisor: { readonly id: string; readonly name: string };
}

/** A check of one of the best practices of IAM. */
export interface BestPractice extends Check {
  /** What the practice asks for, and why: a sentence or two. */
  readonly asks: string;
}
