import { parseArn, resourceName } from '../../core/arn.ts';
import { parseTime } from '../../core/dates.ts';
import { asAccountId } from '../../core/ids.ts';
import type { Notification } from '../../core/notification.ts';
import { regionOf } from '../../core/regions.ts';
import { parseJson } from '../../core/unwrap-json.ts';
import { asText, isRecord, valueAt } from '../../core/values.ts';
import type { AlarmChange, Child, Query } from './alarm.ts';
import { logPart } from './log-lines.ts';
import {
  type EventAlarm,
  type EventMetric,
  eventAlarm,
  type SnsAlarm,
  type SnsMetric,
  snsAlarm,
} from './schema.ts';

const pairs = (attributes: Readonly<Record<string, unknown>> = {}) =>
  Object.entries(attributes).flatMap(([name, value]): (readonly [string, string])[] => {
    const text = asText(value);
    return text === undefined ? [] : [[name, text]];
  });

const snsDimensions = (
  dimensions: readonly {
    readonly name?: string | undefined;
    readonly value?: string | undefined;
  }[] = [],
): Query['dimensions'] => dimensions.map(({ name = '', value = '' }) => [name, value]);

const snsQuery = (metric: SnsMetric): Query => ({
  id: metric.Id,
  expression: metric.Expression,
  label: metric.Label,
  returnData: metric.ReturnData ?? true,
  namespace: metric.MetricStat?.Metric?.Namespace,
  name: metric.MetricStat?.Metric?.MetricName,
  dimensions: snsDimensions(metric.MetricStat?.Metric?.Dimensions),
  statistic: metric.MetricStat?.Stat,
  unit: metric.MetricStat?.Unit,
  period: metric.MetricStat?.Period ?? metric.Period,
});

const snsQueries = ({ Trigger: trigger }: SnsAlarm): readonly Query[] => {
  if (trigger === undefined) return [];
  if (trigger.Metrics?.length)
    return trigger.Metrics.map(snsQuery).map((query) => ({
      ...query,
      period: query.period ?? trigger.Period,
    }));
  if (trigger.MetricName === undefined) return [];
  return [
    {
      id: undefined,
      expression: undefined,
      label: undefined,
      returnData: true,
      namespace: trigger.Namespace,
      name: trigger.MetricName,
      dimensions: snsDimensions(trigger.Dimensions),
      statistic: trigger.ExtendedStatistic ?? trigger.Statistic,
      unit: trigger.Unit,
      period: trigger.Period,
    },
  ];
};

/** It is named by its ARN, seldom by its name alone. */
const childOf = (named: string, state: string | undefined): Child => ({
  arn: parseArn(named) === undefined ? undefined : named,
  name: resourceName(named),
  state,
});

const snsChildren = ({ TriggeringChildren: children = [] }: SnsAlarm): readonly Child[] =>
  children.flatMap((child): Child[] => {
    if (typeof child === 'string') return [childOf(child, undefined)];
    return child.Arn === undefined ? [] : [childOf(child.Arn, child.State?.Value)];
  });

/** `- TreatMissingData:   missing` and plain `missing` are the same. */
const missingData = (text: string | undefined): string | undefined =>
  text?.replace(/^[-\s]*TreatMissingData:\s*/i, '').trim() || undefined;

const fromSns = (alarm: SnsAlarm, body: Json, notification: Notification): AlarmChange => {
  const arn = parseArn(alarm.AlarmArn);
  const { AlarmContributorId: contributorId } = alarm;
  return {
    name: alarm.AlarmName,
    state: alarm.NewStateValue,
    oldState: alarm.OldStateValue,
    oldAt: undefined,
    at: parseTime(alarm.StateChangeTime) ?? notification.sentAt,
    accountText: alarm.AWSAccountId,
    account: arn?.account ?? asAccountId(alarm.AWSAccountId),
    // An alarm can only notify topics of its own region.
    region: arn?.region ?? regionOf(alarm.Region) ?? parseArn(notification.topicArn)?.region,
    description: asText(alarm.AlarmDescription),
    reason: asText(alarm.NewStateReason),
    reasonData: alarm.NewStateReasonData,
    queries: snsQueries(alarm),
    threshold: alarm.Trigger?.Threshold,
    thresholdMetricId: alarm.Trigger?.ThresholdMetricId,
    comparison: alarm.Trigger?.ComparisonOperator,
    evaluationPeriods: alarm.Trigger?.EvaluationPeriods,
    datapointsToAlarm: alarm.Trigger?.DatapointsToAlarm,
    missingData: missingData(alarm.Trigger?.TreatMissingData),
    rule: asText(alarm.AlarmRule),
    children: snsChildren(alarm),
    suppressed: alarm.ActionsSuppressedReason ?? alarm.ActionsSuppressedBy,
    contributor:
      contributorId === undefined
        ? undefined
        : { id: contributorId, attributes: pairs(alarm.AlarmContributorAttributes) },
    partial: false,
    ...logPart(body),
  };
};

const eventQuery = (metric: EventMetric): Query => ({
  id: metric.id,
  expression: metric.expression,
  label: metric.label,
  returnData: metric.returnData ?? true,
  namespace: metric.metricStat?.metric?.namespace,
  name: metric.metricStat?.metric?.name,
  dimensions: pairs(metric.metricStat?.metric?.dimensions),
  statistic: metric.metricStat?.stat,
  unit: metric.metricStat?.unit,
  period: metric.metricStat?.period ?? metric.period,
});

const eventChildren = (reasonData: string | undefined): readonly Child[] => {
  const data = reasonData === undefined ? undefined : parseJson(reasonData)?.value;
  const alarms = valueAt(data, 'triggeringAlarms');
  if (!Array.isArray(alarms)) return [];
  return alarms.flatMap((alarm: unknown): Child[] => {
    const arn = asText(valueAt(alarm, 'arn'));
    return arn === undefined ? [] : [childOf(arn, asText(valueAt(alarm, 'state', 'value')))];
  });
};

const fromEvent = (event: EventAlarm, body: Json, notification: Notification): AlarmChange => {
  const { detail } = event;
  const { state, configuration, alarmContributor } = detail;
  const arn = parseArn(event.resources?.[0]);
  return {
    name: detail.alarmName,
    state: state.value,
    oldState: detail.previousState?.value,
    oldAt: parseTime(detail.previousState?.timestamp),
    at: parseTime(state.timestamp) ?? notification.sentAt,
    accountText: event.account,
    account: arn?.account ?? asAccountId(event.account),
    region: arn?.region ?? regionOf(event.region),
    description: asText(configuration?.description),
    reason: asText(state.reason),
    reasonData: state.reasonData,
    queries: configuration?.metrics?.map(eventQuery) ?? [],
    threshold: configuration?.threshold,
    thresholdMetricId: configuration?.thresholdMetricId,
    comparison: configuration?.comparisonOperator,
    evaluationPeriods: configuration?.evaluationPeriods,
    datapointsToAlarm: configuration?.datapointsToAlarm,
    missingData: missingData(configuration?.treatMissingData),
    rule: asText(configuration?.alarmRule),
    children: eventChildren(state.reasonData),
    suppressed: state.actionsSuppressedReason ?? state.actionsSuppressedBy,
    contributor:
      alarmContributor?.id === undefined
        ? undefined
        : { id: alarmContributor.id, attributes: pairs(alarmContributor.attributes) },
    partial: state.evaluationState === 'PARTIAL_DATA',
    ...logPart(body),
  };
};

type Json = Readonly<Record<string, unknown>>;

/** The alarm in a notification, of whichever form; undefined for anything else. */
export const readAlarm = (notification: Notification): AlarmChange | undefined => {
  const { body } = notification;
  if (!isRecord(body)) return undefined;
  if ('AlarmName' in body) {
    const { success, data } = snsAlarm.safeParse(body);
    return success ? fromSns(data, body, notification) : undefined;
  }
  if (!('detail' in body)) return undefined;
  const { success, data } = eventAlarm.safeParse(body);
  return success ? fromEvent(data, body, notification) : undefined;
};
