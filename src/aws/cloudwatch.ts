import type { AlarmHistoryItem, AlarmType } from '@aws-sdk/client-cloudwatch';
import { statesOf, withOlderTypes } from './alarm-states.ts';
import { allPages } from './ask.ts';
import type { AwsClients } from './clients.ts';
import type { AlarmReader, AlarmStateChange, Where } from './cloudwatch-types.ts';

const pageSize = 100;

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
