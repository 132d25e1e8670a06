import { type Json, listOf, stringOf } from '../../json.ts';
import { AwsError } from '../aws-error.ts';
import { readToken, writeToken } from '../cursor.ts';
import {
  checkOpen,
  describeGroup,
  groupArn,
  groupsCalled,
  groupsOf,
  logEvents,
  type SampleGroup,
} from '../logs/groups.ts';
import type { LogEvent } from '../logs/log-event.ts';
import { filtersIn } from '../logs/metric-filters.ts';
import { readPattern } from '../logs/pattern.ts';
import type { AwsContext, Caller, Operation } from '../operation.ts';

const invalid = (problem: string): AwsError => new AwsError('InvalidParameterException', problem);

const filtersOf = ({ account, region, name }: SampleGroup): number =>
  filtersIn(account).filter((filter) => filter.region === region && filter.logGroup === name)
    .length;

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DescribeLogGroups.html */
const describeLogGroups: Operation = {
  service: 'logs',
  name: 'DescribeLogGroups',
  run: ({ clock }, caller, input) => {
    const prefix = stringOf(input['logGroupNamePrefix']);
    const part = stringOf(input['logGroupNamePattern']).toLowerCase();
    const wanted = listOf(input['logGroupIdentifiers']);
    const found = groupsOf(caller).filter(
      (group) =>
        group.name.startsWith(prefix) &&
        group.name.toLowerCase().includes(part) &&
        (wanted.length === 0 || wanted.includes(group.name) || wanted.includes(groupArn(group))),
    );
    return {
      logGroups: found.map((group) => describeGroup(group, filtersOf(group), clock.now())),
    };
  },
};

// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_FilterLogEvents.html
const maxEvents = 10_000;
const maxBytes = 1024 * 1024;
/** How much one call looks at: a page may be empty and still not be the last. */
const scannedPerCall = 1000;
const earliestFromTail = Date.UTC(2024, 0, 1);

const number = (input: Json, name: string): number | undefined => {
  const value = input[name];
  if (value === undefined || typeof value === 'number') return value;
  throw invalid(`${name} is no number`);
};

const limitOf = (input: Json): number => {
  const limit = number(input, 'limit') ?? maxEvents;
  if (limit < 1 || limit > maxEvents) throw invalid(`limit has to be from 1 to ${maxEvents}`);
  return limit;
};

const timesOf = (input: Json): { readonly start: number; readonly end: number } => {
  const start = number(input, 'startTime') ?? 0;
  const end = number(input, 'endTime') ?? Number.POSITIVE_INFINITY;
  if (start > end) throw invalid('startTime is after endTime');
  if (input['startFromHead'] === false && start < earliestFromTail)
    throw invalid('With startFromHead false, startTime has to be 2024-01-01 or later');
  return { start, end };
};

const groupNames = (input: Json): readonly unknown[] =>
  [input['logGroupName'], input['logGroupIdentifier']].filter((name) => name !== undefined);

const isInStreams = (input: Json): ((event: LogEvent) => boolean) => {
  const names = listOf(input['logStreamNames']);
  const prefix = stringOf(input['logStreamNamePrefix']);
  return ({ stream }) =>
    (names.length === 0 || names.includes(stream)) && stream.startsWith(prefix);
};

const question = (input: Json): Json => {
  const { nextToken: _, ...rest } = input;
  return rest;
};

const startOf = (events: readonly LogEvent[], caller: Caller, input: Json): number => {
  const token = input['nextToken'];
  if (token === undefined) return 0;
  const cursor = readToken(caller, question(input), stringOf(token));
  const last = events.findIndex(({ id }) => id === cursor?.after);
  if (cursor === undefined || last < 0) throw invalid('The specified nextToken is invalid.');
  return last + 1;
};

const describeEvent = (event: LogEvent, message: string): Json => ({
  logStreamName: event.stream,
  timestamp: event.timestamp,
  message,
  ingestionTime: event.timestamp + 400,
  eventId: BigInt(`0x${event.id.replaceAll('-', '')}`)
    .toString()
    .padStart(56, '3'),
});

interface Page {
  readonly events: readonly Json[];
  /** The last event looked at; undefined if there was none. */
  readonly last: LogEvent | undefined;
}

/** Looks at some events and takes the ones that match, until a page is full. */
const readPage = (events: readonly LogEvent[], input: Json): Page => {
  const matches = readPattern(stringOf(input['filterPattern']));
  const limit = limitOf(input);
  const found: Json[] = [];
  let bytes = 0;
  let last: LogEvent | undefined;
  for (const event of events) {
    if (found.length >= limit || bytes >= maxBytes) break;
    last = event;
    if (!matches(event)) continue;
    const message = event.message();
    bytes += message.length;
    found.push(describeEvent(event, message));
  }
  return { events: found, last };
};

const checkRate = ({ rates }: AwsContext, { account, region }: Caller): void => {
  if (!rates.take(`logs:FilterLogEvents ${account} ${region}`, 10))
    throw new AwsError('ThrottlingException', 'Rate exceeded');
};

const filterLogEvents: Operation = {
  service: 'logs',
  name: 'FilterLogEvents',
  run: async (context, caller, input) => {
    checkRate(context, caller);
    const groups = groupsCalled(caller, groupNames(input));
    checkOpen(caller, 'logs:FilterLogEvents', groups);
    const { start, end } = timesOf(input);
    const all = logEvents(context, groups, start, end).filter(isInStreams(input));
    const events = input['startFromHead'] === false ? all.toReversed() : all;
    const from = startOf(events, caller, input);
    const { events: found, last } = readPage(events.slice(from, from + scannedPerCall), input);
    await context.delay(120 + Math.random() * 300);
    const isDone = last === undefined || last === events.at(-1);
    return {
      events: found,
      searchedLogStreams: [],
      ...(isDone ? {} : { nextToken: writeToken(caller, question(input), { after: last.id }) }),
    };
  },
};

export const logsOperations: readonly Operation[] = [describeLogGroups, filterLogEvents];
