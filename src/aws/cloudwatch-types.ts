import type { WatchedMetric } from '../core/evidence.ts';
import type { AccountId, RegionId } from '../core/ids.ts';
import type { Reading } from './trail-types.ts';

/** Where to read: `account` undefined is the bot's own credentials. */
export interface Where {
  readonly account: AccountId | undefined;
  readonly region: RegionId;
}

/** An alarm as DescribeAlarms tells it; metric, composite and log alarms alike. */
export interface AlarmState {
  readonly arn: string;
  readonly name: string;
  readonly description: string | undefined;
  readonly state: string;
  readonly reason: string | undefined;
  /** JSON text. */
  readonly reasonData: string | undefined;
  /** Epoch ms of `StateTransitionedTimestamp`, else of `StateUpdatedTimestamp`. */
  readonly stateAt: number;
  /** Topics named in its alarm, OK or insufficient-data actions. */
  readonly actions: readonly string[];
  readonly actionsEnabled: boolean;
  /** In the form EventBridge's `detail.configuration` has. */
  readonly configuration: unknown;
}

/** One state change from DescribeAlarmHistory. */
export interface AlarmStateChange {
  readonly arn: string | undefined;
  readonly name: string;
  readonly at: number;
  readonly state: {
    readonly value: string;
    readonly reason?: string;
    readonly reasonData?: string;
  };
  readonly previous: { readonly value: string } | undefined;
}

export interface AlarmReader {
  readonly describeAlarms: (where: Where, signal: AbortSignal) => Promise<readonly AlarmState[]>;
  /** State changes since `since` (epoch ms), oldest first. */
  readonly stateChanges: (
    where: Where,
    since: number,
    signal: AbortSignal,
  ) => Promise<readonly AlarmStateChange[]>;
}

/** Single alarms and their metrics, for the evidence under a message. Rejects with an AppError. */
export interface AlarmLookup {
  /** DescribeAlarms by name, every type; what is gone is missing. */
  readonly named: (
    where: Where,
    names: readonly string[],
    reading: Reading,
  ) => Promise<readonly AlarmState[]>;
  /** DescribeAlarms with ChildrenOfAlarmName. */
  readonly childrenOf: (
    where: Where,
    composite: string,
    reading: Reading,
  ) => Promise<readonly AlarmState[]>;
  /** GetMetricData, oldest first. */
  readonly values: (
    where: Where,
    wanted: {
      readonly metric: WatchedMetric;
      /** Epoch ms. */
      readonly from: number;
      readonly to: number;
      /** At least a minute, in whole minutes. */
      readonly periodMs: number;
    },
    reading: Reading,
  ) => Promise<readonly { readonly at: number; readonly value: number }[]>;
}
