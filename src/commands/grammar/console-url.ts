import { asRegionId, type RegionId } from '../../core/ids.ts';

/** What a pasted address is about. */
export interface UrlSubject {
  readonly word: string;
  readonly region: RegionId | undefined;
}

/** Ids that AWS's services give, which mean the same wherever they stand in an address. */
const resourceId =
  /(?<![A-Za-z0-9-])(?:sg|sgr|i|vpc|subnet|vol|ami|snap|eni|rtb|igw|nat|acl|vpce|pcx|tgw|lt|eipalloc|dopt|vgw|cgw|vpn|fl|key)-[0-9a-f]{8,17}(?![A-Za-z0-9])/;

const eventId =
  /\/events\/([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})(?![0-9a-f])/;

const arn = /arn:aws[a-z-]{0,20}:[a-z0-9-]{1,40}:[a-z0-9-]{0,30}:\d{0,12}:[^\s?&#;|]{1,500}/;

/** Where a console's page names what it shows; what is longer than 256 is no name. */
const names: readonly RegExp[] = [
  /#\/?users\/(?:details\/)?([^/?&#]{1,256})/,
  /#\/?roles\/(?:details\/)?([^/?&#]{1,256})/,
  /#\/?groups\/(?:details\/)?([^/?&#]{1,256})/,
  /\/s3\/(?:buckets|object|home\/buckets|upload)\/([^/?&#]{1,256})/,
  /#\/?functions\/([^/?&#]{1,256})/,
  /#\/?kms\/keys\/([^/?&#]{1,256})/,
  /#alarmsV2:alarm\/([^/?&#]{1,256})/,
  /#(?:database|dbinstance):(?:dbInstanceId|id)=([^;?&#]{1,256})/,
  /[#&?](?:table\?name|table|initialTagKey|name|stackName|EventName|ResourceName|Username)=([^;?&#]{1,256})/,
];

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

const regionIn = (url: URL): RegionId | undefined =>
  asRegionId(url.searchParams.get('region')) ?? asRegionId(url.hostname.split('.')[0]);

const isConsole = (host: string): boolean =>
  /(?:^|\.)console\.(?:aws\.amazon\.com|amazonaws\.cn|amazonaws-us-gov\.com|amazonaws-eusc\.eu)$/.test(
    host,
  );

/** `bucket.s3.eu-west-1.amazonaws.com`, `s3.eu-west-1.amazonaws.com/bucket`. */
const bucketOf = (url: URL): string | undefined => {
  const host = /^(?:([a-z0-9.-]{3,63})\.)?s3[.-][a-z0-9.-]{0,40}amazonaws\.com(?:\.cn)?$/.exec(
    url.hostname,
  );
  if (host === null) return undefined;
  return host[1] ?? url.pathname.split('/').find((part) => part !== '');
};

const subjectIn = (text: string): string | undefined => {
  const found = eventId.exec(text)?.[1] ?? arn.exec(text)?.[0] ?? resourceId.exec(text)?.[0];
  if (found !== undefined) return found;
  for (const name of names) {
    const named = name.exec(text)?.[1];
    if (named !== undefined) return decoded(named);
  }
  return undefined;
};

/**
 * What a pasted address of AWS's console, or of a bucket, is about: an event's id, an ARN, a
 * resource's id or a name. Undefined: nothing that we know to look for.
 */
export const subjectOfUrl = (address: string): UrlSubject | undefined => {
  if (!URL.canParse(address)) return undefined;
  const url = new URL(address);
  const bucket = url.protocol === 's3:' ? url.hostname : bucketOf(url);
  if (bucket !== undefined && bucket !== '') return { word: bucket, region: undefined };
  if (!isConsole(url.hostname)) return undefined;
  // CloudWatch's console escapes with `$` in place of `%`.
  const text = decoded(`${url.pathname}${url.search}${url.hash}`.replaceAll('$252F', '%2F'));
  const word = subjectIn(text);
  return word === undefined ? undefined : { word, region: regionIn(url) };
};
