import type { AccountId, RegionId } from '../core/ids.ts';

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
