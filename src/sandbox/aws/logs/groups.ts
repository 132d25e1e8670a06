import { day } from '../../../core/clock.ts';
import { type Json, stringOf } from '../../json.ts';
import { homeRegion, prod, security, staging } from '../accounts.ts';
import { AwsError } from '../aws-error.ts';
import type { AwsContext, Caller } from '../operation.ts';
import { planAlarms } from '../plan/alarms.ts';
import type { TrailEvent } from '../trail/record.ts';
import { defaultGroup } from './default-group.ts';
import type { LogEvent } from './log-event.ts';
import { trailGroup } from './trail-group.ts';

/** A log group that a trail writes to. */
export interface SampleGroup {
  readonly name: string;
  readonly account: string;
  readonly region: string;
  readonly holds: (event: TrailEvent) => boolean;
  readonly streamOf: (event: TrailEvent) => string;
  /** The bot's role may see that it is there, and nothing of what it holds. */
  readonly isClosed?: boolean;
}

export const closedGroup = 'CloudTrail/LockedLogGroup';

const retentionDays = 30;
const organisationId = 'o-exampleorg1';

const ownStream = ({ account, region }: TrailEvent): string => `${account}_CloudTrail_${region}`;

/** The records of one account, all regions. */
const ownGroup = (account: string, region = homeRegion, name = defaultGroup): SampleGroup => ({
  name,
  account,
  region,
  holds: (event) => event.account === account,
  streamOf: ownStream,
});

const groups: readonly SampleGroup[] = [
  {
    name: trailGroup.name,
    account: security,
    region: homeRegion,
    holds: () => true,
    streamOf: (event) => `${organisationId}_${ownStream(event)}`,
  },
  ownGroup(prod),
  ownGroup(prod, 'us-east-1'),
  ownGroup(staging),
  ownGroup(security),
  { ...ownGroup(prod, homeRegion, closedGroup), isClosed: true },
];

export const groupArn = ({ name, account, region }: SampleGroup): string =>
  `arn:aws:logs:${region}:${account}:log-group:${name}`;

export const groupsOf = ({ account, region }: Pick<Caller, 'account' | 'region'>) => {
  const planned = region === homeRegion && planAlarms(account).length > 0;
  return [
    ...groups.filter((group) => group.account === account && group.region === region),
    ...(planned ? [ownGroup(account)] : []),
  ];
};

const isCalled = (group: SampleGroup, name: string): boolean =>
  [group.name, groupArn(group), `${groupArn(group)}:*`].includes(name);

const groupCalled = (caller: Caller, name: string): SampleGroup => {
  const found = groupsOf(caller).find((group) => isCalled(group, name));
  if (found === undefined)
    throw new AwsError('ResourceNotFoundException', 'The specified log group does not exist.');
  return found;
};

/**
 * The groups that a call is about, by name or ARN.
 * @throws AwsError ResourceNotFoundException
 */
export const groupsCalled = (caller: Caller, names: readonly unknown[]): readonly SampleGroup[] => {
  const found = names.map((name) => groupCalled(caller, stringOf(name)));
  if (found.length === 0)
    throw new AwsError('InvalidParameterException', 'A log group has to be named.');
  return found;
};

/** @throws AwsError AccessDeniedException for a group that the bot may not read */
export const checkOpen = (caller: Caller, action: string, wanted: readonly SampleGroup[]): void => {
  const closed = wanted.find(({ isClosed }) => isClosed === true);
  if (closed === undefined) return;
  throw new AwsError(
    'AccessDeniedException',
    `User: ${caller.arn} is not authorized to perform: ${action} on resource: ${groupArn(closed)}:log-stream: because no identity-based policy allows the ${action} action`,
  );
};

const toLogEvent = (event: TrailEvent, group: SampleGroup): LogEvent => ({
  id: event.id,
  stream: group.streamOf(event),
  timestamp: event.loggedAt,
  record: event.record,
  message: () => JSON.stringify(event.record),
});

/**
 * What log groups hold of a time, oldest first; ms, both ends included. A record is not there before
 * CloudTrail has delivered it.
 */
export const logEvents = (
  { trail, clock }: Pick<AwsContext, 'trail' | 'clock'>,
  wanted: readonly SampleGroup[],
  start: number,
  end: number,
): readonly LogEvent[] => {
  const now = clock.now();
  const from = Math.max(start, now - retentionDays * day);
  const to = Math.min(end, now);
  const inTime = trail.everywhere().filter(({ loggedAt }) => loggedAt >= from && loggedAt <= to);
  return inTime.flatMap((event) => {
    const group = wanted.find(({ holds }) => holds(event));
    return group === undefined ? [] : [toLogEvent(event, group)];
  });
};

/** A group as DescribeLogGroups shows it. */
export const describeGroup = (group: SampleGroup, filters: number, now: number): Json => ({
  logGroupName: group.name,
  creationTime: now - 500 * day,
  retentionInDays: retentionDays,
  metricFilterCount: filters,
  arn: `${groupArn(group)}:*`,
  logGroupArn: groupArn(group),
  logGroupClass: 'STANDARD',
  storedBytes: 18_000_000,
});
