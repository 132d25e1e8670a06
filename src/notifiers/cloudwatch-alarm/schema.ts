import { z } from 'zod';

/**
 * What we need of an alarm's message, and no more: a field that is missing, null or of another
 * type than documented is left out; it never costs the alert.
 *
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/notify-users-alarm-changes.html
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-and-eventbridge.html
 */
const loose = <T extends z.ZodType>(schema: T) => schema.optional().catch(undefined);

const text = loose(z.string());
/** A number too long for JavaScript comes as text. */
const number = loose(
  z.union([
    z.number(),
    z
      .string()
      .regex(/^-?\d{1,400}(?:\.\d{1,400})?(?:[eE][+-]?\d{1,3})?$/)
      .transform(Number),
  ]),
);
const flag = loose(z.boolean());

/** ALARM, OK or INSUFFICIENT_DATA; anything else is no alarm. */
const state = z.enum(['ALARM', 'OK', 'INSUFFICIENT_DATA']);

const listOf = <T extends z.ZodType>(item: T) => loose(z.array(item));

/** SNS writes a list of pairs, EventBridge an object. */
const snsDimensions = listOf(z.object({ name: text, value: text }));
const eventDimensions = loose(z.record(z.string(), z.string()));

const snsMetric = z.object({
  Id: text,
  Expression: text,
  Label: text,
  ReturnData: flag,
  Period: number,
  MetricStat: loose(
    z.object({
      Metric: loose(z.object({ Namespace: text, MetricName: text, Dimensions: snsDimensions })),
      Period: number,
      Stat: text,
      Unit: text,
    }),
  ),
});

const eventMetric = z.object({
  id: text,
  expression: text,
  label: text,
  returnData: flag,
  period: number,
  metricStat: loose(
    z.object({
      metric: loose(z.object({ namespace: text, name: text, dimensions: eventDimensions })),
      period: number,
      stat: text,
      unit: text,
    }),
  ),
});

const trigger = z.object({
  MetricName: text,
  Namespace: text,
  Statistic: text,
  ExtendedStatistic: text,
  Unit: text,
  Dimensions: snsDimensions,
  Period: number,
  EvaluationPeriods: number,
  DatapointsToAlarm: number,
  ComparisonOperator: text,
  Threshold: number,
  ThresholdMetricId: text,
  TreatMissingData: text,
  Metrics: listOf(snsMetric),
});

/** Docs say strings, real messages carry objects. */
const child = z.union([
  z.string(),
  z.object({ Arn: text, State: loose(z.object({ Value: text })) }),
]);

export const snsAlarm = z.object({
  AlarmName: z.string().min(1),
  NewStateValue: state,
  AlarmDescription: text,
  AWSAccountId: loose(z.union([z.string(), z.number().transform(String)])),
  NewStateReason: text,
  NewStateReasonData: text,
  StateChangeTime: loose(z.unknown()),
  Region: text,
  AlarmArn: text,
  OldStateValue: text,
  Trigger: loose(trigger),
  AlarmRule: text,
  TriggeringChildren: listOf(child),
  AlarmContributorId: text,
  AlarmContributorAttributes: loose(z.record(z.string(), z.unknown())),
  ActionsSuppressedBy: text,
  ActionsSuppressedReason: text,
});
export type SnsAlarm = z.infer<typeof snsAlarm>;
export type SnsMetric = z.infer<typeof snsMetric>;

const contributor = loose(
  z.object({ id: text, attributes: loose(z.record(z.string(), z.unknown())) }),
);

const eventState = z.object({
  value: state,
  reason: text,
  reasonData: text,
  timestamp: loose(z.unknown()),
  evaluationState: text,
  actionsSuppressedBy: text,
  actionsSuppressedReason: text,
});

const configuration = z.object({
  description: text,
  metrics: listOf(eventMetric),
  alarmRule: text,
  actionsSuppressor: text,
  evaluationPeriods: number,
  datapointsToAlarm: number,
  threshold: number,
  thresholdMetricId: text,
  comparisonOperator: text,
  treatMissingData: text,
});

const envelope = {
  account: text,
  region: text,
  resources: listOf(z.string()),
};

export const eventAlarm = z.object({
  ...envelope,
  'detail-type': z.string().regex(/^CloudWatch Alarm .*State Change$/),
  detail: z.object({
    alarmName: z.string().min(1),
    state: eventState,
    previousState: loose(z.object({ value: text, timestamp: loose(z.unknown()) })),
    configuration: loose(configuration),
    alarmContributor: contributor,
  }),
});
export type EventAlarm = z.infer<typeof eventAlarm>;
export type EventMetric = z.infer<typeof eventMetric>;

export const configurationChange = z.object({
  ...envelope,
  time: loose(z.unknown()),
  'detail-type': z.literal('CloudWatch Alarm Configuration Change'),
  detail: z.object({
    alarmName: z.string().min(1),
    operation: text,
    state: loose(z.object({ value: text })),
    configuration: loose(
      configuration.extend({ actionsEnabled: flag, timestamp: loose(z.unknown()) }),
    ),
    previousConfiguration: loose(
      configuration.extend({ actionsEnabled: flag, timestamp: loose(z.unknown()) }),
    ),
  }),
});
export type ConfigurationChange = z.infer<typeof configurationChange>;
