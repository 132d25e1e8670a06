import { isJson, type Json, listOf, stringOf } from '../../json.ts';
import type { MetricOf } from '../alarms.ts';
import { AwsError } from '../aws-error.ts';
import { seriesOf } from '../metric-series.ts';
import type { AwsContext, Caller, Operation } from '../operation.ts';

const invalid = (problem: string): AwsError => new AwsError('ValidationError', problem);

const at = (value: unknown, name: string): Json => {
  const inner = isJson(value) ? value[name] : undefined;
  if (!isJson(inner)) throw invalid(`The parameter ${name} is required.`);
  return inner;
};

const timeOf = (input: Json, name: string): number => {
  const value = input[name];
  if (typeof value !== 'number') throw invalid(`The parameter ${name} is required.`);
  return value * 1000;
};

const metricIn = (metricStat: Json): MetricOf => {
  const metric = at(metricStat, 'Metric');
  return {
    namespace: stringOf(metric['Namespace']),
    metricName: stringOf(metric['MetricName']),
    dimensions: listOf(metric['Dimensions'])
      .filter(isJson)
      .map(({ Name, Value }) => ({ name: stringOf(Name), value: stringOf(Value) })),
  };
};

// https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Statistics-definitions.html
const statistic =
  /^(SampleCount|Average|Sum|Minimum|Maximum|IQM|(p|tm|wm|tc|ts)\d{1,3}(\.\d+)?|(PR|TM|WM|TC|TS)\(.*\))$/;

const periodOf = (metricStat: Json): number => {
  if (!statistic.test(stringOf(metricStat['Stat'])))
    throw invalid('The value for parameter Stat is not supported.');
  const period = metricStat['Period'];
  if (typeof period !== 'number' || period < 60 || period % 60 !== 0)
    throw invalid('The parameter Period must be a multiple of 60.');
  return period * 1000;
};

const resultOf = (
  { alarms, clock }: AwsContext,
  caller: Caller,
  input: Json,
  query: unknown,
): Json => {
  const metricStat = at(query, 'MetricStat');
  const periodMs = periodOf(metricStat);
  const from = timeOf(input, 'StartTime');
  const to = Math.min(timeOf(input, 'EndTime'), clock.now());
  if (from >= timeOf(input, 'EndTime'))
    throw invalid('The parameter StartTime must be less than the parameter EndTime.');
  const { account, region } = caller;
  const metric = metricIn(metricStat);
  const points = seriesOf(alarms, { ...metric, account, region }, { from, to, periodMs });
  const isAscending = input['ScanBy'] === 'TimestampAscending';
  const ordered = isAscending ? points : points.toReversed();
  return {
    Id: isJson(query) ? query['Id'] : undefined,
    Label: metric.metricName,
    Timestamps: ordered.map((point) => point.at / 1000),
    Values: ordered.map(({ value }) => value),
    StatusCode: 'Complete',
  };
};

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html */
const getMetricData: Operation = {
  service: 'cloudwatch',
  name: 'GetMetricData',
  run: (context, caller, input) => {
    const queries = listOf(input['MetricDataQueries']);
    if (queries.length === 0) throw invalid('The parameter MetricDataQueries is required.');
    return {
      MetricDataResults: queries.map((query) => resultOf(context, caller, input, query)),
      Messages: [],
    };
  },
};

export const metricDataOperations: readonly Operation[] = [getMetricData];
