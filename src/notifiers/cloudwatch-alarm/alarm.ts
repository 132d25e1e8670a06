import type { AccountId, RegionId } from '../../core/ids.ts';

export type AlarmState = 'ALARM' | 'OK' | 'INSUFFICIENT_DATA';

/** One metric or expression that an alarm looks at, whichever form told of it. */
export interface Query {
  readonly id: string | undefined;
  readonly expression: string | undefined;
  readonly label: string | undefined;
  readonly returnData: boolean;
  readonly namespace: string | undefined;
  readonly name: string | undefined;
  readonly dimensions: readonly (readonly [name: string, value: string])[];
  /** As CloudWatch writes it: SUM, Average, p99 … */
  readonly statistic: string | undefined;
  readonly unit: string | undefined;
  /** Seconds. */
  readonly period: number | undefined;
}

export interface Child {
  /** Undefined where the message has only its name. */
  readonly arn: string | undefined;
  readonly name: string;
  readonly state: string | undefined;
}

/** An alarm that changed its state, freed of the form (SNS or EventBridge) it came in. */
export interface AlarmChange {
  readonly name: string;
  readonly state: AlarmState;
  readonly oldState: string | undefined;
  /** When it went into its old state, epoch ms. */
  readonly oldAt: number | undefined;
  /** Epoch ms. */
  readonly at: number;
  /** As the message has it, also when that is no account id. */
  readonly accountText: string | undefined;
  readonly account: AccountId | undefined;
  readonly region: RegionId | undefined;
  readonly description: string | undefined;
  readonly reason: string | undefined;
  /** JSON text. */
  readonly reasonData: string | undefined;
  readonly queries: readonly Query[];
  readonly threshold: number | undefined;
  readonly thresholdMetricId: string | undefined;
  readonly comparison: string | undefined;
  readonly evaluationPeriods: number | undefined;
  readonly datapointsToAlarm: number | undefined;
  readonly missingData: string | undefined;
  /** A composite alarm's rule. */
  readonly rule: string | undefined;
  readonly children: readonly Child[];
  readonly suppressed: string | undefined;
  readonly contributor:
    | {
        readonly id: string;
        readonly attributes: readonly (readonly [name: string, value: string])[];
      }
    | undefined;
  /** Only part of the data was there. */
  readonly partial: boolean;
  readonly logLines: readonly string[];
  readonly logGroups: readonly string[];
  readonly logQuery: string | undefined;
}

/** Is it the band that anomaly detection draws, not what is measured? */
export const isBand = ({ expression }: Query): boolean =>
  /^\s*ANOMALY_DETECTION_BAND\s*\(/i.test(expression ?? '');

/** What the threshold is held against: the one that returns data and is not the band. */
export const watchedQuery = ({ queries, thresholdMetricId }: AlarmChange): Query | undefined => {
  const candidates = queries.filter(
    (query) => !isBand(query) && (query.id === undefined || query.id !== thresholdMetricId),
  );
  return candidates.find(({ returnData }) => returnData) ?? candidates[0];
};
