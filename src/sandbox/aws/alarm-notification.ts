import type { Json } from '../json.ts';
import type { Alarm, AlarmChange, AlarmDefinition, MetricOf } from './alarms.ts';

/** An alarm's message names its region as a person would. */
const regionNames: Readonly<Record<string, string>> = {
  'eu-west-1': 'EU (Ireland)',
  'us-east-1': 'US East (N. Virginia)',
};

const awsTime = (at: number): string => new Date(at).toISOString().replace('Z', '+0000');

const metricStat = (metric: MetricOf, id: string, period: number, stat: string): Json => ({
  Id: id,
  MetricStat: {
    Metric: {
      Dimensions: metric.dimensions,
      MetricName: metric.metricName,
      Namespace: metric.namespace,
    },
    Period: period,
    Stat: stat,
  },
  ReturnData: false,
});

type Of<K extends AlarmDefinition['kind']> = Extract<AlarmDefinition, { readonly kind: K }>;

type OneMetric = Of<'metric'> | Of<'contributor'>;

const evaluation = (alarm: OneMetric | Of<'math'> | Of<'anomaly'>): Json => ({
  Period: alarm.periodSeconds,
  EvaluationPeriods: alarm.evaluationPeriods,
  DatapointsToAlarm: alarm.evaluationPeriods,
  ComparisonOperator: alarm.comparison,
  TreatMissingData: 'notBreaching',
  EvaluateLowSampleCountPercentile: '',
});

const metricTrigger = (alarm: OneMetric): Json => ({
  MetricName: alarm.metric.metricName,
  Namespace: alarm.metric.namespace,
  StatisticType: 'Statistic',
  Statistic: alarm.statistic,
  Unit: alarm.unit ?? null,
  Dimensions: alarm.metric.dimensions.map(({ name, value }) => ({ value, name })),
  ...evaluation(alarm),
  Threshold: alarm.threshold,
});

const mathTrigger = (alarm: Of<'math'>): Json => ({
  ...evaluation(alarm),
  Threshold: alarm.threshold,
  Metrics: [
    { Expression: alarm.expression, Id: 'e1', Label: alarm.label, ReturnData: true },
    ...alarm.metrics.map((metric, index) =>
      metricStat(metric, `m${index + 1}`, alarm.periodSeconds, 'Sum'),
    ),
  ],
});

const anomalyTrigger = (alarm: Of<'anomaly'>): Json => ({
  ...evaluation(alarm),
  ThresholdMetricId: 'ad1',
  Metrics: [
    metricStat(alarm.metric, 'm1', alarm.periodSeconds, 'Sum'),
    {
      Expression: `ANOMALY_DETECTION_BAND(m1, ${alarm.width})`,
      Id: 'ad1',
      Label: `${alarm.metric.metricName} (expected)`,
      ReturnData: true,
    },
  ],
});

const logTrigger = (alarm: Of<'log'>): Json => ({
  LogGroupIdentifiers: [alarm.logGroup],
  QueryString: alarm.queryString,
  ComparisonOperator: alarm.comparison,
  Threshold: alarm.threshold,
  EvaluationPeriods: 1,
  Period: 300,
  TreatMissingData: 'notBreaching',
});

/** The lines that a log alarm brings along, as `ActionLogLineCount` asks for. */
const logLines = (alarm: Of<'log'>, at: number): readonly Json[] => [
  {
    '@timestamp': new Date(at).toISOString(),
    '@message': JSON.stringify({
      eventName: 'ConsoleLogin',
      userIdentity: { type: 'Root', accountId: alarm.account },
      sourceIPAddress: '203.0.113.7',
      additionalEventData: { MFAUsed: 'No' },
    }),
  },
];

const kindFacts = (change: AlarmChange): Json => {
  const { definition } = change.alarm;
  switch (definition.kind) {
    case 'metric':
      return { Trigger: metricTrigger(definition) };
    case 'contributor':
      return {
        AlarmContributorId: 'queue-orders',
        AlarmContributorAttributes: Object.fromEntries(
          definition.metric.dimensions.map(({ name, value }) => [name, value]),
        ),
        Trigger: metricTrigger(definition),
      };
    case 'math':
      return { Trigger: mathTrigger(definition) };
    case 'anomaly':
      return { Trigger: anomalyTrigger(definition) };
    case 'log':
      return { Trigger: logTrigger(definition), LogLines: logLines(definition, change.at) };
    case 'composite':
      return {
        AlarmRule: definition.rule,
        TriggeringChildren: definition.children.map((name) => ({
          Arn: change.alarm.arn.replace(/[^:]*$/, name),
          State: { Value: change.newState, Timestamp: awsTime(change.at) },
        })),
      };
  }
};

const actionsOf = ({ definition }: Alarm): Json => ({
  OKActions: [definition.topicArn],
  AlarmActions: [definition.topicArn],
  InsufficientDataActions: [definition.topicArn],
});

/** What an alarm sends to its topic: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-actions.html */
export const alarmNotification = (
  change: AlarmChange,
): { readonly subject: string; readonly message: string } => {
  const { alarm, newState } = change;
  const { definition } = alarm;
  const region = regionNames[definition.region] ?? definition.region;
  const message = {
    AlarmName: definition.name,
    AlarmDescription: definition.description ?? null,
    AWSAccountId: definition.account,
    AlarmConfigurationUpdatedTimestamp: '2026-01-05T09:00:00.000+0000',
    NewStateValue: newState,
    NewStateReason: change.reason,
    StateChangeTime: awsTime(change.at),
    Region: region,
    AlarmArn: alarm.arn,
    OldStateValue: change.oldState,
    ...actionsOf(alarm),
    ...kindFacts(change),
  };
  // SNS takes at most 100 characters of subject.
  const subject = `${newState}: "${definition.name}" in ${region}`.slice(0, 100);
  return { subject, message: JSON.stringify(message) };
};
