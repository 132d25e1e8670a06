import { type Json, listOf, stringOf } from '../../json.ts';
import { type AlarmType, alarmFacts, childFacts, historyFacts, typeOf } from '../alarm-facts.ts';
import type { Alarm } from '../alarms.ts';
import { AwsError } from '../aws-error.ts';
import type { AwsContext, Caller, Operation } from '../operation.ts';

const types: readonly AlarmType[] = ['MetricAlarm', 'CompositeAlarm', 'LogAlarm'];

const invalid = (problem: string): AwsError => new AwsError('ValidationError', problem);

const typesOf = (input: Json): readonly string[] => {
  const wanted = listOf(input['AlarmTypes']).map(String);
  if (wanted.some((type) => !types.some((known) => known === type)))
    throw invalid('1 validation error detected: Value at alarmTypes failed to satisfy constraint');
  // Without naming them, only metric alarms are told of.
  return wanted.length === 0 ? ['MetricAlarm'] : wanted;
};

const maxRecords = (input: Json): number => {
  const value = input['MaxRecords'] ?? 100;
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 1 || value > 100)
    throw invalid('1 validation error detected: maxRecords must be between 1 and 100');
  return value;
};

const page = <T>(items: readonly T[], input: Json): { items: readonly T[]; rest: Json } => {
  const token = stringOf(input['NextToken']);
  const start = token === '' ? 0 : Number(Buffer.from(token, 'base64').toString('utf8'));
  if (!Number.isInteger(start) || start < 0)
    throw new AwsError('InvalidNextToken', 'The next token specified is invalid.');
  const end = start + maxRecords(input);
  const next = Buffer.from(String(end)).toString('base64');
  return { items: items.slice(start, end), rest: end < items.length ? { NextToken: next } : {} };
};

const isCallers = ({ definition }: Alarm, { account, region }: Caller): boolean =>
  definition.account === account && definition.region === region;

const byName = (a: Alarm, b: Alarm): number =>
  a.definition.name < b.definition.name ? -1 : Number(a.definition.name > b.definition.name);

const childrenOf = (alarm: Alarm): readonly string[] =>
  alarm.definition.kind === 'composite' ? alarm.definition.children : [];

const wantedAlarms = (context: AwsContext, caller: Caller, input: Json): readonly Alarm[] => {
  const names = listOf(input['AlarmNames']);
  const prefix = stringOf(input['AlarmNamePrefix']);
  const state = stringOf(input['StateValue']);
  const parent = stringOf(input['ChildrenOfAlarmName']);
  const wantedTypes = parent === '' ? typesOf(input) : types;
  const own = context.alarms.all().filter((alarm) => isCallers(alarm, caller));
  const family = own.find((alarm) => alarm.definition.name === parent);
  return own
    .filter(
      (alarm) =>
        wantedTypes.some((type) => type === typeOf(alarm)) &&
        (names.length === 0 || names.includes(alarm.definition.name)) &&
        alarm.definition.name.startsWith(prefix) &&
        (state === '' || alarm.state === state) &&
        (parent === '' ||
          (family !== undefined && childrenOf(family).includes(alarm.definition.name))),
    )
    .toSorted(byName);
};

const besideChildren = ['ChildrenOfAlarmName', 'MaxRecords', 'NextToken'];

/** Children are asked for by nothing else. */
const checkAlone = (input: Json): void => {
  if (input['ChildrenOfAlarmName'] === undefined) return;
  if (Object.keys(input).some((name) => !besideChildren.includes(name)))
    throw invalid('ChildrenOfAlarmName cannot be combined with other parameters');
};

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarms.html */
const describeAlarms: Operation = {
  service: 'cloudwatch',
  name: 'DescribeAlarms',
  run: (context, caller, input) => {
    checkAlone(input);
    const { items, rest } = page(wantedAlarms(context, caller, input), input);
    const facts = input['ChildrenOfAlarmName'] === undefined ? alarmFacts : childFacts;
    const ofType = (type: AlarmType): readonly Json[] =>
      items
        .filter((alarm) => typeOf(alarm) === type)
        .map((alarm) => facts(alarm, context.weeks.week()));
    return {
      MetricAlarms: ofType('MetricAlarm'),
      CompositeAlarms: ofType('CompositeAlarm'),
      LogAlarms: ofType('LogAlarm'),
      ...rest,
    };
  },
};

const timeOf = (input: Json, name: string, standard: number): number => {
  const value = input[name];
  if (value === undefined) return standard;
  // The JSON protocol writes times as seconds with decimals.
  if (typeof value !== 'number') throw invalid(`1 validation error detected: ${name} is no time`);
  return value * 1000;
};

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarmHistory.html */
const describeAlarmHistory: Operation = {
  service: 'cloudwatch',
  name: 'DescribeAlarmHistory',
  run: (context, caller, input) => {
    const name = stringOf(input['AlarmName']);
    const item = stringOf(input['HistoryItemType']);
    const start = timeOf(input, 'StartDate', 0);
    const end = timeOf(input, 'EndDate', Number.POSITIVE_INFINITY);
    const wantedTypes = typesOf(input);
    const found = context.alarms
      .history()
      .filter(
        ({ alarm, at }) =>
          isCallers(alarm, caller) &&
          wantedTypes.includes(typeOf(alarm)) &&
          (name === '' || alarm.definition.name === name) &&
          (item === '' || item === 'StateUpdate') &&
          at >= start &&
          at <= end,
      );
    const isAscending = stringOf(input['ScanBy']) === 'TimestampAscending';
    const { items, rest } = page(isAscending ? found : found.toReversed(), input);
    return { AlarmHistoryItems: items.map(historyFacts), ...rest };
  },
};

export const cloudwatchOperations: readonly Operation[] = [describeAlarms, describeAlarmHistory];
