import type {
  CloudWatchLogs,
  FilteredLogEvent,
  GetQueryResultsResponse,
  LogGroup,
  ResultField,
} from '@aws-sdk/client-cloudwatch-logs';
import { type Ask, createAsk, findInPages } from './ask.ts';
import type { AwsClients } from './clients.ts';
import type { LogEvent, LogReader, QueryResults } from './trail-types.ts';

/** A log group of another account, in a monitoring account, is named by its ARN. */
const isArn = (logGroup: string): boolean => logGroup.startsWith('arn:');

/** A trail names its log group with `:*` at the end, which no call takes. */
const withoutStar = (logGroup: string): string => logGroup.replace(/:\*$/, '');

const eventOf = ({
  logStreamName = '',
  timestamp = 0,
  message = '',
}: FilteredLogEvent): LogEvent => ({
  stream: logStreamName,
  at: timestamp,
  message,
});

/** From this time on AWS gives the latest events first, if asked to. */
const newestFirstFrom = Date.UTC(2024, 0, 1);

const rowOf = (fields: readonly ResultField[]): Readonly<Record<string, string>> =>
  Object.fromEntries(fields.map(({ field = '', value = '' }) => [field, value]));

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_GetQueryResults.html */
const statusOf = ({ status }: GetQueryResultsResponse): QueryResults['status'] => {
  if (status === 'Complete') return 'complete';
  return status === 'Failed' || status === 'Cancelled' || status === 'Timeout'
    ? 'failed'
    : 'running';
};

const sizeOf = ({ storedBytes = 0, retentionInDays }: LogGroup) => ({
  storedBytes,
  retentionDays: retentionInDays,
});

const createQueries = (
  ask: Ask<CloudWatchLogs>,
): Pick<LogReader, 'startQuery' | 'queryResults' | 'stopQuery'> => ({
  startQuery: async (where, { logGroup, query, from, to, limit }, reading) => {
    const input = {
      ...(isArn(logGroup)
        ? { logGroupIdentifiers: [withoutStar(logGroup)] }
        : { logGroupName: logGroup }),
      queryString: query,
      // Whole seconds, both ends included.
      startTime: Math.floor(from / 1000),
      endTime: Math.ceil(to / 1000),
      limit,
    };
    const { queryId = '' } = await ask('logs:StartQuery', where, reading, (logs, options) =>
      logs.startQuery(input, options),
    );
    return queryId;
  },
  queryResults: async (where, queryId, reading) => {
    const answer = await ask('logs:GetQueryResults', where, reading, (logs, options) =>
      logs.getQueryResults({ queryId }, options),
    );
    return {
      status: statusOf(answer),
      rows: (answer.results ?? []).map(rowOf),
      bytesScanned: answer.statistics?.bytesScanned ?? 0,
    };
  },
  stopQuery: async (where, queryId, reading) => {
    await ask('logs:StopQuery', where, reading, (logs, options) =>
      logs.stopQuery({ queryId }, options),
    );
  },
});

/** Reads log groups. Nothing is interpreted here: a message is text. */
export const createLogReader = (clients: AwsClients): LogReader => {
  const ask = createAsk(clients, clients.logs);
  return {
    ...createQueries(ask),
    filter: async (where, { logGroup, pattern, from, to, token }, reading) => {
      const input = {
        ...(isArn(logGroup)
          ? { logGroupIdentifier: withoutStar(logGroup) }
          : { logGroupName: logGroup }),
        startTime: from,
        endTime: to,
        ...(from >= newestFirstFrom && { startFromHead: false }),
        ...(pattern !== undefined && { filterPattern: pattern }),
        ...(token !== undefined && { nextToken: token }),
      };
      const page = await ask('logs:FilterLogEvents', where, reading, (logs, options) =>
        logs.filterLogEvents(input, options),
      );
      return { events: (page.events ?? []).map(eventOf), next: page.nextToken || undefined };
    },
    logGroup: async (where, name, reading) => {
      const plainName = isArn(name) ? (name.split(':')[6] ?? name) : name;
      const found = await findInPages(
        async (token) => {
          const input = { logGroupNamePrefix: plainName, ...(token && { nextToken: token }) };
          const page = await ask('logs:DescribeLogGroups', where, reading, (logs, options) =>
            logs.describeLogGroups(input, options),
          );
          return { found: page.logGroups ?? [], next: page.nextToken };
        },
        ({ logGroupName }) => logGroupName === plainName,
      );
      return found && sizeOf(found);
    },
  };
};
