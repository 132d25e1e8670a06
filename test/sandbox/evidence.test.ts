import { CloudWatch } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogs } from '@aws-sdk/client-cloudwatch-logs';
import { Organizations } from '@aws-sdk/client-organizations';
import { S3 } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { minute } from '../../src/core/clock.ts';
import { metricReason } from '../../src/sandbox/aws/reasons.ts';
import { groupDeleted, secretDenied } from '../../src/sandbox/happenings/trail-records.ts';
import { type OrganisationUnderTest, startOrganisation } from './aws-clients.ts';
import { failure } from './fakes.ts';

const prod = '111122223333';
const staging = '444455556666';
const security = '777788889999';
const logGroupName = 'CloudTrail/DefaultLogGroup';

describe('from an alarm to its records, asked by the real clients', () => {
  let under: OrganisationUnderTest;
  beforeAll(async () => {
    under = await startOrganisation();
  });
  afterAll(() => under.aws.stop());

  const filtersOf = async (metricName: string, account = prod, region = 'eu-west-1') => {
    under.clock.advance(1000);
    const logs = new CloudWatchLogs(await under.inAccount(account, region));
    const { metricFilters = [] } = await logs.describeMetricFilters({
      metricName,
      metricNamespace: 'CloudTrailMetrics',
    });
    return metricFilters;
  };

  it('tells which filters feed a metric, two of one', async () => {
    const [one] = await filtersOf('SecurityGroupEventCount');
    const two = await filtersOf('IAMPolicyEventCount');
    const [organisation] = await filtersOf('OrganizationTrailEventCount', security);

    expect(one).toMatchObject({
      logGroupName,
      filterPattern: expect.stringContaining('($.eventName = DeleteSecurityGroup)'),
    });
    expect(two).toHaveLength(2);
    expect(organisation?.logGroupName).toBe('aws-cloudtrail-logs-organization');
    expect(await filtersOf('RootUseCount', prod, 'us-east-1')).toHaveLength(1);
    expect(await filtersOf('VpcEventCount')).toEqual([]);
  });

  it('feeds every trail alarm of the sample but one', async () => {
    const alarms = under.aws.alarms
      .all()
      .flatMap(({ definition }) =>
        definition.kind === 'metric' && definition.metric.namespace === 'CloudTrailMetrics'
          ? [definition]
          : [],
      );

    const fed: string[] = [];
    for (const { name, account, region, metric } of alarms)
      if ((await filtersOf(metric.metricName, account, region)).length > 0) fed.push(name);

    expect(alarms.map(({ name }) => name).filter((name) => !fed.includes(name))).toEqual([
      'CloudTrailVpcChanges',
    ]);
  });

  it('pages filters', async () => {
    const logs = new CloudWatchLogs(await under.inAccount(prod));
    const names: (string | undefined)[] = [];
    let nextToken: string | undefined;
    do {
      under.clock.advance(1000);
      const page = await logs.describeMetricFilters({ limit: 3, nextToken });
      names.push(...(page.metricFilters ?? []).map(({ filterName }) => filterName));
      nextToken = page.nextToken;
    } while (nextToken !== undefined);

    expect(names).toHaveLength(8);
    expect(new Set(names).size).toBe(8);
  });

  it('refuses half of a metric, a prefix alone, and too many calls', async () => {
    const logs = new CloudWatchLogs(await under.inAccount(prod));
    under.clock.advance(1000);

    const half = await failure(logs.describeMetricFilters({ metricName: 'VpcEventCount' }));
    const prefix = await failure(logs.describeMetricFilters({ filterNamePrefix: 'a' }));
    const many = await Promise.allSettled(
      Array.from({ length: 8 }, () => logs.describeMetricFilters({})),
    );

    expect([half.name, prefix.name]).toEqual([
      'InvalidParameterException',
      'InvalidParameterException',
    ]);
    expect(many.some(({ status }) => status === 'rejected')).toBe(true);
  });

  const search = async (account: string, rest: object = {}) => {
    under.clock.advance(1000);
    const logs = new CloudWatchLogs(await under.inAccount(account));
    const { events = [] } = await logs.filterLogEvents({
      logGroupName,
      filterPattern: '{ $.eventName = DeleteSecurityGroup }',
      startTime: under.clock.now() - 20 * minute,
      startFromHead: false,
      ...rest,
    });
    return events;
  };

  it("holds an account's records in its own log group, and nobody else's", async () => {
    under.aws.trail.recordAll(groupDeleted(under.clock.now()));

    const found = await search(prod);

    expect(found.map(({ logStreamName }) => logStreamName)).toEqual([
      `${prod}_CloudTrail_eu-west-1`,
    ]);
    expect(await search(staging)).toEqual([]);
    const organisation = await search(security, {
      logGroupName: 'aws-cloudtrail-logs-organization',
    });
    expect(organisation.map(({ message }) => message)).toEqual(found.map(({ message }) => message));
  });

  it('shows a record that is late only when it has come', async () => {
    const before = await search(prod);
    under.aws.trail.recordAll(groupDeleted(under.clock.now()), 3 * minute);

    const early = await search(prod);
    under.clock.advance(3 * minute);
    const late = await search(prod);

    expect(early).toHaveLength(before.length);
    expect(late).toHaveLength(before.length + 1);
  });

  it('writes ten thousand records at once, quickly', async () => {
    const startedAt = performance.now();

    under.aws.trail.recordAll(secretDenied(10_000, 20)(under.clock.now()));

    expect(performance.now() - startedAt).toBeLessThan(2000);
    const events = await search(prod, { filterPattern: '{ $.errorCode = "AccessDenied*" }' });
    expect(events.length).toBeGreaterThan(500);
  });

  it.each([
    ['CloudTrail/OldLogGroup', 'ResourceNotFoundException'],
    ['CloudTrail/LockedLogGroup', 'AccessDeniedException'],
  ])('refuses to read %s with %s', async (group, name) => {
    const refused = await failure(search(prod, { logGroupName: group }));

    expect(refused.name).toBe(name);
  });

  it('names the log group that may not be read', async () => {
    const refused = await failure(search(prod, { logGroupName: 'CloudTrail/LockedLogGroup' }));

    expect(refused.message).toContain(
      'is not authorized to perform: logs:FilterLogEvents on resource: arn:aws:logs:eu-west-1:111122223333:log-group:CloudTrail/LockedLogGroup',
    );
  });

  it('tells little of the children of a composite alarm, and refuses to combine', async () => {
    const cloudwatch = new CloudWatch(await under.inAccount(prod));

    const children = await cloudwatch.describeAlarms({ ChildrenOfAlarmName: 'shop is ill' });
    const named = await cloudwatch.describeAlarms({ AlarmNames: ['shop error rate'] });
    const both = await failure(
      cloudwatch.describeAlarms({ ChildrenOfAlarmName: 'shop is ill', AlarmTypes: ['LogAlarm'] }),
    );

    expect(children.MetricAlarms?.map((alarm) => [alarm.AlarmName, alarm.Threshold])).toEqual([
      ['shop error rate', undefined],
      ['web-1 CPU above 80 %', undefined],
    ]);
    expect(named.MetricAlarms?.[0]?.Threshold).toBe(5);
    expect(both.name).toMatch(/^Validation/);
  });
});

describe('a metric', () => {
  const cpu = {
    Namespace: 'AWS/EC2',
    MetricName: 'CPUUtilization',
    Dimensions: [{ Name: 'InstanceId', Value: 'i-0abcdef1234567890' }],
  };

  const valuesOf = async (under: OrganisationUnderTest, Metric: object, rest: object = {}) => {
    const cloudwatch = new CloudWatch(await under.inAccount(prod));
    const { MetricDataResults = [] } = await cloudwatch.getMetricData({
      StartTime: new Date(under.clock.now() - 30 * minute),
      EndTime: new Date(under.clock.now()),
      ScanBy: 'TimestampAscending',
      MetricDataQueries: [{ Id: 'm1', MetricStat: { Metric, Period: 60, Stat: 'Average' } }],
      ...rest,
    });
    return MetricDataResults[0]?.Values ?? [];
  };

  it('crosses the threshold where its alarm fired, and is calm elsewhere', async () => {
    const under = await startOrganisation();
    const alarm = under.aws.alarms.find('web-1 CPU above 80 %')!;
    const now = under.clock.now();
    const { reason, reasonData } = metricReason(alarm.definition, 'ALARM', 93.4, now);
    under.aws.alarms.change(alarm, 'ALARM', reason, reasonData);
    under.clock.advance(5 * minute);
    under.aws.alarms.change(alarm, 'OK', 'calm again');
    under.clock.advance(10 * minute);

    const values = await valuesOf(under, cpu);
    const again = await valuesOf(under, cpu);
    const unknown = await valuesOf(under, { Namespace: 'AWS/EC2', MetricName: 'DiskReadOps' });
    const newestFirst = await valuesOf(under, cpu, { ScanBy: undefined });
    await under.aws.stop();

    const broken = values.flatMap((value, index) => (value > 80 ? [index] : []));
    expect(values).toHaveLength(30);
    expect(broken).toEqual([12, 13, 14, 15, 16, 17, 18, 19]);
    expect(again).toEqual(values);
    expect(newestFirst).toEqual(values.toReversed());
    expect(unknown).toEqual([]);
  });

  it.each([
    ['Stat', { Period: 60, Stat: 'SUM' }],
    ['Period', { Period: 90, Stat: 'Sum' }],
  ])('is refused with a wrong %s', async (_, stat) => {
    const under = await startOrganisation();
    const MetricDataQueries = [{ Id: 'm1', MetricStat: { Metric: cpu, ...stat } }];

    const refused = await failure(valuesOf(under, cpu, { MetricDataQueries }));
    await under.aws.stop();

    expect(refused.name).toMatch(/^Validation/);
  });
});

describe('the bucket of the trails', () => {
  it('gives what is in it to its account', async () => {
    const under = await startOrganisation();
    const Bucket = 'example-trail-records';
    const Key = 'AWSLogs/a b.json.gz';
    under.aws.objects.put(Bucket, Key, Buffer.from('bytes'));
    const own = new S3(await under.inAccount(security));
    const inProd = new S3(await under.inAccount(prod));
    const unknown = { accessKeyId: 'AKIAUNKNOWNEXAMPLE', secretAccessKey: 'x' };
    const foreign = new S3({ ...(await under.inAccount(security)), credentials: unknown });

    const { Body } = await own.getObject({ Bucket, Key });
    const bytes = await Body?.transformToString();
    const names = await Promise.all(
      [
        own.getObject({ Bucket, Key: 'gone' }),
        own.getObject({ Bucket: 'gone', Key }),
        inProd.getObject({ Bucket, Key }),
        foreign.getObject({ Bucket, Key }),
      ].map(async (wrong) => (await failure(wrong)).name),
    );
    await under.aws.stop();

    expect(bytes).toBe('bytes');
    expect(names).toEqual(['NoSuchKey', 'NoSuchBucket', 'AccessDenied', 'InvalidAccessKeyId']);
  });

  it('fails where it is told to', async () => {
    const under = await startOrganisation();
    under.faults.add({
      target: 'aws',
      kind: 'error',
      method: 's3:GetObject',
      account: security,
      region: 'eu-west-1',
      code: 'SlowDown',
    });
    const s3 = new S3(await under.inAccount(security));

    const refused = await failure(s3.getObject({ Bucket: 'example-trail-records', Key: 'x' }));
    await under.aws.stop();

    expect(refused.name).toBe('SlowDown');
  });
});

describe('the organisation', () => {
  it('lists its accounts, by unit too, to a delegated administrator', async () => {
    const under = await startOrganisation({ organisation: 'large' });
    const own = new Organizations(await under.inAccount(security));
    const inProd = new Organizations(await under.inAccount(prod));
    const joined = { id: '100000000099', name: 'payments-next', unit: 'ou-exmp-workloads' };

    const first = await own.listAccounts({});
    const second = await own.listAccounts({ NextToken: first.NextToken });
    const { OrganizationalUnits = [] } = await own.listOrganizationalUnitsForParent({
      ParentId: 'ou-exmp-workloads',
    });
    under.aws.units.join(joined);
    const inUnit = await own.listAccountsForParent({ ParentId: joined.unit });
    const critical = await own.listAccountsForParent({ ParentId: OrganizationalUnits[0]?.Id });
    const names = [
      await failure(inProd.listAccounts({})),
      await failure(own.listAccountsForParent({ ParentId: 'ou-exmp-nothing0' })),
    ].map(({ name }) => name);
    await under.aws.stop();

    expect([first.Accounts?.length, second.Accounts?.length]).toEqual([20, 20]);
    expect(second.NextToken).toBeUndefined();
    expect(OrganizationalUnits.map(({ Name }) => Name)).toEqual(['critical']);
    expect(inUnit.Accounts?.map(({ Name }) => Name)).toContain('payments-next');
    expect(critical.Accounts?.map(({ Name }) => Name)).toEqual([
      'prod',
      'payments',
      'orders',
      'billing',
      'ledger',
    ]);
    expect(names).toEqual(['AccessDeniedException', 'ParentNotFoundException']);
  });
});
