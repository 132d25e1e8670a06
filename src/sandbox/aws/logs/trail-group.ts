import { day } from '../../../core/clock.ts';
import { type Json, stringOf } from '../../json.ts';
import { homeRegion, security } from '../accounts.ts';
import { AwsError } from '../aws-error.ts';
import type { AwsContext, Caller } from '../operation.ts';
import type { TrailEvent } from '../trail/record.ts';
import type { LogEvent } from './log-event.ts';

/** What the organisation's trail writes to. */
export const trailGroup = {
  name: 'aws-cloudtrail-logs-organization',
  arn: `arn:aws:logs:${homeRegion}:${security}:log-group:aws-cloudtrail-logs-organization`,
  retentionDays: 30,
};

const organisationId = 'o-exampleorg1';

const streamOf = ({ account, region }: TrailEvent): string =>
  `${organisationId}_${account}_CloudTrail_${region}`;

const toLogEvent = (event: TrailEvent): LogEvent => ({
  id: event.id,
  stream: streamOf(event),
  timestamp: event.loggedAt,
  record: event.record,
  message: () => JSON.stringify(event.record),
});

export const isGroupIn = ({ account, region }: Caller): boolean =>
  account === security && region === homeRegion;

/** @throws AwsError ResourceNotFoundException */
export const checkGroup = (caller: Caller, names: readonly unknown[]): void => {
  const isKnown = names.every((name) =>
    [trailGroup.name, trailGroup.arn, `${trailGroup.arn}:*`].includes(stringOf(name)),
  );
  if (names.length === 0 || !isKnown || !isGroupIn(caller))
    throw new AwsError('ResourceNotFoundException', 'The specified log group does not exist.');
};

/** What the log group holds of a time, oldest first; ms, both ends included. */
export const logEvents = (
  { trail, clock }: Pick<AwsContext, 'trail' | 'clock'>,
  start: number,
  end: number,
): readonly LogEvent[] => {
  const now = clock.now();
  const from = Math.max(start, now - trailGroup.retentionDays * day);
  const to = Math.min(end, now);
  return trail
    .everywhere()
    .filter(({ loggedAt }) => loggedAt >= from && loggedAt <= to)
    .map(toLogEvent);
};

/** The group as DescribeLogGroups shows it. */
export const describeGroup = (now: number): Json => ({
  logGroupName: trailGroup.name,
  creationTime: now - 500 * day,
  retentionInDays: trailGroup.retentionDays,
  metricFilterCount: 0,
  arn: `${trailGroup.arn}:*`,
  logGroupArn: trailGroup.arn,
  logGroupClass: 'STANDARD',
  storedBytes: 18_000_000,
});
