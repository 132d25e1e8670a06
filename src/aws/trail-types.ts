import type { Urgency } from './budget.ts';
import type { Where } from './cloudwatch-types.ts';

/** A CloudTrail record as it stands in the log: parsed JSON, not yet redacted. */
export type TrailRecord = Readonly<Record<string, unknown>>;

/** LookupEvents takes one of these at a time. https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupAttribute.html */
export interface LookupAttribute {
  readonly key:
    | 'AccessKeyId'
    | 'EventId'
    | 'EventName'
    | 'EventSource'
    | 'ReadOnly'
    | 'ResourceName'
    | 'ResourceType'
    | 'Username';
  readonly value: string;
}

export interface Reading {
  readonly urgency: Urgency;
  readonly signal: AbortSignal;
}

/** Event history: management events of one account and region, the last 90 days, newest first. */
export interface TrailReader {
  /** One page of at most 50 records. Rejects with an AppError. */
  readonly lookup: (
    where: Where,
    wanted: {
      readonly attribute: LookupAttribute | undefined;
      /** Epoch ms, both ends included. */
      readonly from: number;
      readonly to: number;
      readonly token: string | undefined;
    },
    reading: Reading,
  ) => Promise<{ readonly records: readonly TrailRecord[]; readonly next: string | undefined }>;
  /** The account's, of whatever region, and its organisation's. */
  readonly trails: (where: Where, reading: Reading) => Promise<readonly Trail[]>;
  /** GetTrailStatus and GetEventSelectors, asked in the trail's home region. */
  readonly trailState: (where: Where, trail: Trail, reading: Reading) => Promise<TrailState>;
}

export interface Trail {
  readonly arn: string;
  readonly name: string;
  readonly homeRegion: string;
  readonly isMultiRegion: boolean;
  readonly isOrganization: boolean;
  readonly logFileValidation: boolean;
  readonly logGroupArn: string | undefined;
}

export interface TrailState {
  readonly isLogging: boolean;
  readonly deliveryError: string | undefined;
  /** Which management events are recorded; `unknown` where the selectors could not be read. */
  readonly management: 'all' | 'write-only' | 'read-only' | 'none' | 'unknown';
}

/** CloudWatch Logs. */
export interface LogReader {
  /**
   * One page of FilterLogEvents, newest first if `from` is in 2024 or later; empty pages with a
   * `next` are normal. Rejects with an AppError.
   */
  readonly filter: (
    where: Where,
    wanted: {
      readonly logGroup: string;
      /** CloudWatch's filter pattern; undefined: every event. */
      readonly pattern: string | undefined;
      /** Epoch ms. */
      readonly from: number;
      readonly to: number;
      readonly token: string | undefined;
    },
    reading: Reading,
  ) => Promise<{ readonly events: readonly LogEvent[]; readonly next: string | undefined }>;
  /** StartQuery; the query's id. `limit` rows at most, 10,000 by AWS. */
  readonly startQuery: (
    where: Where,
    wanted: {
      readonly logGroup: string;
      readonly query: string;
      readonly from: number;
      readonly to: number;
      readonly limit: number;
    },
    reading: Reading,
  ) => Promise<string>;
  readonly queryResults: (where: Where, queryId: string, reading: Reading) => Promise<QueryResults>;
  readonly stopQuery: (where: Where, queryId: string, reading: Reading) => Promise<void>;
  /** Size of the log group in bytes and its retention, for saying beforehand what a query may scan. */
  readonly logGroup: (
    where: Where,
    name: string,
    reading: Reading,
  ) => Promise<
    { readonly storedBytes: number; readonly retentionDays: number | undefined } | undefined
  >;
}

/** What counts records of a log group into a metric. Texts are foreign. */
export interface MetricFilter {
  readonly name: string;
  readonly pattern: string;
  readonly logGroup: string;
  /** Further conditions that narrow it (`fieldSelectionCriteria`), where there are any. */
  readonly criteria: string | undefined;
}

export interface MetricFilterReader {
  /** DescribeMetricFilters by metric: every filter that feeds it. Rejects with an AppError. */
  readonly metricFilters: (
    where: Where,
    metric: { readonly namespace: string; readonly name: string },
    reading: Reading,
  ) => Promise<readonly MetricFilter[]>;
}

export interface LogEvent {
  readonly stream: string;
  /** Epoch ms; when the log received it, which is not the record's own time. */
  readonly at: number;
  readonly message: string;
}

export interface QueryResults {
  readonly status: 'running' | 'complete' | 'failed';
  /** Field by field, e.g. `@message`. */
  readonly rows: readonly Readonly<Record<string, string>>[];
  readonly bytesScanned: number;
}
