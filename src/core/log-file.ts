import { type AccountId, asAccountId, asRegionId, type RegionId } from './ids.ts';
import { isRecord, textAt, valueAt } from './values.ts';

/** An object that a notice says was put into a bucket. */
export interface LogFile {
  readonly bucket: string;
  /** As S3 knows it, decoded. */
  readonly key: string;
  /** Where the bucket is, if the notice tells. */
  readonly region?: RegionId;
  /** Whose bucket it is, if the notice tells. */
  readonly account?: AccountId;
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
export const bucketPattern = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;

/** A bucket with digits only would do, but not one that a store or a log could not hold. */
const isUsable = ({ bucket, key }: LogFile): boolean =>
  bucketPattern.test(bucket) &&
  key.length > 0 &&
  key.length <= 1024 &&
  key.isWellFormed() &&
  !/\p{Cc}/u.test(key);

/** In notices of S3, but not in those of EventBridge and CloudTrail, a key is URL-encoded. */
const decoded = (key: string): string => {
  try {
    return decodeURIComponent(key.replaceAll('+', ' '));
  } catch {
    return key;
  }
};

const fileOf = (
  bucket: string | undefined,
  key: string | undefined,
  place: { readonly region?: unknown; readonly account?: unknown },
): readonly LogFile[] => {
  if (bucket === undefined || key === undefined) return [];
  const region = asRegionId(place.region);
  const account = asAccountId(place.account);
  return [{ bucket, key, ...(region && { region }), ...(account && { account }) }];
};

type Json = Readonly<Record<string, unknown>>;

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html */
const inNoticeOfS3 = (body: Json): readonly LogFile[] => {
  if (body['eventSource'] !== 'aws:s3') return [];
  if (textAt(body, 'eventName')?.startsWith('ObjectCreated:') !== true) return [];
  const key = textAt(body, 's3', 'object', 'key');
  const bucket = textAt(body, 's3', 'bucket', 'name');
  return fileOf(bucket, key && decoded(key), { region: body['awsRegion'] });
};

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html */
const inEvent = (body: Json): readonly LogFile[] => {
  if (body['source'] !== 'aws.s3' || body['detail-type'] !== 'Object Created') return [];
  const { region, account, detail } = body;
  const bucket = textAt(detail, 'bucket', 'name');
  return fileOf(bucket, textAt(detail, 'object', 'key'), { region, account });
};

/** https://docs.aws.amazon.com/awscloudtrail/latest/userguide/configure-sns-notifications-for-cloudtrail.html */
const inNoticeOfCloudTrail = (body: Json): readonly LogFile[] => {
  const bucket = textAt(body, 's3Bucket');
  const keys = valueAt(body, 's3ObjectKey');
  if (!Array.isArray(keys)) return [];
  return keys.flatMap((key: unknown) => (typeof key === 'string' ? fileOf(bucket, key, {}) : []));
};

/** The objects that a message says were put into a bucket; none if it is no such notice. */
export const logFilesIn = (body: unknown): readonly LogFile[] => {
  if (!isRecord(body)) return [];
  const files = [...inNoticeOfS3(body), ...inEvent(body), ...inNoticeOfCloudTrail(body)];
  return files.every(isUsable) ? files : [];
};

// Digests and Insights stand under CloudTrail-Digest and CloudTrail-Insight.
// https://docs.aws.amazon.com/awscloudtrail/latest/userguide/get-and-view-cloudtrail-log-files.html
const trailLog =
  /^(?:(.+)\/)?AWSLogs\/(?:o-[a-z0-9]{10,32}\/)?\d{12}\/CloudTrail\/[a-z0-9-]{1,30}\/\d{4}\/\d{2}\/\d{2}\/[^/]+\.json\.gz$/;

/** Is it the key of a log file with records? `prefix`: what stands before `AWSLogs`, if that is fixed. */
export const isTrailLog = (key: string, prefix?: string): boolean => {
  const found = trailLog.exec(key);
  return found !== null && (prefix === undefined || found[1] === prefix);
};
