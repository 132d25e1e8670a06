import type {
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
import type { AlarmState } from './cloudwatch-types.ts';

/** Without naming them all, only metric alarms are told of. */
const everyType: readonly AlarmType[] = ['MetricAlarm', 'CompositeAlarm', 'LogAlarm'];
const olderTypes: readonly AlarmType[] = ['MetricAlarm', 'CompositeAlarm'];

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

/** The alarms of a page, of every type. */
export const statesOf = (page: DescribeAlarmsOutput): readonly AlarmState[] => [
  ...(page.MetricAlarms ?? []).flatMap((alarm) => stateOf(alarm, metricConfiguration(alarm))),
  ...(page.CompositeAlarms ?? []).flatMap((alarm) => stateOf(alarm, compositeConfiguration(alarm))),
  ...(page.LogAlarms ?? []).flatMap((alarm) => stateOf(alarm, logConfiguration(alarm))),
];

/** Where log alarms are not known yet, the request with them is refused: then without. */
export const withOlderTypes = async <T>(
  read: (types: readonly AlarmType[]) => Promise<T>,
): Promise<T> => {
  try {
    return await read(everyType);
  } catch (thrown) {
    if (thrown instanceof AppError && thrown.code === 'aws_invalid_request')
      return await read(olderTypes);
    throw thrown;
  }
};
