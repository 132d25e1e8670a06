import type { TrailRecord } from '../../aws/trail-types.ts';
import { hour, minute } from '../../core/clock.ts';
import type { EvidenceEvent, WatchedMetric } from '../../core/evidence.ts';
import { partitionOf } from '../../core/partition.ts';
import { foreign } from '../../core/redact.ts';
import { lookupPages } from './history.ts';
import { type Look, shownPlace } from './look.ts';
import { createTally } from './tally.ts';

const mostChanges = 10;
const mostNames = 4;
const mostPages = 3;
/** Event history is complete after about a quarter of an hour. */
const settledMs = 30 * minute;

/** Dimensions whose values name no resource. */
const notResources =
  /^(?:Currency|ServiceName|Region|AvailabilityZone|Method|Stage|Service|Class|Type|InstanceType|Operation|StatusCode|path|fstype|device|cpu|Rule|StorageType|FilterId|LinkedAccount)$/i;

/** A load balancer's dimension is the end of its ARN, which CloudTrail has whole. */
const ofBalancer = (value: string, { account, region }: Look): readonly string[] => {
  const arn = `arn:${partitionOf(region)}:elasticloadbalancing:${region}:${account}:`;
  if (/^(?:app|net|gwy)\//.test(value))
    return [`${arn}loadbalancer/${value}`, value.split('/')[1] ?? value];
  return value.startsWith('targetgroup/') ? [`${arn}${value}`] : [];
};

const namesOf = (look: Look, metrics: readonly WatchedMetric[]): readonly string[] => {
  const values = metrics.flatMap(({ dimensions }) =>
    dimensions.flatMap(([name, value]) => (notResources.test(name) || value === '' ? [] : [value])),
  );
  const names = values.flatMap((value) => {
    const whole = ofBalancer(value, look);
    return whole.length > 0 ? whole : [value];
  });
  return [...new Set(names)].slice(0, mostNames);
};

const isWrite = ({ readOnly }: TrailRecord): boolean => readOnly === false || readOnly === 'false';

const readName = async (
  look: Look,
  name: string,
  take: (records: readonly TrailRecord[]) => void,
): Promise<boolean> => {
  const { account, region, request, gaps } = look;
  const { firedAt } = request;
  const wanted = {
    attribute: { key: 'ResourceName', value: name },
    region,
    window: { from: firedAt - hour, to: firedAt },
    pages: mostPages,
  } as const;
  look.asked([
    `LookupEvents in ${shownPlace(account, region)} by ResourceName `,
    { code: foreign(name) },
  ]);
  try {
    await lookupPages(look, wanted, take);
    return true;
  } catch (thrown) {
    gaps.failed(thrown, {
      what: ['Event history'],
      action: 'cloudtrail:LookupEvents',
      resource: '*',
      account,
      region,
    });
    return false;
  }
};

/**
 * Write calls on what the metrics are about, in the hour before; the newest first. Undefined where
 * there is nothing to look for, or it could not be read.
 */
export const readChanges = async (
  look: Look,
  metrics: readonly WatchedMetric[],
): Promise<readonly EvidenceEvent[] | undefined> => {
  const { previous, firedAt, now } = look.request;
  if (previous?.changes !== undefined && now - firedAt > settledMs) return previous.changes;
  const tally = createTally();
  const take = (records: readonly TrailRecord[]): void =>
    records.filter(isWrite).forEach(tally.addRecord);
  let isRead = false;
  for (const name of namesOf(look, metrics)) isRead = (await readName(look, name, take)) || isRead;
  return isRead ? tally.result().events.slice(0, mostChanges) : undefined;
};
