import { day } from '../../../core/clock.ts';
import { isJson, type Json, listOf, stringOf } from '../../json.ts';
import { AwsError } from '../aws-error.ts';
import { readToken, writeToken } from '../cursor.ts';
import type { AwsContext, Caller, Operation } from '../operation.ts';
import type { TrailEvent } from '../trail/record.ts';
import { historyDays } from '../trail/store.ts';

type Matches = (event: TrailEvent, value: string) => boolean;

const keys: ReadonlyMap<string, Matches> = new Map<string, Matches>([
  ['AccessKeyId', (event, value) => event.accessKeyId === value],
  ['EventId', (event, value) => event.id === value],
  ['EventName', (event, value) => event.name === value],
  ['EventSource', (event, value) => event.source === value],
  ['ReadOnly', (event, value) => String(event.readOnly) === value],
  ['ResourceName', ({ resources }, value) => resources.some(({ name }) => name === value)],
  ['ResourceType', ({ resources }, value) => resources.some(({ type }) => type === value)],
  ['Username', (event, value) => event.username === value],
]);

const insightKeys = ['EventId', 'EventName', 'EventSource'];

const invalidAttributes = (problem: string): AwsError =>
  new AwsError('InvalidLookupAttributesException', problem);

const isInsight = (input: Json): boolean => {
  const category = input['EventCategory'];
  if (category !== undefined && category !== 'insight')
    throw new AwsError('InvalidEventCategoryException', 'The event category is not valid.');
  return category === 'insight';
};

/** One attribute at most: https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html */
const wanted = (input: Json): ((event: TrailEvent) => boolean) => {
  const attributes = listOf(input['LookupAttributes']);
  if (attributes.length > 1)
    throw invalidAttributes('Multiple lookup attributes are not supported.');
  const [attribute] = attributes;
  if (!isJson(attribute)) return () => true;
  const key = stringOf(attribute['AttributeKey']);
  const value = stringOf(attribute['AttributeValue']);
  const matches = keys.get(key);
  if (matches === undefined || (isInsight(input) && !insightKeys.includes(key)))
    throw invalidAttributes(`The lookup attribute ${key} is not valid.`);
  if (value === '' || value.length > 2000)
    throw invalidAttributes('The lookup attribute value has to have 1 to 2000 characters.');
  return (event) => matches(event, value);
};

const time = (input: Json, name: string, standard: number): number => {
  const value = input[name];
  if (value === undefined) return standard;
  if (typeof value !== 'number')
    throw new AwsError('InvalidTimeRangeException', `${name} is no time`);
  return value * 1000;
};

const timeRange = (input: Json, now: number): { readonly start: number; readonly end: number } => {
  const start = time(input, 'StartTime', 0);
  const end = time(input, 'EndTime', Number.POSITIVE_INFINITY);
  if (start > end)
    throw new AwsError('InvalidTimeRangeException', 'The start time occurs after the end time.');
  return { start: Math.max(start, now - historyDays * day), end };
};

const pageSize = (input: Json): number => {
  const value = input['MaxResults'] ?? 50;
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 1 || value > 50)
    throw new AwsError('InvalidMaxResultsException', 'MaxResults has to be from 1 to 50.');
  return value;
};

const question = (input: Json): Json => {
  const { NextToken: _, ...rest } = input;
  return rest;
};

const startOf = (events: readonly TrailEvent[], caller: Caller, input: Json): number => {
  const token = input['NextToken'];
  if (token === undefined) return 0;
  const cursor = readToken(caller, question(input), stringOf(token));
  const last = events.findIndex(({ id }) => id === cursor?.after);
  if (cursor === undefined || last < 0)
    throw new AwsError('InvalidNextTokenException', 'The next token is not valid.');
  return last + 1;
};

const describe = (event: TrailEvent): Json => ({
  EventId: event.id,
  EventName: event.name,
  ReadOnly: String(event.readOnly),
  ...(event.accessKeyId === undefined ? {} : { AccessKeyId: event.accessKeyId }),
  EventTime: event.at / 1000,
  EventSource: event.source,
  ...(event.username === undefined ? {} : { Username: event.username }),
  Resources: event.resources.map(({ type, name }) => ({ ResourceType: type, ResourceName: name })),
  CloudTrailEvent: JSON.stringify(event.record),
});

/** us-east-1 has everybody's global records and takes its time. */
const delayOf = (region: string): number =>
  (200 + Math.random() * 400) * (region === 'us-east-1' ? 2.5 : 1);

const checkRate = ({ rates }: AwsContext, { account, region }: Caller): void => {
  if (!rates.take(`cloudtrail:LookupEvents ${account} ${region}`, 2))
    throw new AwsError('ThrottlingException', 'Rate exceeded');
};

/** https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html */
const lookupEvents: Operation = {
  service: 'cloudtrail',
  name: 'LookupEvents',
  run: async (context, caller, input) => {
    checkRate(context, caller);
    const now = context.clock.now();
    const matches = wanted(input);
    const { start, end } = timeRange(input, now);
    const size = pageSize(input);
    const isEmpty = isInsight(input);
    const found = context.trail
      .eventsIn(caller.account, caller.region)
      .filter(
        (event) => event.visibleAt <= now && event.at >= start && event.at <= end && matches(event),
      );
    const events = isEmpty ? [] : found;
    const from = startOf(events, caller, input);
    const page = events.slice(from, from + size);
    await context.delay(delayOf(caller.region));
    const last = page.at(-1);
    if (last === undefined || from + size >= events.length) return { Events: page.map(describe) };
    const NextToken = writeToken(caller, question(input), { after: last.id });
    return { Events: page.map(describe), NextToken };
  },
};

export const cloudtrailOperations: readonly Operation[] = [lookupEvents];
