import { parseArn, resourceName } from '../../core/arn.ts';
import { parseTime } from '../../core/dates.ts';
import { foreign } from '../../core/redact.ts';
import { regionOf } from '../../core/regions.ts';
import { isRecord, textAt, valueAt } from '../../core/values.ts';
import { counted, phrase } from '../../core/words.ts';
import { fact, factsIn, firstSentence } from './facts.ts';
import { pick, pickRecord, pickRecords, pickText } from './fields.ts';
import { placeIn, placeInPath } from './place.ts';
import type { Json, Reading } from './reading.ts';
import { event, open, resolved } from './states.ts';

const healthTitle = (detail: Json): string => {
  const code = textAt(detail, 'eventTypeCode') ?? 'event';
  const words = phrase(code.replace(/^AWS_/, ''));
  return words.charAt(0).toUpperCase() + words.slice(1);
};

/** Documents write `category` where real events have one of four. */
const healthKinds: Readonly<Record<string, string>> = {
  issue: 'AWS Health issue',
  accountNotification: 'AWS Health notice',
  scheduledChange: 'AWS Health: scheduled change',
  investigation: 'AWS Health: investigation',
};

const healthStatus = (detail: Json) => {
  const code = textAt(detail, 'statusCode');
  if (code === 'closed' || (code === undefined && detail['endTime'] !== undefined)) return resolved;
  return detail['eventTypeCategory'] === 'issue' ? open : event;
};

/** https://docs.aws.amazon.com/health/latest/ug/aws-health-events-eventbridge-schema.html */
export const readHealth = (body: Json, detail: Json): Reading => {
  const category = textAt(detail, 'eventTypeCategory') ?? '';
  const kind = Object.hasOwn(healthKinds, category)
    ? (healthKinds[category] ?? '')
    : 'AWS Health event';
  const descriptions = pickRecords(detail, ['eventdescription']);
  const english =
    descriptions.find(({ language }) => /^en/i.test(String(language))) ?? descriptions[0];
  const text = textAt(english, 'latestDescription');
  const status = healthStatus(detail);
  const entities = pickRecords(detail, ['affectedentities']).flatMap(
    (entity) => textAt(entity, 'entityValue') ?? [],
  );
  const place = placeIn([detail, body]);
  const arn = textAt(detail, 'eventArn');
  const [first] = entities;
  return {
    title: healthTitle(detail),
    verb: `(${kind}${status === resolved ? ', closed' : ''})`,
    cause: text === undefined ? undefined : [foreign(firstSentence(text))],
    status,
    at:
      parseTime(pick(detail, ['lastupdatedtime'])) ??
      parseTime(body['time']) ??
      parseTime(detail['startTime']),
    account: place.account,
    // The envelope tells where the event was sent from, not what it concerns.
    region: regionOf(detail['eventRegion']) ?? parseArn(arn)?.region ?? place.region,
    resource: first === undefined ? undefined : resourceName(first),
    key: ['health', arn ?? textAt(body, 'id') ?? '', place.account ?? ''],
    facts: [
      ...fact('Affected', entities),
      ...fact('Service', pick(detail, ['service'])),
      ...fact('Starts', pick(detail, ['starttime'])),
      ...fact('Ends', pick(detail, ['endtime'])),
      ...fact(
        'What AWS says',
        text === undefined ? undefined : text.replaceAll(/\\n/g, '\n').split(/\n\s*\n/)[0],
      ),
    ],
  };
};

/** https://docs.aws.amazon.com/awssupport/latest/user/cloudwatch-events-ta.html */
export const readAdvisorCheck = (body: Json, detail: Json): Reading => {
  const status = textAt(detail, 'status') ?? '';
  const item = pickRecord(detail, ['checkitemdetail']);
  const resource = textAt(detail, 'resource_id');
  const arn = parseArn(resource);
  const place = placeIn([item, body]);
  const reason = textAt(item, 'Reason') ?? textAt(item, 'Status');
  const levels = { ERROR: 'high', WARN: 'medium', INFO: 'info', OK: 'info' } as const;
  const level = Object.entries(levels).find(([word]) => word === status)?.[1];
  const name = resource === undefined ? undefined : resourceName(resource);
  const check = textAt(detail, 'check-name') ?? 'A check';
  return {
    title: name === undefined ? check : `${check}: ${name}`,
    verb: status === 'OK' ? '(Trusted Advisor, resolved)' : '(Trusted Advisor)',
    cause: reason === undefined ? undefined : [foreign(firstSentence(reason))],
    status: status === 'OK' ? resolved : status === 'INFO' ? event : open,
    account: arn?.account ?? place.account,
    // Trusted Advisor sends everything from one region; the resource is elsewhere.
    region: arn?.region ?? place.region,
    resource: name,
    severity:
      level === undefined ? undefined : { level, reason: `Trusted Advisor marks it ${status}` },
    key: [
      'trusted-advisor',
      arn?.account ?? place.account ?? '',
      check,
      resource ?? pickText(item, ['accesskeyid', 'resourceid']) ?? '',
    ],
    facts: [
      ...fact('Resource', resource),
      ...fact('Status', status),
      ...factsIn(item, ['status', 'reason']),
    ],
  };
};

/** Objects of S3: its own notifications and EventBridge's. */
export const isObjectRecord = (value: unknown): value is Json =>
  isRecord(value) && isRecord(value['s3']) && typeof value['eventName'] === 'string';

const decodedKey = (object: unknown): string | undefined => {
  const decoded = textAt(object, 'urlDecodedKey');
  const key = textAt(object, 'key');
  if (decoded !== undefined || key === undefined) return decoded;
  try {
    return decodeURIComponent(key.replaceAll('+', ' '));
  } catch {
    return key;
  }
};

const objectVerbs: readonly (readonly [RegExp, string])[] = [
  [/^ObjectCreated/, 'was created'],
  [/^(?:ObjectRemoved|LifecycleExpiration)/, 'was deleted'],
  [/^ObjectRestore:Completed/, 'was restored'],
  [/^ObjectRestore/, 'is being restored'],
  [/^ObjectTagging/, 'had its tags changed'],
  [/^ObjectAcl/, 'had its access list changed'],
];

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html */
export const readObjectRecord = (record: Json): Reading => {
  const name = textAt(record, 'eventName') ?? '';
  const bucket = textAt(record, 's3', 'bucket', 'name') ?? 'a bucket';
  const object = valueAt(record, 's3', 'object');
  const key = decodedKey(object);
  const place = placeIn([record, pickRecord(record, ['useridentity'])]);
  const path = key === undefined ? bucket : `${bucket}/${key}`;
  return {
    ...place,
    title: `S3 object ${path}`,
    verb: objectVerbs.find(([pattern]) => pattern.test(name))?.[1] ?? 'changed',
    cause: name.startsWith('LifecycleExpiration') ? ['its lifecycle ended'] : undefined,
    status: event,
    at: parseTime(record['eventTime']),
    resource: path,
    key: ['s3', place.region ?? '', name, bucket, key ?? ''],
    facts: [
      ...fact('Bucket', bucket),
      ...fact('Object', key),
      ...fact(
        'Size',
        textAt(object, 'size') === undefined ? undefined : `${textAt(object, 'size') ?? ''} bytes`,
      ),
      ...fact('By', valueAt(record, 'userIdentity', 'principalId')),
      ...fact('From', valueAt(record, 'requestParameters', 'sourceIPAddress')),
      ...fact('Event', name),
    ],
  };
};

/** "CloudTrail put 3 files into a bucket": where the logs are, for programs. */
export const readLogDelivery = (body: Json): Reading | undefined => {
  const bucket = textAt(body, 's3Bucket');
  const keys = body['s3ObjectKey'];
  if (bucket === undefined || !Array.isArray(keys)) return undefined;
  const place = placeIn([placeInPath(keys[0])]);
  return {
    ...place,
    title: 'CloudTrail logs',
    verb: 'were delivered',
    cause: [`${counted(keys.length, 'file')} in `, foreign(bucket)],
    status: event,
    resource: bucket,
    severity: { level: 'info', reason: 'it only tells that CloudTrail is at work' },
    key: ['log-delivery', place.account ?? '', place.region ?? '', bucket],
    facts: [...fact('Bucket', bucket), ...fact(keys.length === 1 ? 'File' : 'Files', keys)],
  };
};
