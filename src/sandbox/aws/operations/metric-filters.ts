import { type Json, stringOf } from '../../json.ts';
import { AwsError } from '../aws-error.ts';
import { readToken, writeToken } from '../cursor.ts';
import { groupsCalled } from '../logs/groups.ts';
import { describeFilter, filtersIn, type SampleFilter } from '../logs/metric-filters.ts';
import type { Caller, Operation } from '../operation.ts';

const invalid = (problem: string): AwsError => new AwsError('InvalidParameterException', problem);

// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DescribeMetricFilters.html
const maxFilters = 50;

const pageSize = (input: Json): number => {
  const limit = input['limit'] ?? maxFilters;
  if (typeof limit !== 'number' || limit < 1 || limit > maxFilters)
    throw invalid(`limit has to be from 1 to ${maxFilters}`);
  return limit;
};

/** @throws AwsError InvalidParameterException for one of the metric's names without the other */
const isWanted = (caller: Caller, input: Json): ((filter: SampleFilter) => boolean) => {
  const metric = stringOf(input['metricName']);
  const namespace = stringOf(input['metricNamespace']);
  const group = stringOf(input['logGroupName']);
  const prefix = stringOf(input['filterNamePrefix']);
  if ((metric === '') !== (namespace === ''))
    throw invalid('metricName and metricNamespace have to be given together');
  if (prefix !== '' && group === '') throw invalid('filterNamePrefix needs logGroupName');
  if (group !== '') groupsCalled(caller, [group]);
  return (filter) =>
    filter.account === caller.account &&
    filter.region === caller.region &&
    (metric === '' || (filter.metricName === metric && filter.namespace === namespace)) &&
    (group === '' || filter.logGroup === group) &&
    filter.name.startsWith(prefix);
};

const idOf = ({ logGroup, name }: SampleFilter): string => `${logGroup} ${name}`;

const startOf = (found: readonly SampleFilter[], caller: Caller, input: Json): number => {
  const { nextToken: token, ...question } = input;
  if (token === undefined) return 0;
  const cursor = readToken(caller, question, stringOf(token));
  const last = found.findIndex((filter) => idOf(filter) === cursor?.after);
  if (cursor === undefined || last < 0) throw invalid('The specified nextToken is invalid.');
  return last + 1;
};

const describeMetricFilters: Operation = {
  service: 'logs',
  name: 'DescribeMetricFilters',
  run: ({ clock, rates }, caller, input) => {
    if (!rates.take(`logs:DescribeMetricFilters ${caller.account} ${caller.region}`, 5))
      throw new AwsError('ThrottlingException', 'Rate exceeded');
    const found = filtersIn(caller.account)
      .filter(isWanted(caller, input))
      .toSorted((a, b) => (idOf(a) < idOf(b) ? -1 : 1));
    const start = startOf(found, caller, input);
    const page = found.slice(start, start + pageSize(input));
    const last = page.at(-1);
    const { nextToken: _, ...question } = input;
    return {
      metricFilters: page.map((filter) => describeFilter(filter, clock.now())),
      ...(last === undefined || last === found.at(-1)
        ? {}
        : { nextToken: writeToken(caller, question, { after: idOf(last) }) }),
    };
  },
};

export const metricFilterOperations: readonly Operation[] = [describeMetricFilters];
