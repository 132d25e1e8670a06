import type {
  CompositeAlarm,
  Dimension,
  LogAlarm,
  MetricAlarm,
  MetricDataQuery,
} from '@aws-sdk/client-cloudwatch';

const dimensionsOf = (dimensions: readonly Dimension[] = []): Readonly<Record<string, string>> =>
  Object.fromEntries(dimensions.map(({ Name = '', Value = '' }) => [Name, Value]));

const queryOf = (query: MetricDataQuery): object => ({
  id: query.Id,
  ...(query.MetricStat && {
    metricStat: {
      metric: {
        namespace: query.MetricStat.Metric?.Namespace,
        name: query.MetricStat.Metric?.MetricName,
        dimensions: dimensionsOf(query.MetricStat.Metric?.Dimensions),
      },
      period: query.MetricStat.Period,
      stat: query.MetricStat.Stat,
      unit: query.MetricStat.Unit,
    },
  }),
  expression: query.Expression,
  label: query.Label,
  period: query.Period,
  returnData: query.ReturnData ?? true,
});

/** A plain alarm has one metric outside of Metrics; EventBridge shows it as a query all the same. */
const ownMetric = (alarm: MetricAlarm): readonly MetricDataQuery[] =>
  alarm.MetricName === undefined
    ? []
    : [
        {
          Id: 'm1',
          MetricStat: {
            Metric: {
              Namespace: alarm.Namespace,
              MetricName: alarm.MetricName,
              Dimensions: alarm.Dimensions,
            },
            Period: alarm.Period,
            Stat: alarm.Statistic ?? alarm.ExtendedStatistic,
            Unit: alarm.Unit,
          },
          ReturnData: true,
        },
      ];

/** What an alarm's `detail.configuration` would hold in an event of EventBridge. */
export const metricConfiguration = (alarm: MetricAlarm): object => ({
  description: alarm.AlarmDescription,
  metrics: (alarm.Metrics?.length ? alarm.Metrics : ownMetric(alarm)).map(queryOf),
  evaluationPeriods: alarm.EvaluationPeriods,
  datapointsToAlarm: alarm.DatapointsToAlarm,
  threshold: alarm.Threshold,
  thresholdMetricId: alarm.ThresholdMetricId,
  comparisonOperator: alarm.ComparisonOperator,
  treatMissingData: alarm.TreatMissingData,
});

export const compositeConfiguration = (alarm: CompositeAlarm): object => ({
  description: alarm.AlarmDescription,
  alarmRule: alarm.AlarmRule,
  actionsSuppressor: alarm.ActionsSuppressor,
  actionsSuppressorWaitPeriod: alarm.ActionsSuppressorWaitPeriod,
  actionsSuppressorExtensionPeriod: alarm.ActionsSuppressorExtensionPeriod,
});

export const logConfiguration = (alarm: LogAlarm): object => ({
  description: alarm.AlarmDescription,
  scheduledQueryConfiguration: {
    queryString: alarm.ScheduledQueryConfiguration?.QueryString,
    logGroupIdentifiers: alarm.ScheduledQueryConfiguration?.LogGroupIdentifiers,
    aggregationExpression: alarm.ScheduledQueryConfiguration?.AggregationExpression,
  },
  queryResultsToEvaluate: alarm.QueryResultsToEvaluate,
  queryResultsToAlarm: alarm.QueryResultsToAlarm,
  threshold: alarm.Threshold,
  comparisonOperator: alarm.ComparisonOperator,
  treatMissingData: alarm.TreatMissingData,
});
