import { type Json, listOf, stringOf } from '../../json.ts';
import { AwsError } from '../aws-error.ts';
import { checkOpen, groupsCalled, logEvents } from '../logs/groups.ts';
import { answer, maxRows, readQuery } from '../logs/insights.ts';
import type { Query } from '../logs/queries.ts';

import type { AwsContext, Caller, Operation } from '../operation.ts';

const invalid = (problem: string): AwsError => new AwsError('InvalidParameterException', problem);

const seconds = (input: Json, name: string): number => {
  const value = input[name];
  if (typeof value !== 'number') throw invalid(`${name} must not be null`);
  return value * 1000;
};

const groupNames = (input: Json): readonly unknown[] => [
  ...listOf(input['logGroupNames']),
  ...listOf(input['logGroupIdentifiers']),
  ...(input['logGroupName'] === undefined ? [] : [input['logGroupName']]),
];

const takesMs = 1500;

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_StartQuery.html: times in seconds. */
const startQuery: Operation = {
  service: 'logs',
  name: 'StartQuery',
  run: (context, caller, input) => {
    const groups = groupsCalled(caller, groupNames(input));
    checkOpen(caller, 'logs:StartQuery', groups);
    const query = readQuery(stringOf(input['queryString']));
    const start = seconds(input, 'startTime');
    const end = seconds(input, 'endTime') + 999;
    if (start > end) throw invalid('startTime is after endTime');
    const limit = typeof input['limit'] === 'number' ? input['limit'] : maxRows;
    const events = logEvents(context, groups, start, end);
    const outcome = {
      ...answer(query, events, limit),
      scanned: events.length,
      bytes: events.reduce((sum, event) => sum + event.message().length, 0),
    };
    const queryId = context.queries.start(caller, outcome, takesMs * context.delayScale);
    return { queryId };
  },
};

const queryOf = ({ queries }: AwsContext, caller: Caller, input: Json): Query => {
  const query = queries.find(stringOf(input['queryId']));
  if (query?.account !== caller.account || query.region !== caller.region)
    throw new AwsError('ResourceNotFoundException', 'The specified query does not exist.');
  return query;
};

const stateOf = ({ queries }: AwsContext, query: Query): string => {
  if (query.isCancelled) return 'Cancelled';
  return queries.isRunning(query) ? 'Running' : 'Complete';
};

const getQueryResults: Operation = {
  service: 'logs',
  name: 'GetQueryResults',
  run: (context, caller, input) => {
    const query = queryOf(context, caller, input);
    const status = stateOf(context, query);
    const { rows, matched, scanned, bytes } = query.outcome;
    return {
      queryLanguage: 'CWLI',
      results: status === 'Complete' ? rows : [],
      statistics: { recordsMatched: matched, recordsScanned: scanned, bytesScanned: bytes },
      status,
    };
  },
};

const stopQuery: Operation = {
  service: 'logs',
  name: 'StopQuery',
  run: (context, caller, input) => {
    const query = queryOf(context, caller, input);
    if (!context.queries.isRunning(query))
      throw invalid('The query is not running and cannot be stopped.');
    query.isCancelled = true;
    return { success: true };
  },
};

export const insightsOperations: readonly Operation[] = [startQuery, getQueryResults, stopQuery];
