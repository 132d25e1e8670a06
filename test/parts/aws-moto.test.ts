import { CloudTrail } from '@aws-sdk/client-cloudtrail';
import { CloudWatch, type PutMetricAlarmInput } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogs } from '@aws-sdk/client-cloudwatch-logs';
import { Organizations } from '@aws-sdk/client-organizations';
import { S3 } from '@aws-sdk/client-s3';
import { SNS } from '@aws-sdk/client-sns';
import { SQS } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createAlarmLookup } from '../../src/aws/alarm-lookup.ts';
import { createTrailReader } from '../../src/aws/cloudtrail.ts';
import { createAlarmReader } from '../../src/aws/cloudwatch.ts';
import { createEc2Reader } from '../../src/aws/ec2.ts';
import { createLogReader } from '../../src/aws/logs.ts';
import { createMetricFilterReader } from '../../src/aws/metric-filters.ts';
import { createOrganizationReader } from '../../src/aws/organizations.ts';
import { createObjectReader } from '../../src/aws/s3.ts';
import { createSns } from '../../src/aws/sns.ts';
import { createSqs } from '../../src/aws/sqs.ts';
import { createSts } from '../../src/aws/sts.ts';
import { createAdvisorReader } from '../../src/aws/support.ts';
import type { TopicArn } from '../../src/core/ids.ts';
import { describeEventPatterns } from './event-pattern-moto.ts';
import { describeFilterPatterns } from './filter-pattern-moto.ts';
import { describeIam } from './iam-moto.ts';
import {
  createMotoClients,
  here,
  motoOptions,
  other,
  own,
  reading,
  region,
  signal,
  startWithMoto,
} from './moto.ts';

const url = process.env['MOTO_URL'] ?? '';
if (url === '' && process.env['CI'] !== undefined)
  throw new Error('MOTO_URL is not set: CI must run these tests.');

describe.runIf(url !== '')('against the emulator moto', () => {
  const options = motoOptions(url);
  const clients = createMotoClients();
  let topicArn = '' as TopicArn;

  beforeAll(async () => {
    await startWithMoto(url);
    const { TopicArn = '' } = await new SNS(options).createTopic({ Name: 'security-alarms' });
    topicArn = TopicArn as TopicArn;
  });

  afterAll(async () => {
    vi.unstubAllEnvs();
    await clients.stop();
  });

  it('knows who it is, at home and by a role in another account', async () => {
    const sts = createSts(clients);

    const here = await sts.identity({ account: undefined, region }, signal());
    const there = await sts.identity({ account: other, region }, signal());

    expect(here.account).toBe(own);
    expect(there).toMatchObject({
      account: other,
      arn: expect.stringContaining('assumed-role/TrailwardenReader/trailwarden'),
    });
  });

  it('reads alarms over several pages', async () => {
    const cloudwatch = new CloudWatch(options);
    const plain = {
      AlarmDescription: 'policy changes',
      MetricName: 'IAMPolicyEventCount',
      Namespace: 'CloudTrailMetrics',
      Dimensions: [{ Name: 'Trail', Value: 'main' }],
      Statistic: 'Sum',
      Period: 300,
      EvaluationPeriods: 1,
      Threshold: 1,
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      AlarmActions: [topicArn],
    } satisfies Partial<PutMetricAlarmInput>;
    for (let index = 0; index < 105; index += 1)
      await cloudwatch.putMetricAlarm({ ...plain, AlarmName: `alarm-${index}` });
    await cloudwatch.setAlarmState({
      AlarmName: 'alarm-3',
      StateValue: 'ALARM',
      StateReason: 'one change',
      StateReasonData: '{"threshold":1}',
    });

    const alarms = await createAlarmReader(clients).describeAlarms(
      { account: undefined, region },
      signal(),
    );

    expect(alarms).toHaveLength(105);
    expect(alarms.find(({ name }) => name === 'alarm-3')).toMatchObject({
      arn: `arn:aws:cloudwatch:eu-west-1:${own}:alarm:alarm-3`,
      state: 'ALARM',
      reason: 'one change',
      actions: [topicArn],
      actionsEnabled: true,
      stateAt: expect.closeTo(Date.now(), -5),
      configuration: {
        description: 'policy changes',
        metrics: [
          {
            metricStat: {
              metric: {
                namespace: 'CloudTrailMetrics',
                name: 'IAMPolicyEventCount',
                dimensions: { Trail: 'main' },
              },
              period: 300,
              stat: 'Sum',
            },
            returnData: true,
          },
        ],
        threshold: 1,
      },
    });
  });

  it('subscribes a queue, lists it, reads its attributes and those of the topic', async () => {
    const sqs = new SQS(options);
    const { QueueUrl = '' } = await sqs.createQueue({ QueueName: 'trailwarden' });
    const queueArn = `arn:aws:sqs:eu-west-1:${own}:trailwarden`;
    const sns = createSns(clients);

    const subscribed = await sns.subscribe(topicArn, queueArn, signal());
    const subscriptions = await sns.subscriptions(topicArn, signal());
    const attributes = await sns.subscriptionAttributes(subscribed ?? '', signal());
    const topic = await sns.topicAttributes(topicArn, signal());

    expect(QueueUrl).toContain('trailwarden');
    expect(subscriptions).toEqual([{ arn: subscribed, protocol: 'sqs', endpoint: queueArn }]);
    expect(attributes['Protocol'] ?? attributes['Endpoint']).toBeDefined();
    expect(topic['TopicArn']).toBe(topicArn);
  });

  it('reads the depth of a queue and of its dead-letter queue', async () => {
    const sqs = new SQS(options);
    const { QueueUrl: deadUrl = '' } = await sqs.createQueue({ QueueName: 'alarms-dead' });
    const { QueueUrl = '' } = await sqs.createQueue({
      QueueName: 'alarms',
      Attributes: {
        RedrivePolicy: JSON.stringify({
          deadLetterTargetArn: `arn:aws:sqs:eu-west-1:${own}:alarms-dead`,
          maxReceiveCount: 5,
        }),
      },
    });
    await sqs.sendMessage({ QueueUrl: deadUrl, MessageBody: 'x' });
    const queue = { url: QueueUrl, region };

    const facts = await createSqs(clients).facts(queue, signal());
    const dead = await createSqs(clients).factsByArn(facts.deadLetter?.arn ?? '', signal());

    expect(facts).toMatchObject({ waiting: 0, deadLetter: { maxReceiveCount: 5 } });
    expect(dead.waiting).toBe(1);
  });

  it('says in words that a topic, a queue or a token is not there', async () => {
    const sns = createSns(clients);
    const missing = `${topicArn}-gone` as TopicArn;
    const queue = { url: `${url}/${own}/gone`, region };

    await expect(sns.topicAttributes(missing, signal())).rejects.toMatchObject({
      code: 'aws_not_found',
      message: expect.stringMatching(
        /^sns:GetTopicAttributes in eu-west-1: there is no such topic/,
      ),
    });
    await expect(createSqs(clients).facts(queue, signal())).rejects.toMatchObject({
      code: 'aws_not_found',
      message: expect.stringContaining('no such queue'),
    });
    await expect(sns.confirm(missing, 'token')).rejects.toMatchObject({ name: 'AppError' });
  });

  it('searches a log group by a pattern, page by page', async () => {
    const logs = new CloudWatchLogs(options);
    const logGroup = 'trail';
    await logs.createLogGroup({ logGroupName: logGroup });
    await logs.createLogStream({ logGroupName: logGroup, logStreamName: 's' });
    const now = Date.now();
    const record = (eventName: string) => ({
      timestamp: now,
      message: JSON.stringify({ eventName }),
    });
    await logs.putLogEvents({
      logGroupName: logGroup,
      logStreamName: 's',
      logEvents: [record('DeleteBucket'), record('PutObject'), record('DeleteBucket')],
    });
    const reader = createLogReader(clients);
    const wanted = {
      logGroup,
      pattern: '"DeleteBucket"',
      from: now - 60_000,
      to: now + 60_000,
      token: undefined,
    };

    const { events, next } = await reader.filter(here, wanted, reading());

    expect(events).toEqual([
      { stream: 's', at: now, message: '{"eventName":"DeleteBucket"}' },
      { stream: 's', at: now, message: '{"eventName":"DeleteBucket"}' },
    ]);
    expect(next).toBeUndefined();
    expect(await reader.logGroup(here, logGroup, reading())).toMatchObject({
      storedBytes: expect.any(Number),
    });
    expect(await reader.logGroup(here, 'tra', reading())).toBeUndefined();
    await expect(
      reader.filter(here, { ...wanted, logGroup: 'gone' }, reading()),
    ).rejects.toMatchObject({ code: 'aws_not_found' });
  });

  it('finds the filters that feed a metric, whatever group they are of', async () => {
    const logs = new CloudWatchLogs(options);
    const feed = (logGroupName: string, filterName: string, metricName: string) =>
      logs.putMetricFilter({
        logGroupName,
        filterName,
        filterPattern: '{ $.eventName = "DeleteTrail" }',
        metricTransformations: [
          { metricName, metricNamespace: 'CloudTrailMetrics', metricValue: '1' },
        ],
      });
    for (const logGroupName of ['filters-a', 'filters-b'])
      await logs.createLogGroup({ logGroupName });
    await feed('filters-a', 'first', 'CloudTrailEventCount');
    await feed('filters-b', 'second', 'CloudTrailEventCount');
    await feed('filters-b', 'third', 'VpcEventCount');
    const metric = { namespace: 'CloudTrailMetrics', name: 'CloudTrailEventCount' };

    const filters = await createMetricFilterReader(clients).metricFilters(here, metric, reading());

    const pattern = '{ $.eventName = "DeleteTrail" }';
    expect(filters).toEqual([
      { name: 'first', pattern, logGroup: 'filters-a', criteria: undefined },
      { name: 'second', pattern, logGroup: 'filters-b', criteria: undefined },
    ]);
  });

  it('reads single alarms by name, and the datapoints of a metric', async () => {
    const cloudwatch = new CloudWatch(options);
    const alarm = {
      MetricName: 'Latency',
      Namespace: 'Shop',
      Statistic: 'Average',
      Period: 60,
      EvaluationPeriods: 1,
      Threshold: 10,
      ComparisonOperator: 'GreaterThanThreshold',
    } satisfies Partial<PutMetricAlarmInput>;
    await cloudwatch.putMetricAlarm({ ...alarm, AlarmName: 'slow' });
    await cloudwatch.putMetricAlarm({ ...alarm, AlarmName: 'slower' });
    const minute = 60_000;
    const from = Math.floor(Date.now() / minute) * minute - 10 * minute;
    const dimensions = [['Service', 'orders']] as const;
    await cloudwatch.putMetricData({
      Namespace: 'Shop',
      MetricData: [4, 6, 40].map((Value, index) => ({
        MetricName: 'Latency',
        Dimensions: [{ Name: 'Service', Value: 'orders' }],
        Timestamp: new Date(from + Math.floor((index + 1) / 2) * minute + index * 1000),
        Value,
      })),
    });
    const lookup = createAlarmLookup(clients);
    const wanted = { from, to: from + 5 * minute, periodMs: minute };
    const metric = { namespace: 'Shop', name: 'Latency', dimensions, unit: undefined };

    const alarms = await lookup.named(here, ['slow', 'gone'], reading());
    const averages = await lookup.values(
      here,
      { ...wanted, metric: { ...metric, statistic: 'AVERAGE', periodMs: minute } },
      reading(),
    );

    expect(alarms.map(({ name }) => name)).toEqual(['slow']);
    expect(averages).toEqual([
      { at: from, value: 4 },
      { at: from + minute, value: 23 },
    ]);
  });

  it('reads an object, but not a large one, and not one that is gone', async () => {
    const s3 = new S3(options);
    const bucket = 'trail-files';
    const key = 'AWSLogs/a b.json.gz';
    await s3.createBucket({
      Bucket: bucket,
      CreateBucketConfiguration: { LocationConstraint: 'eu-west-1' },
    });
    await s3.putObject({ Bucket: bucket, Key: key, Body: 'x'.repeat(2000) });
    const reader = createObjectReader(clients);
    const wanted = { bucket, key, maxBytes: 2000 };

    expect(await reader.object(here, wanted, reading())).toHaveLength(2000);
    await expect(
      reader.object(here, { ...wanted, maxBytes: 1999 }, reading()),
    ).rejects.toMatchObject({ code: 's3_object_too_large' });
    await expect(reader.object(here, { ...wanted, key: 'gone' }, reading())).rejects.toMatchObject({
      code: 'aws_not_found',
    });
  });

  it('lists the accounts of the organisation, and those of a unit with what is within it', async () => {
    const organizations = new Organizations({ ...options, region: 'us-east-1' });
    await organizations.createOrganization({});
    const { Roots = [] } = await organizations.listRoots({});
    const root = Roots[0]?.Id ?? '';
    const unitIn = async (ParentId: string, Name: string) =>
      (await organizations.createOrganizationalUnit({ ParentId, Name })).OrganizationalUnit?.Id;
    const outer = (await unitIn(root, 'workloads')) ?? '';
    const inner = (await unitIn(outer, 'critical')) ?? '';
    for (const [name, unit] of [
      ['shop', outer],
      ['billing', inner],
      ['tooling', root],
    ] as const) {
      const made = await organizations.createAccount({
        AccountName: name,
        Email: `${name}@example.com`,
      });
      await organizations.moveAccount({
        AccountId: made.CreateAccountStatus?.AccountId ?? '',
        SourceParentId: root,
        DestinationParentId: unit,
      });
    }
    const reader = createOrganizationReader(clients);

    const all = await reader.accounts(here, undefined, reading());
    const within = await reader.accounts(here, outer, reading());

    expect(all.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['shop', 'billing', 'tooling']),
    );
    expect(within).toEqual([
      { id: expect.stringMatching(/^\d{12}$/), name: 'shop', isActive: true },
      { id: expect.stringMatching(/^\d{12}$/), name: 'billing', isActive: true },
    ]);
    await expect(reader.accounts(here, 'ou-none-00000000', reading())).rejects.toMatchObject({
      name: 'AppError',
    });
  });

  it('publishes to a topic what its queue then receives', async () => {
    const sqs = new SQS(options);
    const { QueueUrl = '' } = await sqs.createQueue({ QueueName: 'escalations' });
    const { TopicArn = '' } = await new SNS(options).createTopic({ Name: 'escalation' });
    const escalation = TopicArn as TopicArn;
    const sns = createSns(clients);
    await sns.subscribe(escalation, `arn:aws:sqs:eu-west-1:${own}:escalations`, signal());

    const id = await sns.publish(
      escalation,
      { subject: 'Not acknowledged – 🚨 root', message: 'Zeile eins\nline two' },
      signal(),
    );

    const { Messages = [] } = await sqs.receiveMessage({ QueueUrl });
    expect(JSON.parse(Messages[0]?.Body ?? '{}')).toMatchObject({
      MessageId: id,
      Subject: 'Not acknowledged - root',
      Message: 'Zeile eins\nline two',
    });
  });

  it('reads a trail, whether it logs and what it records', async () => {
    const home = { ...options, region: 'us-east-1' };
    await fetch(`${url}/trail-bucket`, { method: 'PUT' });
    const cloudtrail = new CloudTrail(home);
    await cloudtrail.createTrail({
      Name: 'main',
      S3BucketName: 'trail-bucket',
      IsMultiRegionTrail: true,
    });
    await cloudtrail.putEventSelectors({
      TrailName: 'main',
      EventSelectors: [{ ReadWriteType: 'WriteOnly', IncludeManagementEvents: true }],
    });
    const reader = createTrailReader(clients);

    const [trail] = await reader.trails(here, reading());
    if (trail === undefined) throw new Error('no trail was read');
    const stopped = await reader.trailState(here, trail, reading());
    await cloudtrail.startLogging({ Name: 'main' });
    const logging = await reader.trailState(here, trail, reading());

    expect(trail).toMatchObject({
      arn: `arn:aws:cloudtrail:us-east-1:${own}:trail/main`,
      homeRegion: 'us-east-1',
      isMultiRegion: true,
    });
    expect(stopped).toMatchObject({ isLogging: false, management: 'write-only' });
    expect(logging).toMatchObject({ isLogging: true, deliveryError: undefined });
  });

  it("reads Trusted Advisor's checks and the security groups", async () => {
    const checks = await createAdvisorReader(clients).checks(here, reading());
    const groups = await createEc2Reader(clients).securityGroups(here, reading());

    expect(checks.find(({ id }) => id === 'HCP4007jGY')).toMatchObject({ category: 'security' });
    expect(groups.find(({ name }) => name === 'default')).toMatchObject({
      vpcId: expect.stringMatching(/^vpc-/),
    });
  });
});

describeFilterPatterns(url);
describeIam(url);
describeEventPatterns(url);
