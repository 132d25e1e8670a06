import { gunzipSync } from 'node:zlib';
import { CloudWatchLogs } from '@aws-sdk/client-cloudwatch-logs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { day, minute } from '../../src/core/clock.ts';
import { matchDetections } from '../../src/detections/match.ts';
import { topics } from '../../src/sandbox/aws/organisation.ts';
import { changeAlarm } from '../../src/sandbox/happenings/alarm-world.ts';
import type { World } from '../../src/sandbox/happenings/happening.ts';
import { happenings } from '../../src/sandbox/happenings/index.ts';
import { type OrganisationUnderTest, startOrganisation } from './aws-clients.ts';
import { failure } from './fakes.ts';
import { type Receiver, startReceiver } from './receiver.ts';

const prod = '111122223333';
const staging = '444455556666';
const security = '777788889999';

interface Record {
  readonly eventID: string;
  readonly eventName: string;
  readonly errorCode?: string;
  readonly recipientAccountId: string;
  readonly userIdentity: { readonly arn: string; readonly accessKeyId: string };
}

let under: OrganisationUnderTest;
let receiver: Receiver;
beforeEach(async () => {
  under = await startOrganisation();
  receiver = await startReceiver();
  const topic = under.aws.sns.topics.get(topics.findings)!;
  const wanted = { protocol: 'http', endpoint: receiver.endpoint, owner: topic.owner };
  under.aws.sns.subscribe(topic, wanted, { isConfirmed: true });
});
afterEach(async () => {
  await receiver.stop();
  await under.aws.stop();
});

const happen = async (what: string): Promise<void> => {
  const { aws, clock } = under;
  const changes = { announce: () => {}, listen: () => () => {} };
  const alarm = changeAlarm({ aws, clock, changes } as unknown as World);
  const world = { aws, clock, trail: aws.trail, alarm } as unknown as World;
  await happenings.find((one) => one.what === what)!.run(world);
};

/** What came to the findings' topic. */
const messages = () => receiver.received.map(({ body }) => JSON.parse(JSON.parse(body).Message));

describe('what EventBridge tells of', () => {
  it.each([
    ['guardduty-off', 'guardduty-switched-off', 'aws.guardduty'],
    ['security-hub-off', 'security-hub-switched-off', 'aws.securityhub'],
    ['inspector-off', 'inspector-switched-off', 'aws.inspector2'],
    ['macie-off', 'macie-switched-off', 'aws.macie2'],
    ['flow-log-deleted', 'flow-log-deleted', 'aws.ec2'],
    ['alarm-deleted', 'alarm-deleted-or-disabled', 'aws.monitoring'],
    ['metric-filter-deleted', 'log-filter-deleted', 'aws.logs'],
    ['log-group-deleted', 'log-group-deleted', 'aws.logs'],
    ['topic-deleted', 'topic-or-subscription-deleted', 'aws.sns'],
    ['event-rule-disabled', 'event-rule-deleted-or-disabled', 'aws.events'],
    ['web-acl-disassociated', 'waf-acl-deleted-or-disassociated', 'aws.wafv2'],
    ['key-deletion-scheduled', 'kms-key-disabled-or-deleted', 'aws.kms'],
    ['root-signs-in', 'root-use', 'aws.signin'],
  ])('%s is in the catalogue as %s', async (what, detection, source) => {
    await happen(what);

    const [event] = messages();
    expect(event).toMatchObject({ source, account: prod });
    expect(event['detail-type']).toBe(
      source === 'aws.signin'
        ? 'AWS Console Sign In via CloudTrail'
        : 'AWS API Call via CloudTrail',
    );
    expect(matchDetections(event.detail)[0]?.id).toBe(detection);
  });

  it('a run of terraform is 300 changes of 15 kinds by one role, soon told', async () => {
    const startedAt = performance.now();

    await happen('terraform-apply');

    const records: Record[] = messages().map(({ detail }) => detail);
    expect(performance.now() - startedAt).toBeLessThan(10_000);
    expect(new Set(records.map(({ eventID }) => eventID)).size).toBe(300);
    expect(new Set(records.map(({ eventName }) => eventName)).size).toBe(15);
    expect(new Set(records.map(({ userIdentity }) => userIdentity.arn))).toEqual(
      new Set([`arn:aws:sts::${prod}:assumed-role/deploy/infra-main`]),
    );
    const counts = Map.groupBy(records, ({ eventName }) => eventName);
    const once = [...counts].filter(([, all]) => all.length === 1).map(([name]) => name);
    expect(once).toEqual(['DeleteNetworkAclEntry', 'DeleteRolePolicy']);
    expect(records.every((record) => matchDetections({ ...record }).length > 0)).toBe(true);
  });

  it('a run of terraform is what the pipeline did a month ago, but for two calls', async () => {
    await happen('terraform-apply');

    const { now } = under.clock;
    const month = [...under.aws.trail.eventsIn(prod, 'eu-west-1')].filter(
      ({ at, record }) => at < now() - 30 * day && JSON.stringify(record).includes('infra-main'),
    );
    const global = under.aws.trail.eventsIn(prod, 'us-east-1');
    const names = new Set(month.map(({ name }) => name));
    expect(names.size).toBe(11);
    expect(names).not.toContain('DeleteNetworkAclEntry');
    expect(month.every(({ loggedAt }) => loggedAt < now() - 30 * day)).toBe(true);
    expect(global.filter(({ name }) => name === 'DeleteRolePolicy')).toHaveLength(1);
  });

  it("the bot's own roles are denied, where they read and at home, by their own keys", async () => {
    const { credentials } = await under.inAccount(prod);
    await happen('bot-denied');

    const records: Record[] = messages().map(({ detail }) => detail);
    expect(records.map(({ errorCode }) => errorCode)).toEqual(
      Array.from({ length: 4 }, () => 'AccessDenied'),
    );
    expect(new Set(records.map(({ userIdentity }) => userIdentity.arn))).toEqual(
      new Set([
        `arn:aws:sts::${prod}:assumed-role/TrailwardenReader/trailwarden`,
        `arn:aws:sts::${security}:assumed-role/Trailwarden/sandbox`,
      ]),
    );
    expect(new Set(records.map(({ userIdentity }) => userIdentity.accessKeyId))).toEqual(
      new Set([credentials.accessKeyId, under.organisation.own.accessKeyId]),
    );
  });

  it("the bot's reader role is used from an address that is not the bot's", async () => {
    await happen('bot-denied');
    await happen('bot-role-elsewhere');

    const addresses = messages().map(({ detail }) => detail.sourceIPAddress);
    expect(new Set(addresses)).toEqual(new Set(['192.0.2.10', '203.0.113.66']));
  });

  it('a record that the alarm counts too has the same id there', async () => {
    await happen('security-group-told-twice');

    const [event] = messages();
    const found = under.aws.trail.eventsIn(prod, 'eu-west-1');
    expect(found.map(({ id }) => id)).toContain(event.detail.eventID);
    expect(under.aws.alarms.find('CloudTrailSecurityGroupChanges', prod)?.state).toBe('ALARM');
  });
});

describe('what trips an alarm', () => {
  /** By the alarm's own metric, as the bot searches. */
  const search = async (name: string, account: string): Promise<readonly Record[]> => {
    under.clock.advance(1000);
    const { definition } = under.aws.alarms.find(name, account)!;
    const logs = new CloudWatchLogs(await under.inAccount(account, definition.region));
    const metric = 'metric' in definition ? definition.metric : undefined;
    const { metricFilters = [] } = await logs.describeMetricFilters({
      metricName: metric?.metricName,
      metricNamespace: metric?.namespace,
    });
    const found = new Map<string, Record>();
    for (const { logGroupName, filterPattern } of metricFilters) {
      const { events = [] } = await logs.filterLogEvents({
        logGroupName,
        filterPattern,
        startTime: under.clock.now() - 10 * minute,
        startFromHead: false,
      });
      for (const { message = '' } of events) {
        const record: Record = JSON.parse(message);
        found.set(record.eventID, record);
      }
    }
    return [...found.values()];
  };

  it.each([
    ['iam-policy-changed', 'CloudTrailIAMPolicyChanges', prod, 'PutRolePolicy', 1],
    ['security-group-deleted', 'CloudTrailSecurityGroupChanges', prod, 'DeleteSecurityGroup', 1],
    ['somebody-denied', 'CloudTrailAuthorizationFailures', prod, 'GetSecretValue', 14],
    ['sign-in-failures', 'CloudTrailConsoleSignInFailures', staging, 'ConsoleLogin', 5],
    ['trail-stopped', 'CloudTrailChanges', prod, 'StopLogging', 1],
    ['root-use', 'CloudTrailRootUse', prod, 'ConsoleLogin', 1],
  ])('%s is found by the filters of %s', async (what, alarm, account, name, count) => {
    const before = await search(alarm, account);

    await happen(what);
    const after = await search(alarm, account);

    const known = new Set(before.map(({ eventID }) => eventID));
    const fresh = after.filter(({ eventID }) => !known.has(eventID));
    expect(under.aws.alarms.find(alarm, account)?.state).toBe('ALARM');
    expect(fresh.map(({ eventName }) => eventName)).toEqual(
      Array.from({ length: count }, () => name),
    );
  });

  it('may be of other accounts, over the organisation trail', async () => {
    await happen('org-trail-changed');

    const found = await search('OrganizationTrailChanges', security);
    const told = found.map((record) => `${record.recipientAccountId} ${record.eventName}`);
    expect(told.toSorted()).toEqual([`${prod} StopLogging`, `${staging} UpdateTrail`]);
  });

  it('may be seen three minutes later only', async () => {
    await happen('security-group-deleted-late');

    const early = await search('CloudTrailSecurityGroupChanges', staging);
    under.clock.advance(3 * minute);
    const late = await search('CloudTrailSecurityGroupChanges', staging);

    expect([early.length, late.length]).toEqual([0, 1]);
  });

  it('may go on while the alarm stays as it is', async () => {
    await happen('security-group-deleted');
    await happen('security-group-deleted-again');

    const found = await search('CloudTrailSecurityGroupChanges', prod);
    expect(new Set(found.map(({ userIdentity }) => userIdentity.arn)).size).toBe(2);
    expect(under.aws.alarms.history()).toHaveLength(1);
  });

  it('may be counted by nothing that can be found', async () => {
    await happen('metric-without-filter');

    expect(under.aws.alarms.find('CloudTrailVpcChanges', prod)?.state).toBe('ALARM');
    expect(await search('CloudTrailVpcChanges', prod)).toEqual([]);
  });

  it.each([
    ['log-group-gone', 'CloudTrailNetworkAclChanges', 'ResourceNotFoundException'],
    ['log-group-denied', 'CloudTrailGatewayChanges', 'AccessDeniedException'],
  ])('%s cannot be searched for %s: %s', async (what, alarm, error) => {
    await happen(what);

    expect(under.aws.alarms.find(alarm, prod)?.state).toBe('ALARM');
    expect((await failure(search(alarm, prod))).name).toBe(error);
  });
});

describe('a log file of the trail', () => {
  const filesIn = (message: {
    readonly Records?: readonly { readonly s3: { readonly object: { readonly key: string } } }[];
    readonly s3ObjectKey?: readonly string[];
  }): readonly string[] =>
    message.s3ObjectKey ??
    (message.Records ?? []).map(({ s3 }) => decodeURIComponent(s3.object.key));

  it.each([
    ['log-file-delivered', 'DeleteNetworkAclEntry'],
    ['log-file-announced', 'DeleteVpc'],
  ])('%s: the notice names a file that holds %s among others', async (what, name) => {
    await happen(what);

    const [key = ''] = filesIn(messages()[0]);
    const bytes = under.aws.objects.find('example-trail-records', key) ?? Buffer.alloc(0);
    const { Records } = JSON.parse(gunzipSync(bytes).toString('utf8'));
    expect(key).toMatch(
      /^AWSLogs\/o-exampleorg1\/\d{12}\/CloudTrail\/eu-west-1\/2026\/11\/23\/\d{12}_CloudTrail_eu-west-1_20261123T1200Z_\w{16}\.json\.gz$/,
    );
    expect(Records.map(({ eventName }: Record) => eventName)).toEqual([
      'DescribeInstances',
      'DescribeVpcs',
      'DescribeSubnets',
      name,
    ]);
  });

  it('may come as records at once', async () => {
    await happen('records-delivered');

    expect(messages()[0].Records[0].eventName).toBe('DeleteNetworkAclEntry');
  });
});

it('an account that joins is listed', async () => {
  await happen('account-joins');

  expect(under.aws.units.accounts().at(-1)?.name).toBe('payments-next');
});
