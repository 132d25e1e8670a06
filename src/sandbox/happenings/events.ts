import { randomUUID } from 'node:crypto';
import { homeRegion, prod, topics } from '../aws/organisation.ts';
import { unitId } from '../aws/organizations/units.ts';
import type { Json } from '../json.ts';
import type { Happening, World } from './happening.ts';

/** An EventBridge event; a rule sends it to the findings' topic as it is. */
const event = (world: World, source: string, detailType: string, detail: Json): Promise<unknown> =>
  world.aws.publish({
    topicArn: topics.findings,
    message: JSON.stringify({
      version: '0',
      id: randomUUID(),
      'detail-type': detailType,
      source,
      account: prod,
      time: new Date(world.clock.now()).toISOString().replace(/\.\d+Z$/, 'Z'),
      region: homeRegion,
      resources: [],
      detail,
    }),
  });

const finding = (world: World, type: string, severity: number, title: string): Json => {
  const id = randomUUID().replaceAll('-', '');
  const now = new Date(world.clock.now()).toISOString();
  return {
    schemaVersion: '2.0',
    accountId: prod,
    region: homeRegion,
    id,
    arn: `arn:aws:guardduty:${homeRegion}:${prod}:detector/12abc34d567e8fa901bc2d34e56789f0/finding/${id}`,
    type,
    severity,
    title,
    description: `${title}. Look at the instance's traffic and at who may sign in to it.`,
    resource: {
      resourceType: 'Instance',
      instanceDetails: { instanceId: 'i-0abcdef1234567890', instanceType: 't3.large' },
    },
    service: {
      serviceName: 'guardduty',
      count: 1,
      eventFirstSeen: now,
      eventLastSeen: now,
      archived: false,
    },
    createdAt: now,
    updatedAt: now,
  };
};

const guardDuty = (what: string, title: string, type: string, severity: number): Happening => ({
  what,
  title: `GuardDuty: ${title}`,
  run: async (world) => {
    await event(world, 'aws.guardduty', 'GuardDuty Finding', finding(world, type, severity, title));
  },
});

/** What a name may hold when an attacker picks it; nothing of it must come to life in Slack. */
const hostile =
  '<!channel> <https://example.com/login|Sign in again> *resolved* :white_check_mark: `x';

export const eventHappenings: readonly Happening[] = [
  guardDuty(
    'guardduty-finding',
    'SSH brute force against i-0abcdef1234567890',
    'UnauthorizedAccess:EC2/SSHBruteForce',
    5,
  ),
  guardDuty(
    'guardduty-critical',
    'Credentials of an instance are used from 198.51.100.23',
    'UnauthorizedAccess:IAMUser/InstanceCredentialExfiltration.OutsideAWS',
    9.1,
  ),
  {
    what: 'plain-text',
    title: 'A message that is no JSON (a budget)',
    run: async ({ aws }) => {
      await aws.publish({
        topicArn: topics.alarms,
        subject: 'AWS Budgets: monthly has exceeded your alert threshold',
        message: `AWS Budget Notification\nAWS Account ${prod}\n\nBudget Name: monthly\nBudget Type: Cost\nBudgeted Amount: $1,000.00\nAlert Type: ACTUAL\nAlert Threshold: > $800.00\nACTUAL Amount: $812.40\n`,
      });
    },
  },
  {
    what: 'unknown-json',
    title: 'JSON that no notifier knows',
    run: async ({ aws }) => {
      await aws.publish({
        topicArn: topics.alarms,
        message: JSON.stringify({
          title: 'Backup of orders failed',
          severity: 'high',
          account: prod,
          resource: `arn:aws:rds:${homeRegion}:${prod}:db:orders`,
        }),
      });
    },
  },
  {
    what: 'hostile-text',
    title: 'A finding whose title tries to ping everybody',
    run: async (world) => {
      const detail = finding(world, 'Recon:EC2/Portscan', 2, hostile);
      await event(world, 'aws.guardduty', 'GuardDuty Finding', detail);
    },
  },
  {
    what: 'account-joins',
    title: 'An account joins the organisation',
    run: ({ aws }) => {
      const unit = unitId('workloads');
      aws.units.join({ id: '100000000099', name: 'payments-next', unit });
      return Promise.resolve();
    },
  },
  {
    what: 'unlisted-topic',
    title: 'A genuine message of a topic that the settings do not list',
    run: async ({ aws }) => {
      await aws.publish({ topicArn: topics.unlisted, message: 'Lunch is at noon.' });
    },
  },
  {
    what: 'unsubscribed',
    title: 'Somebody unsubscribes the bot from staging',
    run: ({ aws }) => {
      const subscribed = aws.sns.topics.get(topics.staging)?.subscriptions ?? [];
      for (const subscription of subscribed.slice()) aws.sns.unsubscribe(subscription);
      return Promise.resolve();
    },
  },
];
