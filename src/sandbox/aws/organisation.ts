import {
  homeRegion,
  largeAccounts,
  prod,
  type SampleAccount,
  security,
  smallAccounts,
  staging,
} from './accounts.ts';
import { accessKeys, sessionKeys } from './story-facts.ts';

export { homeRegion, prod, security, staging } from './accounts.ts';

interface SampleTopic {
  readonly arn: string;
  /** The bot's settings list it. */
  readonly isListed: boolean;
}

/** Where the story's scenes are set; the small organisation plays several in one account. */
export interface StoryPlaces {
  readonly prod: string;
  readonly staging: string;
  readonly tooling: string;
  readonly dataLake: string;
  readonly bucketRegion: string;
  /** Whose root user signed in. */
  readonly sandbox: string;
}

export interface Organisation {
  readonly size: 'small' | 'large';
  readonly accounts: readonly SampleAccount[];
  readonly topics: readonly SampleTopic[];
  readonly places: StoryPlaces;
  /** The bot's own credentials. */
  readonly own: {
    readonly account: string;
    readonly arn: string;
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
  };
  /** Access keys that the story is about, and the accounts they belong to. */
  readonly accessKeys: ReadonlyMap<string, string>;
}

const topicArn = (account: string, name: string, region = homeRegion): string =>
  `arn:aws:sns:${region}:${account}:${name}`;

export const topics = {
  alarms: topicArn(prod, 'security-alarms'),
  staging: topicArn(staging, 'security-alarms'),
  findings: topicArn(security, 'security-findings'),
  global: topicArn(prod, 'global-alarms', 'us-east-1'),
  unlisted: topicArn(prod, 'team-notes'),
};

const ownKey = 'AKIAIOSFODNN7EXAMPLE';

const organisation = (
  size: Organisation['size'],
  accounts: readonly SampleAccount[],
  places: StoryPlaces,
): Organisation => ({
  size,
  accounts,
  topics: Object.values(topics).map((arn) => ({ arn, isListed: arn !== topics.unlisted })),
  places,
  own: {
    account: security,
    arn: `arn:aws:sts::${security}:assumed-role/Trailwarden/sandbox`,
    accessKeyId: ownKey,
    secretAccessKey: 'sandbox-secret-access-key',
  },
  accessKeys: new Map([
    [ownKey, security],
    ...Object.values(accessKeys).map((key) => [key, prod] as const),
    [sessionKeys.alice, prod],
    [sessionKeys.carol, places.dataLake],
    [sessionKeys.dave, staging],
    [sessionKeys.ciDeploy, places.tooling],
    [sessionKeys.deploy, prod],
    [sessionKeys.autoScaling, prod],
  ]),
});

const idOf = (name: string): string => largeAccounts.find((one) => one.name === name)?.id ?? '';

/**
 * `small`: three accounts; the bot lives in `security` and reads the two others by a role.
 * `large`: 40 accounts with 17 regions each, 150 users and 40 roles (`legacy` has 5,000 and 60), whose
 * flaws change over three weeks; `acquired-1` refuses LookupEvents, `acquired-2` lists a region that is
 * not enabled, and `partners` lets nobody read anything in the second week.
 */
export const organisations: Readonly<Record<Organisation['size'], Organisation>> = {
  small: organisation('small', smallAccounts, {
    prod,
    staging,
    tooling: staging,
    dataLake: staging,
    bucketRegion: homeRegion,
    sandbox: staging,
  }),
  large: organisation('large', largeAccounts, {
    prod,
    staging,
    tooling: idOf('tooling'),
    dataLake: idOf('data-lake'),
    bucketRegion: 'ap-southeast-2',
    sandbox: idOf('sandbox-3'),
  }),
};
