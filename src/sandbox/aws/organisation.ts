/** An account of the sample organisation. */
export interface SampleAccount {
  readonly id: string;
  readonly name: string;
  readonly groups: readonly string[];
  /** The role that the bot assumes there; none where it lives. */
  readonly role: string | undefined;
  readonly externalId: string | undefined;
  readonly regions: readonly string[];
  /** Actions that the bot's role lacks there, as `cloudtrail:LookupEvents`. */
  readonly denies?: readonly string[];
  readonly disabledRegions?: readonly string[];
}

interface SampleTopic {
  readonly arn: string;
  /** The bot's settings list it. */
  readonly isListed: boolean;
}

export interface Organisation {
  readonly accounts: readonly SampleAccount[];
  readonly topics: readonly SampleTopic[];
  /** The bot's own credentials. */
  readonly own: {
    readonly account: string;
    readonly arn: string;
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
  };
  /** Long-term access keys and the accounts they belong to. */
  readonly accessKeys: ReadonlyMap<string, string>;
}

export const prod = '111122223333';
export const staging = '444455556666';
export const security = '777788889999';
export const homeRegion = 'eu-west-1';

const topicArn = (account: string, name: string, region = homeRegion): string =>
  `arn:aws:sns:${region}:${account}:${name}`;

export const topics = {
  alarms: topicArn(prod, 'security-alarms'),
  staging: topicArn(staging, 'security-alarms'),
  findings: topicArn(security, 'security-findings'),
  global: topicArn(prod, 'global-alarms', 'us-east-1'),
  unlisted: topicArn(prod, 'team-notes'),
};

const role = (account: string): string => `arn:aws:iam::${account}:role/TrailwardenReader`;

/** Three accounts: the bot lives in `security` and reads the two others by a role. */
export const sampleOrganisation: Organisation = {
  accounts: [
    {
      id: prod,
      name: 'prod',
      groups: ['workloads', 'critical'],
      role: role(prod),
      externalId: undefined,
      regions: [homeRegion, 'us-east-1'],
    },
    {
      id: staging,
      name: 'staging',
      groups: ['workloads'],
      role: role(staging),
      externalId: 'example-external-id',
      regions: [homeRegion],
    },
    {
      id: security,
      name: 'security',
      groups: ['core'],
      role: undefined,
      externalId: undefined,
      regions: [homeRegion],
    },
  ],
  topics: [
    { arn: topics.alarms, isListed: true },
    { arn: topics.staging, isListed: true },
    { arn: topics.findings, isListed: true },
    { arn: topics.global, isListed: true },
    { arn: topics.unlisted, isListed: false },
  ],
  own: {
    account: security,
    arn: `arn:aws:sts::${security}:assumed-role/Trailwarden/sandbox`,
    accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
    secretAccessKey: 'sandbox-secret-access-key',
  },
  accessKeys: new Map([
    ['AKIAIOSFODNN7EXAMPLE', security],
    ['AKIAI44QH8DHBEXAMPLE', prod],
  ]),
};
