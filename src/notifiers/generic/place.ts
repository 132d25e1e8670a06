import { type Arn, parseArn } from '../../core/arn.ts';
import { type AccountId, asAccountId, type RegionId } from '../../core/ids.ts';
import type { Notification } from '../../core/notification.ts';
import { regionOf } from '../../core/regions.ts';
import { asText, isRecord, valueAt } from '../../core/values.ts';
import { pick, plainName } from './fields.ts';
import type { Json } from './reading.ts';

const accountNames = [
  'awsaccountid',
  'recipientaccountid',
  'affectedaccount',
  'accountid',
  'account',
  'linkedaccount',
];
const regionNames = ['awsregion', 'eventregion', 'region', 'regionaz'];

/** `us-west-2b` is in us-west-2. */
const regionIn = (value: unknown): RegionId | undefined =>
  regionOf(value) ??
  (typeof value === 'string' ? regionOf(value.replace(/(?<=\d)[a-z]$/, '')) : undefined);

const accountField = (record: Json): AccountId | undefined =>
  accountNames
    .map((name) => asAccountId(asText(pick(record, [name]))))
    .find((account) => account !== undefined);

const regionField = (record: Json): RegionId | undefined =>
  regionNames.map((name) => regionIn(pick(record, [name]))).find((region) => region !== undefined);

/** Every ARN in a record's own fields and lists, those of resources first. */
const arnsIn = (record: Json): readonly Arn[] =>
  Object.entries(record)
    .toSorted(([a], [b]) => Number(/resource/i.test(b)) - Number(/resource/i.test(a)))
    .flatMap(([, value]) => (Array.isArray(value) ? value.slice(0, 5) : [value]))
    .flatMap((value: unknown) =>
      isRecord(value)
        ? [value['Id'], value['id'], value['ARN'], value['arn'], value['uid']]
        : [value],
    )
    .flatMap((value) => parseArn(value) ?? []);

/** AWS's own resources (`product/aws/securityhub`) are nobody's account. */
const firstOf = <T>(arns: readonly Arn[], part: (arn: Arn) => T | undefined): T | undefined =>
  arns.map(part).find((found) => found !== undefined);

/**
 * The account and the region that records tell of; the first record that does decides: by its
 * fields, then by the ARNs in it.
 */
export const placeIn = (
  records: readonly Json[],
): { readonly account: AccountId | undefined; readonly region: RegionId | undefined } => {
  const cloud = records.map((record) => valueAt(record, 'cloud')).find(isRecord);
  const arns = records.flatMap(arnsIn);
  const first = <T>(read: (record: Json) => T | undefined): T | undefined =>
    records.map(read).find((found) => found !== undefined);
  return {
    account:
      asAccountId(valueAt(cloud, 'account', 'uid')) ??
      first(accountField) ??
      firstOf(arns, (arn) => arn.account),
    region:
      regionOf(valueAt(cloud, 'region')) ??
      first(regionField) ??
      firstOf(arns, (arn) => arn.region),
  };
};

/** In a text: "AWS Account 111122223333", "Region: us-east-1", an ARN. */
export const placeInText = (
  text: string,
): { readonly account: AccountId | undefined; readonly region: RegionId | undefined } => {
  const head = text.slice(0, 20_000);
  const arns = [
    ...head.matchAll(
      /arn:aws[a-z-]{0,10}:[a-z0-9-]{1,30}:[a-z0-9-]{0,30}:\d{0,12}:[^\s"',;]{1,200}/g,
    ),
  ]
    .slice(0, 20)
    .flatMap(([arn]) => parseArn(arn) ?? []);
  const account = /\baccount(?: ?id)?[\s:#=(]{1,5}(\d{12})(?!\d)/i.exec(head)?.[1];
  const region =
    /\bregion(?: name)?[\s:=(]{1,5}([a-z]{2,5}(?:-[a-z]{1,10}){1,3}-\d)(?![\w-])/i.exec(head)?.[1];
  return {
    account: asAccountId(account) ?? firstOf(arns, (arn) => arn.account),
    region: regionOf(region) ?? firstOf(arns, (arn) => arn.region),
  };
};

/** In the path of an object that AWS delivered: `AWSLogs/111122223333/Config/us-east-2/…`. */
export const placeInPath = (path: unknown): Json => {
  const found = /AWSLogs\/(?:o-[a-z0-9]{1,40}\/)?(\d{12})\/[\w-]{1,40}\/([a-z0-9-]{1,30})\//.exec(
    typeof path === 'string' ? path.slice(0, 2000) : '',
  );
  return found === null ? {} : { account: found[1], region: found[2] };
};

/** The topic's own account and region: the last thing to go by. */
export const placeOfTopic = ({ topicArn }: Notification) => parseArn(topicArn);

/** Plain names of the fields that `placeIn` reads; no need to list them again as facts. */
export const isPlaceName = (name: string): boolean => {
  const plain = plainName(name);
  return accountNames.includes(plain) || regionNames.includes(plain);
};
