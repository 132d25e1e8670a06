import { CloudWatch, type PutMetricAlarmInput } from '@aws-sdk/client-cloudwatch';
import { SNS } from '@aws-sdk/client-sns';
import { SQS } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createAwsClients } from '../../src/aws/clients.ts';
import { createAlarmReader } from '../../src/aws/cloudwatch.ts';
import { createSns } from '../../src/aws/sns.ts';
import { createSqs } from '../../src/aws/sqs.ts';
import { createSts } from '../../src/aws/sts.ts';
import { systemClock } from '../../src/core/clock.ts';
import type { AccountId, RegionId, TopicArn } from '../../src/core/ids.ts';
import { silentLog } from '../../src/core/log.ts';

const url = process.env['MOTO_URL'] ?? '';
if (url === '' && process.env['CI'] !== undefined)
  throw new Error('MOTO_URL is not set: CI must run these tests.');

// moto's own account; the other one is made by assuming a role in it.
const own = '123456789012' as AccountId;
const other = '444455556666' as AccountId;
const region = 'eu-west-1' as RegionId;
const signal = (): AbortSignal => AbortSignal.timeout(20_000);

describe.runIf(url !== '')('against the emulator moto', () => {
  const options = {
    endpoint: url,
    region,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  };
  const clients = createAwsClients({
    accounts: () => [
      {
        id: own,
        name: 'security',
        role: undefined,
        externalId: undefined,
        regions: [],
        groups: [],
      },
      {
        id: other,
        name: 'prod',
        role: `arn:aws:iam::${other}:role/TrailwardenReader`,
        externalId: 'shared-word',
        regions: [],
        groups: [],
      },
    ],
    clock: systemClock,
    log: silentLog,
  });
  let topicArn = '' as TopicArn;

  beforeAll(async () => {
    vi.stubEnv('AWS_ENDPOINT_URL', url);
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'test');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test');
    await fetch(`${url}/moto-api/reset`, { method: 'POST' });
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
});
