import type { Json } from '../json.ts';
import type { Alarm, AlarmChange, MetricOf } from './alarms.ts';
import { isIn, type Week } from './plan/span.ts';

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarms.html */
export type AlarmType = 'MetricAlarm' | 'CompositeAlarm' | 'LogAlarm';

export const typeOf = ({ definition }: Alarm): AlarmType => {
  if (definition.kind === 'composite') return 'CompositeAlarm';
  return definition.kind === 'log' ? 'LogAlarm' : 'MetricAlarm';
};

const seconds = (at: number): number => at / 1000;
const titleCase = (word: string): string => `${word.slice(0, 1)}${word.slice(1).toLowerCase()}`;

const dimensions = (metric: MetricOf): readonly Json[] =>
  metric.dimensions.map(({ name, value }) => ({ Name: name, Value: value }));

const stat = (metric: MetricOf, id: string, period: number): Json => ({
  Id: id,
  MetricStat: {
    Metric: {
      Namespace: metric.namespace,
      MetricName: metric.metricName,
      Dimensions: dimensions(metric),
    },
    Period: period,
    Stat: 'Sum',
  },
  ReturnData: false,
});

const kindFacts = ({ definition }: Alarm): Json => {
  switch (definition.kind) {
    case 'metric':
    case 'contributor':
      return {
        MetricName: definition.metric.metricName,
        Namespace: definition.metric.namespace,
        Statistic: definition.statistic === 'SUM' ? 'Sum' : titleCase(definition.statistic),
        Dimensions: dimensions(definition.metric),
        Period: definition.periodSeconds,
        ...(definition.unit === undefined ? {} : { Unit: definition.unit }),
        Threshold: definition.threshold,
      };
    case 'math':
      return {
        Threshold: definition.threshold,
        Metrics: [
          {
            Id: 'e1',
            Expression: definition.expression,
            Label: definition.label,
            ReturnData: true,
          },
          ...definition.metrics.map((metric, index) =>
            stat(metric, `m${index + 1}`, definition.periodSeconds),
          ),
        ],
      };
    case 'anomaly':
      return {
        ThresholdMetricId: 'ad1',
        Metrics: [
          stat(definition.metric, 'm1', definition.periodSeconds),
          {
            Id: 'ad1',
            Expression: `ANOMALY_DETECTION_BAND(m1, ${definition.width})`,
            ReturnData: true,
          },
        ],
      };
    case 'composite':
      return { AlarmRule: definition.rule };
    case 'log':
      return {
        ScheduledQueryConfiguration: {
          QueryString: definition.queryString,
          LogGroupIdentifiers: [definition.logGroup],
        },
        Threshold: definition.threshold,
        QueryResultsToEvaluate: 1,
        QueryResultsToAlarm: 1,
      };
  }
};

const evaluationFacts = ({ definition }: Alarm): Json => ({
  ...('evaluationPeriods' in definition
    ? {
        EvaluationPeriods: definition.evaluationPeriods,
        DatapointsToAlarm: definition.evaluationPeriods,
        TreatMissingData: 'notBreaching',
      }
    : {}),
  ...('comparison' in definition ? { ComparisonOperator: definition.comparison } : {}),
});

/** Whom it tells. */
const actionFacts = ({ definition: { topicArn, quiet } }: Alarm, week: Week): Json => {
  const isQuiet = isIn(quiet?.span, week);
  const actions = isQuiet && quiet?.how === 'none' ? [] : [topicArn];
  return {
    ActionsEnabled: !isQuiet || quiet?.how === 'none',
    OKActions: actions,
    AlarmActions: actions,
    InsufficientDataActions: actions,
  };
};

/** One alarm as DescribeAlarms shows it. */
export const alarmFacts = (alarm: Alarm, week: Week): Json => {
  const { definition } = alarm;
  return {
    AlarmName: definition.name,
    AlarmArn: alarm.arn,
    ...(definition.description === undefined ? {} : { AlarmDescription: definition.description }),
    ...actionFacts(alarm, week),
    AlarmConfigurationUpdatedTimestamp: seconds(Date.UTC(2026, 0, 5, 9)),
    StateValue: alarm.state,
    StateReason: alarm.reason,
    ...(alarm.reasonData === undefined ? {} : { StateReasonData: alarm.reasonData }),
    StateUpdatedTimestamp: seconds(alarm.stateAt),
    StateTransitionedTimestamp: seconds(alarm.stateAt),
    ...evaluationFacts(alarm),
    ...kindFacts(alarm),
  };
};

/** All that is told of a composite alarm's child. */
export const childFacts = (alarm: Alarm, week: Week): Json => {
  const { AlarmName, AlarmArn, StateValue, StateUpdatedTimestamp } = alarmFacts(alarm, week);
  return { AlarmName, AlarmArn, StateValue, StateUpdatedTimestamp };
};

const asObject = (json: string | undefined): Json => {
  const value: unknown = json === undefined ? undefined : JSON.parse(json);
  return value === undefined ? {} : { stateReasonData: value };
};

/** One state change as DescribeAlarmHistory shows it. */
export const historyFacts = (change: AlarmChange): Json => ({
  AlarmName: change.alarm.definition.name,
  AlarmType: typeOf(change.alarm),
  Timestamp: seconds(change.at),
  HistoryItemType: 'StateUpdate',
  HistorySummary: `Alarm updated from ${change.oldState} to ${change.newState}`,
  HistoryData: JSON.stringify({
    version: '1.0',
    oldState: { stateValue: change.oldState, stateReason: change.oldReason },
    newState: {
      stateValue: change.newState,
      stateReason: change.reason,
      ...asObject(change.reasonData),
    },
  }),
});
