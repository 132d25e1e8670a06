import { z } from 'zod';
import { isRegionId } from '../core/ids.ts';
import { severities } from '../core/severity.ts';
import { access, identityCenter, trailLog } from './access-schema.ts';
import { digest } from './digest-schema.ts';
import { page } from './page-schema.ts';
import {
  accountId,
  channel,
  channelPattern,
  duration,
  externalId,
  oneOrMore,
  region,
  topicArn,
  words,
} from './schema-parts.ts';
import { suppression } from './suppress-schema.ts';
import { trailBucket } from './trail-buckets-schema.ts';
import { unit } from './unit-schema.ts';

const rolePattern = /^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]{1,576}$/;
const hostPattern = /^[a-z0-9-]+(?:\.[a-z0-9-]+)*$/;
const accountNamePattern = /^[\p{L}\p{N}][\p{L}\p{N} _.@()-]{0,79}$/u;

const severity = z.enum(severities);
const topic = z.union([
  topicArn.transform((arn) => ({ arn, signatureVersion: 'any' as const })),
  z.strictObject({
    arn: topicArn,
    signatureVersion: z
      .enum(['2', 'any'])
      .default('any')
      .meta({ description: '"2" refuses SHA-1 signatures; any takes both.' }),
  }),
]);

// The region is in the host: https://docs.aws.amazon.com/general/latest/gr/sqs-service.html
const queueHost =
  /^(?:sqs\.([a-z0-9-]+)|([a-z0-9-]+)\.queue)\.(?:amazonaws\.com(?:\.cn)?|amazonaws\.eu|api\.aws)$/;

const isUrl = (text: string): boolean => {
  const protocol = URL.parse(text)?.protocol;
  return protocol === 'https:' || protocol === 'http:';
};
const url = z.string().refine(isUrl, { error: 'is not a URL that begins with https://' });

const queue = z.union([
  url.transform((address, context) => {
    const [, modern, legacy] = queueHost.exec(URL.parse(address)?.hostname ?? '') ?? [];
    const found = modern ?? legacy ?? '';
    if (isRegionId(found)) return { url: address, region: found };
    context.addIssue({
      code: 'custom',
      message: 'does not tell its region: write it as url: … and region: …, each on its own line',
    });
    return z.NEVER;
  }),
  z.strictObject({ url, region }),
]);

const account = z.strictObject({
  id: accountId.meta({ description: 'Twelve digits, in quotes.' }),
  name: z
    .string()
    .regex(accountNamePattern, {
      error: 'is not a usable name: letters, digits, spaces and - _ . @ ( ), at most 80 characters',
    })
    .meta({ description: 'What people call the account; messages and routes use it.' }),
  role: z
    .string()
    .regex(rolePattern, {
      error:
        'is not the ARN of a role: those look like arn:aws:iam::111122223333:role/TrailwardenReader',
    })
    .optional()
    .meta({ description: 'The role to assume there; none for the account the bot runs in.' }),
  externalId: externalId.optional(),
  regions: z
    .array(region)
    .default([])
    .meta({ description: 'The regions whose alarms are read there.' }),
  groups: z
    .array(words)
    .default([])
    .meta({ description: 'Names that routes and access rules may use for several accounts.' }),
});

const when = z.strictObject({
  topic: oneOrMore(words).exactOptional().meta({ description: 'ARNs or names of listed topics.' }),
  account: oneOrMore(words)
    .exactOptional()
    .meta({ description: 'Ids, names or groups of listed accounts.' }),
  region: oneOrMore(region).exactOptional(),
  severity: oneOrMore(severity).exactOptional(),
  source: oneOrMore(words)
    .exactOptional()
    .meta({ description: 'Notifiers, e.g. cloudwatch-alarm.' }),
  name: oneOrMore(words)
    .exactOptional()
    .meta({ description: 'Alarm or finding names; * stands for any characters.' }),
});

const route = z.strictObject({
  when: when
    .default({})
    .meta({ description: 'Every condition given must hold; a list is an "or".' }),
  channel: channelPattern,
  severity: severity.optional().meta({ description: 'Overrides every other severity.' }),
  continue: z.boolean().default(false).meta({ description: 'Let later routes add channels.' }),
  unwatched: z.boolean().default(false).meta({
    description:
      'Take records of CloudTrail too that no detection matches. Where no route does, they are counted and not shown.',
  }),
  page: page.optional(),
  autoResolve: duration.optional().meta({
    description:
      'A detection does not resolve itself; here it is closed so long after its last change, where nobody did. Without it only people close them.',
  }),
});

/** trailwarden.yaml, key by key, with its defaults. Anything else in it is refused. */
export const fileSchema = z.strictObject({
  slack: z.strictObject({
    mode: z
      .enum(['socket', 'http'])
      .default('socket')
      .meta({ description: 'socket needs SLACK_APP_TOKEN, http needs SLACK_SIGNING_SECRET.' }),
    fallbackChannel: channel.meta({
      description:
        'Where an alert goes that no route takes, or whose channel cannot be written to.',
    }),
    linkHosts: z
      .array(
        z.string().regex(hostPattern, {
          error:
            'is not a host name: write it without https:// and in lower case, like wiki.example.com',
        }),
      )
      .default([])
      .meta({ description: "Hosts, besides AWS's console, that a link in a message may lead to." }),
  }),
  http: z
    .strictObject({
      host: words.default('0.0.0.0').meta({ description: 'The address to listen on.' }),
      port: z.int().min(0).max(65_535).default(8080).meta({ description: '0 takes any free one.' }),
      publicUrl: url.optional().meta({
        description:
          'The address SNS reaches the bot at, e.g. https://alarms.example.com; SNS posts to /sns under it.',
      }),
    })
    .prefault({}),
  topics: z
    .array(topic)
    .default([])
    .meta({ description: 'The SNS topics to believe, also those behind a queue.' }),
  queues: z
    .array(queue)
    .default([])
    .meta({ description: 'SQS queues that are subscribed to the topics.' }),
  accounts: z
    .array(z.union([account, unit]))
    .default([])
    .meta({
      description: 'Accounts, and units of the organisation (unit: ou-…) with all of theirs.',
    }),
  routes: z
    .array(route)
    .default([])
    .meta({ description: 'The first that matches decides; none: the fallback channel.' }),
  access: access.prefault({}),
  trailLogs: z.array(trailLog).default([]).meta({
    description: 'Log groups that a CloudTrail trail writes to; asked before Event history.',
  }),
  trailBuckets: z.array(trailBucket).default([]).meta({
    description: 'Buckets whose log files are read when a notice of S3 or CloudTrail names them.',
  }),
  suppress: z.array(suppression).default([]),
  digests: z.array(digest).default([]),
  identityCenter: identityCenter.optional(),
  incidents: z
    .strictObject({
      reopenWithin: duration.prefault('30m').meta({
        description: 'An alarm that fires again this soon after its OK reopens the same incident.',
      }),
    })
    .prefault({}),
  store: z
    .strictObject({
      path: words.optional().meta({
        description: 'The SQLite file; without it data/trailwarden.db. PostgreSQL: DATABASE_URL.',
      }),
    })
    .prefault({}),
});

/** The lists' entries one by one: a bad one must not hide what is wrong with the others. */
export const entrySchemas = { topics: topic, queues: queue, accounts: account, routes: route };

export type SettingsFile = z.output<typeof fileSchema>;
