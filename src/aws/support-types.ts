import type { Where } from './cloudwatch-types.ts';
import type { Reading } from './trail-types.ts';

/** https://docs.aws.amazon.com/awssupport/latest/APIReference/API_TrustedAdvisorCheckDescription.html */
export interface AdvisorCheck {
  readonly id: string;
  readonly name: string;
  /** HTML, foreign. */
  readonly description: string;
  /** cost_optimizing, security, fault_tolerance, performance, service_limits, operational_excellence. */
  readonly category: string;
  /** Names of the columns that a flagged resource's metadata has, by position. */
  readonly columns: readonly string[];
}

export type AdvisorStatus = 'ok' | 'warning' | 'error' | 'not_available';

export interface AdvisorSummary {
  readonly checkId: string;
  /** Epoch ms. */
  readonly at: number | undefined;
  readonly status: AdvisorStatus;
  readonly processed: number;
  readonly flagged: number;
  readonly ignored: number;
  readonly suppressed: number;
  /** US dollars a month, for cost checks. */
  readonly monthlySavings: number | undefined;
}

export interface FlaggedResource {
  readonly status: AdvisorStatus;
  readonly region: string | undefined;
  readonly id: string;
  readonly isSuppressed: boolean;
  /** By position, as `columns`. */
  readonly metadata: readonly (string | undefined)[];
}

export interface AdvisorResult extends AdvisorSummary {
  readonly resources: readonly FlaggedResource[];
}

export interface RefreshState {
  readonly checkId: string;
  /** `automatic`: AWS refreshes it by itself and takes no wish. */
  readonly status: 'none' | 'enqueued' | 'processing' | 'success' | 'abandoned' | 'automatic';
  /** Until it may be asked for again. */
  readonly waitMs: number;
}

/**
 * Trusted Advisor of one account; the region is the partition's own. Rejects with an AppError, code
 * `aws_support_plan` where the account's plan does not include it.
 */
export interface AdvisorReader {
  readonly checks: (where: Where, reading: Reading) => Promise<readonly AdvisorCheck[]>;
  readonly summaries: (
    where: Where,
    checkIds: readonly string[],
    reading: Reading,
  ) => Promise<readonly AdvisorSummary[]>;
  readonly result: (where: Where, checkId: string, reading: Reading) => Promise<AdvisorResult>;
  readonly refresh: (where: Where, checkId: string, reading: Reading) => Promise<RefreshState>;
}
