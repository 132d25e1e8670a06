import { isRegionId, type RegionId, type TopicArn } from '../core/ids.ts';

/** Who signs for a topic, by the topic's own region and partition. */
export interface SigningAuthority {
  readonly region: RegionId;
  /** `https://sns.<region>.<suffix>`, without a slash at the end. */
  readonly origin: string;
  /** The name its certificate is made out to. */
  readonly certificateName: string;
}

// https://docs.aws.amazon.com/general/latest/gr/rande-manage.html: regions that are off by default.
// There the certificate carries the region's name, as in AWS's own Java SDK v2 (sns-message-manager).
const optInRegions: ReadonlySet<string> = new Set([
  'af-south-1',
  'ap-east-1',
  'ap-east-2',
  'ap-south-2',
  'ap-southeast-3',
  'ap-southeast-4',
  'ap-southeast-5',
  'ap-southeast-6',
  'ap-southeast-7',
  'ca-west-1',
  'eu-central-2',
  'eu-south-1',
  'eu-south-2',
  'il-central-1',
  'me-central-1',
  'me-south-1',
  'mx-central-1',
]);

interface Partition {
  readonly suffix: string;
  readonly owns: (region: string) => boolean;
  readonly certificateName: (region: string) => string;
}

const isOther = (region: string): boolean =>
  /^(?:cn|us-gov|eusc|us-iso[a-z]?|eu-iso[a-z]?)-/.test(region);

const partitions = new Map<string, Partition>([
  [
    'aws',
    {
      suffix: 'amazonaws.com',
      owns: (region) => !isOther(region),
      certificateName: (region) =>
        optInRegions.has(region) ? `sns-signing.${region}.amazonaws.com` : 'sns.amazonaws.com',
    },
  ],
  [
    'aws-cn',
    {
      suffix: 'amazonaws.com.cn',
      owns: (region) => region.startsWith('cn-'),
      certificateName: (region) => `sns-${region}.amazonaws.com.cn`,
    },
  ],
  [
    'aws-us-gov',
    {
      suffix: 'amazonaws.com',
      owns: (region) => region.startsWith('us-gov-'),
      certificateName: () => 'sns-us-gov-west-1.amazonaws.com',
    },
  ],
  [
    'aws-eusc',
    {
      suffix: 'amazonaws.eu',
      owns: (region) => region.startsWith('eusc-'),
      certificateName: () => 'sns-signing.eusc-de-east-1.amazonaws.eu',
    },
  ],
]);

// https://docs.aws.amazon.com/sns/latest/api/API_CreateTopic.html: the characters of a name.
const topicPattern =
  /^arn:([a-z-]{3,20}):sns:([a-z0-9-]{5,30}):\d{12}:[A-Za-z0-9_-]{1,256}(?:\.fifo)?$/;

/** Who may sign for this topic; undefined if it is no topic's ARN, or of an unknown partition. */
export const authorityOf = (topicArn: string): SigningAuthority | undefined => {
  const [, name, region] = topicPattern.exec(topicArn) ?? [];
  const partition = partitions.get(name ?? '');
  if (!partition || region === undefined || !isRegionId(region) || !partition.owns(region))
    return undefined;
  return {
    region,
    origin: `https://sns.${region}.${partition.suffix}`,
    certificateName: partition.certificateName(region),
  };
};

/** Is this the whole of a topic's ARN, and nothing else? */
export const isTopicArn = (text: string): text is TopicArn => authorityOf(text) !== undefined;

const certificatePath = /^\/SimpleNotificationService-[0-9a-f]{32}\.pem$/;

/**
 * Is `url` a certificate of this authority? Compared as text, so that no URL parser has a say in
 * what the host is.
 */
export const isCertificateUrl = (url: string, authority: SigningAuthority): boolean =>
  url.startsWith(authority.origin) && certificatePath.test(url.slice(authority.origin.length));
