import { writeFile } from 'node:fs/promises';
import { stringify } from 'yaml';
import { identityCenter } from './aws/identity/directory.ts';
import { trailGroup } from './aws/logs/trail-group.ts';
import {
  homeRegion,
  type Organisation,
  prod,
  security,
  staging,
  topics,
} from './aws/organisation.ts';
import { trailBucket } from './aws/s3/objects.ts';

export interface SandboxSettings {
  readonly mode: 'socket' | 'http';
  /** 0 takes any free one. */
  readonly port: number;
  /** Undefined: the store is what DATABASE_URL names. */
  readonly databasePath: string | undefined;
  readonly organisation: Organisation;
  /** The organisation trail's log group is named; else the bot has Event history alone. */
  readonly hasTrailLogs?: boolean;
  /** More topics, routes, queues … for tests; they stand before the sandbox's own. */
  readonly extra?: SettingsExtra | undefined;
}

/** In the form that trailwarden.yaml has. */
export interface SettingsExtra {
  readonly topics?: readonly string[];
  readonly routes?: readonly unknown[];
  readonly queues?: readonly unknown[];
  /** Behind the sandbox's own. */
  readonly accounts?: readonly unknown[];
  /** Instead of the sandbox's own. */
  readonly access?: unknown;
  readonly digests?: readonly unknown[];
}

const routes = [
  {
    when: { source: ['cloudwatch-alarm'], account: [prod], name: ['CloudTrail*'] },
    channel: 'sec-{account.name}',
  },
  { when: { account: [prod] }, channel: 'sec-prod' },
  { when: { account: [staging] }, channel: 'sec-{account.name}', severity: 'medium' },
  { when: { topic: [topics.findings] }, channel: 'sec-security' },
];

/** alice may ask everything, bob on call about the workloads; channels about theirs; all about themselves. */
const access = {
  admins: ['U0ALICE'],
  rules: [
    {
      members: ['S0SECURITY'],
      commands: ['all', 'trusted-advisor refresh'],
      accounts: ['all'],
    },
    { members: ['S0ONCALL'], commands: ['all'], accounts: ['workloads'] },
    { channels: ['sec-prod'], commands: ['all'], accounts: ['prod'] },
    { channels: ['sec-staging'], commands: ['all'], accounts: ['staging'] },
    { channels: ['sec-alerts'], commands: ['whodid'], accounts: ['all'] },
    { members: 'everyone', commands: ['whodid', 'iam-lastused'], accounts: ['all'], scope: 'self' },
  ],
};

const digests = [
  {
    name: 'weekly',
    cron: '0 9 * * 1',
    zone: 'Europe/Berlin',
    channel: 'security-digest',
    accountChannels: [{ accounts: [prod, staging], channel: 'sec-{account.name}' }],
  },
];

const trailBuckets = [{ bucket: trailBucket, account: security, region: homeRegion }];

const trailLogs = [{ logGroup: trailGroup.name, account: security, region: homeRegion }];

/** Writes the sandbox's trailwarden.yaml. */
export const writeSettings = async (path: string, settings: SandboxSettings): Promise<void> => {
  const { organisation, extra = {} } = settings;
  const listed = organisation.topics.filter((topic) => topic.isListed).map((topic) => topic.arn);
  const value = {
    slack: { mode: settings.mode, fallbackChannel: 'sec-alerts', linkHosts: ['wiki.example.com'] },
    http: { host: '127.0.0.1', port: settings.port },
    topics: [...(extra.topics ?? []), ...listed],
    ...(extra.queues ? { queues: extra.queues } : {}),
    accounts: [
      ...organisation.accounts.map(({ id, name, role, externalId, regions, groups }) => ({
        id,
        name,
        ...(role === undefined ? {} : { role }),
        ...(externalId === undefined ? {} : { externalId }),
        regions,
        groups,
      })),
      ...(extra.accounts ?? []),
    ],
    routes: [...(extra.routes ?? []), ...routes],
    access: extra.access ?? access,
    digests: extra.digests ?? digests,
    identityCenter,
    trailBuckets,
    ...(settings.hasTrailLogs === true ? { trailLogs } : {}),
    incidents: { reopenWithin: '30m' },
    ...(settings.databasePath === undefined ? {} : { store: { path: settings.databasePath } }),
  };
  await writeFile(path, stringify(value));
};
