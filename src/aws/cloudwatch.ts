import type {
  AlarmHistoryItem,
  AlarmType,
  CompositeAlarm,
  DescribeAlarmsOutput,
  LogAlarm,
  MetricAlarm,
} from '@aws-sdk/client-cloudwatch';
import { AppError } from '../core/errors.ts';
import {
  compositeConfiguration,
  logConfiguration,
  metricConfiguration,
} from './alarm-configuration.ts';
import { allPages } from './ask.ts';
import type { AwsClients } from './clients.ts';
import type { AlarmReader, AlarmState, AlarmStateChange, Where } from './cloudwatch-types.ts';

/** Without naming them all, only metric alarms are told of. */
const everyType: readonly AlarmType[] = ['MetricAlarm', 'CompositeAlarm', 'LogAlarm'];
const olderTypes: readonly AlarmType[] = ['MetricAlarm', 'CompositeAlarm'];

const pageSize = 100;

const stateOf = (
  alarm: MetricAlarm | CompositeAlarm | LogAlarm,
  configuration: object,
): readonly AlarmState[] => {
  const at = alarm.StateTransitionedTimestamp ?? alarm.StateUpdatedTimestamp;
  if (!alarm.AlarmArn || !alarm.AlarmName || !alarm.StateValue || at === undefined) return [];
  const actions = [alarm.AlarmActions, alarm.OKActions, alarm.InsufficientDataActions];
  return [
    {
      arn: alarm.AlarmArn,
      name: alarm.AlarmName,
      description: alarm.AlarmDescription,
      state: alarm.StateValue,
      reason: alarm.StateReason,
      reasonData: alarm.StateReasonData,
      stateAt: at.getTime(),
      actions: [...new Set(actions.flatMap((list) => list ?? []))],
      actionsEnabled: alarm.ActionsEnabled ?? true,
      configuration,
    },
  ];
};

const statesOf = (page: DescribeAlarmsOutput): readonly AlarmState[] => [
  ...(page.MetricAlarms ?? []).flatMap((alarm) => stateOf(alarm, metricConfiguration(alarm))),
  ...(page.CompositeAlarms ?? []).flatMap((alarm) => stateOf(alarm, compositeConfiguration(alarm))),
  ...(page.LogAlarms ?? []).flatMap((alarm) => stateOf(alarm, logConfiguration(alarm))),
];

const field = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;

const text = (value: unknown): string | undefined =>
  typeof value === 'string' ? value : undefined;

const parse = (json: string | undefined): unknown => {
  try {
    return JSON.parse(json ?? '');
  } catch {
    return undefined;
  }
};

/** `stateReasonData` is an object here, and JSON text in every other place. */
const asJson = (value: unknown): string | undefined =>
  typeof value === 'object' && value !== null ? JSON.stringify(value) : text(value);

/**
 * `HistoryData` holds `{oldState: {stateValue}, newState: {stateValue, stateReason, stateReasonData}}`.
 * The changes of single contributors are left out: the alarm's own change tells of them.
 */
const changeOf = (item: AlarmHistoryItem): readonly AlarmStateChange[] => {
  const data = parse(item.HistoryData);
  const state = field(data, 'newState');
  const value = text(field(state, 'stateValue'));
  if (value === undefined || !item.AlarmName || !item.Timestamp || item.AlarmContributorId)
    return [];
  const reason = text(field(state, 'stateReason'));
  const reasonData = asJson(field(state, 'stateReasonData'));
  const before = text(field(field(data, 'oldState'), 'stateValue'));
  return [
    {
      arn: undefined,
      name: item.AlarmName,
      at: item.Timestamp.getTime(),
      state: {
        value,
        ...(reason !== undefined && { reason }),
        ...(reasonData !== undefined && { reasonData }),
      },
      previous: before === undefined ? undefined : { value: before },
    },
  ];
};

/** Where log alarms are not known yet, the request with them is refused: then without. */
const withOlderTypes = async <T>(read: (types: readonly AlarmType[]) => Promise<T>): Promise<T> => {
  try {
    return await read(everyType);
  } catch (thrown) {
    if (thrown instanceof AppError && thrown.code === 'aws_invalid_request')
      return await read(olderTypes);
    throw thrown;
  }
};

/**
 * Reads alarms and their history. Rejects with an AppError; a read that fails half way gives
 * nothing, never a part.
 */
export const createAlarmReader = (clients: AwsClients): AlarmReader => {
  const describeAlarms = (where: Where, signal: AbortSignal, types: readonly AlarmType[]) =>
    allPages((token) =>
      clients.run(
        { call: 'cloudwatch:DescribeAlarms', where, urgency: 'background', signal },
        async () => {
          const cloudwatch = await clients.cloudwatch(where);
          const page = await cloudwatch.describeAlarms(
            { AlarmTypes: [...types], MaxRecords: pageSize, ...(token && { NextToken: token }) },
            { abortSignal: signal },
          );
          return { next: page.NextToken, found: statesOf(page) };
        },
      ),
    );

  const stateChanges = (
    where: Where,
    since: number,
    signal: AbortSignal,
    types: readonly AlarmType[],
  ) =>
    allPages((token) =>
      clients.run(
        { call: 'cloudwatch:DescribeAlarmHistory', where, urgency: 'background', signal },
        async () => {
          const cloudwatch = await clients.cloudwatch(where);
          const page = await cloudwatch.describeAlarmHistory(
            {
              AlarmTypes: [...types],
              HistoryItemType: 'StateUpdate',
              StartDate: new Date(since),
              ScanBy: 'TimestampAscending',
              MaxRecords: pageSize,
              ...(token && { NextToken: token }),
            },
            { abortSignal: signal },
          );
          return { next: page.NextToken, found: (page.AlarmHistoryItems ?? []).flatMap(changeOf) };
        },
      ),
    );

  return {
    describeAlarms: (where, signal) =>
      withOlderTypes((types) => describeAlarms(where, signal, types)),
    stateChanges: async (where, since, signal) => {
      const changes = await withOlderTypes((types) => stateChanges(where, since, signal, types));
      return changes.toSorted((a, b) => a.at - b.at);
    },
  };
};
