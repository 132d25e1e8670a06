import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type AwsClients, createAwsClients } from '../../src/aws/clients.ts';
import { createAlarmReader } from '../../src/aws/cloudwatch.ts';
import { createSns } from '../../src/aws/sns.ts';
import { createSqs } from '../../src/aws/sqs.ts';
import { systemClock } from '../../src/core/clock.ts';
import type { AccountId, RegionId, TopicArn } from '../../src/core/ids.ts';
import { silentLog } from '../../src/core/log.ts';
import { type FakeAws, roleAnswer, startFakeAws } from './fake-aws.ts';

const other = '444455556666' as AccountId;
const region = 'eu-west-1' as RegionId;
const here = { account: undefined, region };
const topicArn = 'arn:aws:sns:eu-central-1:111122223333:security-alarms' as TopicArn;
const otherTopic = `arn:aws:sns:us-east-1:${other}:alarms` as TopicArn;
const signal = (): AbortSignal => AbortSignal.timeout(5000);

let aws: FakeAws;
let clients: AwsClients;

beforeEach(async () => {
  aws = await startFakeAws();
  aws.on('AssumeRole', () => roleAnswer('ROLE'));
  clients = createAwsClients({
    accounts: () => [
      {
        id: other,
        name: 'prod',
        role: `arn:aws:iam::${other}:role/TrailwardenReader`,
        externalId: undefined,
        regions: [],
        groups: [],
      },
    ],
    clock: systemClock,
    log: silentLog,
  });
});

afterEach(async () => {
  await clients.stop();
  await aws.stop();
});

describe('createSns', () => {
  it("confirms in the topic's region so that nobody can unsubscribe without credentials", async () => {
    aws.on('ConfirmSubscription', () => ({ value: { SubscriptionArn: `${topicArn}:1` } }));

    await createSns(clients).confirm(topicArn, 'a-token');

    expect(aws.calls).toMatchObject([
      {
        action: 'ConfirmSubscription',
        region: 'eu-central-1',
        accessKey: 'OWN',
        input: { TopicArn: topicArn, Token: 'a-token', AuthenticateOnUnsubscribe: 'true' },
      },
    ]);
  });

  it("uses the role of the topic's account", async () => {
    aws.on('ConfirmSubscription', () => ({ value: { SubscriptionArn: `${otherTopic}:1` } }));

    await createSns(clients).confirm(otherTopic, 'a-token');

    expect(aws.calls.at(-1)).toMatchObject({ region: 'us-east-1', accessKey: 'ROLE' });
  });

  it.each([
    ['https://alarms.example.com/sns', 'https'],
    ['arn:aws:sqs:eu-central-1:111122223333:q', 'sqs'],
  ])('subscribes %s by %s', async (endpoint, protocol) => {
    aws.on('Subscribe', () => ({ value: { SubscriptionArn: 'pending confirmation' } }));

    const arn = await createSns(clients).subscribe(topicArn, endpoint, signal());

    expect(arn).toBeUndefined();
    expect(aws.calls[0]?.input).toMatchObject({ Protocol: protocol, Endpoint: endpoint });
  });

  it('lists the subscriptions of every page', async () => {
    aws.on('ListSubscriptionsByTopic', ({ input }) => ({
      value: input['NextToken']
        ? {
            Subscriptions: [
              { SubscriptionArn: 'PendingConfirmation', Protocol: 'https', Endpoint: 'b' },
            ],
          }
        : {
            Subscriptions: [{ SubscriptionArn: `${topicArn}:1`, Protocol: 'sqs', Endpoint: 'a' }],
            NextToken: 'more',
          },
    }));

    expect(await createSns(clients).subscriptions(topicArn, signal())).toEqual([
      { arn: `${topicArn}:1`, protocol: 'sqs', endpoint: 'a' },
      { arn: undefined, protocol: 'https', endpoint: 'b' },
    ]);
  });

  it('publishes', async () => {
    aws.on('Publish', () => ({ value: { MessageId: 'm-1' } }));

    const id = await createSns(clients).publish(
      otherTopic,
      { subject: 'Not acknowledged: sign-in', message: 'https://example.com/i/1 – für alle' },
      signal(),
    );

    expect(id).toBe('m-1');
    expect(aws.calls.at(-1)).toMatchObject({
      region: 'us-east-1',
      accessKey: 'ROLE',
      input: {
        TopicArn: otherTopic,
        Subject: 'Not acknowledged: sign-in',
        Message: 'https://example.com/i/1 – für alle',
      },
    });
  });

  it.each([
    ['two\nlines', 'two lines'],
    ['a – b', 'a - b'],
    [' über 🚨 alles ', 'u ber alles'],
    ['x'.repeat(120), 'x'.repeat(99)],
    ['🚨', undefined],
  ])('makes of the subject %j one that SNS takes', async (subject, expected) => {
    aws.on('Publish', () => ({ value: { MessageId: 'm-1' } }));

    await createSns(clients).publish(topicArn, { subject, message: 'text' }, signal());

    expect(aws.calls[0]?.input['Subject']).toBe(expected);
  });

  it('names the topic, not every topic, in the line that lets it publish', async () => {
    aws.on('Publish', () => ({ error: 'AuthorizationError', status: 403 }));

    const published = createSns(clients).publish(
      topicArn,
      { subject: 's', message: 'm' },
      signal(),
    );

    await expect(published).rejects.toMatchObject({
      code: 'aws_access_denied',
      hint: expect.stringContaining('"Resource":"arn:*:sns:*:*:your-escalation-topic"'),
    });
  });

  it('names the missing permission', async () => {
    aws.on('GetTopicAttributes', () => ({ error: 'AuthorizationError', status: 403 }));

    await expect(createSns(clients).topicAttributes(topicArn, signal())).rejects.toMatchObject({
      code: 'aws_access_denied',
      message: expect.stringContaining('the permission sns:GetTopicAttributes is missing'),
    });
  });
});

describe('createSqs', () => {
  it('reads what a queue says about itself', async () => {
    const queue = { url: `${aws.url}/111122223333/alarms`, region };
    aws.on('GetQueueAttributes', () => ({
      value: {
        Attributes: {
          QueueArn: 'arn:aws:sqs:eu-west-1:111122223333:alarms',
          ApproximateNumberOfMessages: '4',
          ApproximateNumberOfMessagesNotVisible: '2',
          MessageRetentionPeriod: '345600',
          Policy: '{}',
        },
      },
    }));

    expect(await createSqs(clients).facts(queue, signal())).toEqual({
      arn: 'arn:aws:sqs:eu-west-1:111122223333:alarms',
      waiting: 4,
      held: 2,
      retentionSeconds: 345_600,
      deadLetter: undefined,
      policy: '{}',
    });
  });
});

describe('createAlarmReader', () => {
  const alarm = {
    AlarmName: 'CloudTrailChanges',
    AlarmArn: 'arn:aws:cloudwatch:eu-west-1:111122223333:alarm:CloudTrailChanges',
    StateValue: 'ALARM',
    StateReason: 'Threshold Crossed',
    StateReasonData: '{"threshold":1}',
    StateUpdatedTimestamp: 1_770_000_060,
    StateTransitionedTimestamp: 1_770_000_000,
    AlarmActions: [topicArn],
    OKActions: [topicArn],
    ActionsEnabled: true,
  };

  it('reads metric, composite and log alarms of every page', async () => {
    aws.on('DescribeAlarms', ({ input }) => ({
      value: input['NextToken']
        ? {
            CompositeAlarms: [{ ...alarm, AlarmName: 'both', AlarmRule: 'ALARM(a)' }],
            LogAlarms: [
              {
                ...alarm,
                AlarmName: 'lines',
                ScheduledQueryConfiguration: { QueryString: 'fields @message' },
                Threshold: 3,
              },
            ],
          }
        : {
            MetricAlarms: [
              { ...alarm, MetricName: 'Count', Namespace: 'CIS', Period: 300, Statistic: 'Sum' },
              {
                ...alarm,
                AlarmName: 'math',
                Metrics: [{ Id: 'e1', Expression: 'm1 / m2', Label: 'rate', ReturnData: true }],
              },
            ],
            NextToken: 'more',
          },
    }));

    const alarms = await createAlarmReader(clients).describeAlarms(here, signal());

    expect(alarms.map(({ name, configuration }) => [name, configuration])).toMatchObject([
      [
        'CloudTrailChanges',
        {
          metrics: [
            {
              metricStat: {
                metric: { namespace: 'CIS', name: 'Count', dimensions: {} },
                period: 300,
                stat: 'Sum',
              },
              returnData: true,
            },
          ],
        },
      ],
      ['math', { metrics: [{ id: 'e1', expression: 'm1 / m2', label: 'rate', returnData: true }] }],
      ['both', { alarmRule: 'ALARM(a)' }],
      ['lines', { scheduledQueryConfiguration: { queryString: 'fields @message' }, threshold: 3 }],
    ]);
    expect(alarms[0]).toMatchObject({
      state: 'ALARM',
      stateAt: 1_770_000_000_000,
      reasonData: '{"threshold":1}',
      actions: [topicArn],
    });
    expect(aws.calls[0]?.input).toMatchObject({
      AlarmTypes: ['MetricAlarm', 'CompositeAlarm', 'LogAlarm'],
    });
  });

  it('asks without log alarms where they are not known', async () => {
    aws.on('DescribeAlarms', ({ input }) =>
      JSON.stringify(input['AlarmTypes']).includes('LogAlarm')
        ? { error: 'ValidationError' }
        : { value: { MetricAlarms: [alarm] } },
    );

    expect(await createAlarmReader(clients).describeAlarms(here, signal())).toHaveLength(1);
  });

  it('reads state changes in order, with the reason data as JSON text', async () => {
    const item = (at: number, data: object) => ({
      AlarmName: 'CloudTrailChanges',
      Timestamp: at,
      HistoryItemType: 'StateUpdate',
      HistoryData: JSON.stringify(data),
    });
    aws.on('DescribeAlarmHistory', () => ({
      value: {
        AlarmHistoryItems: [
          item(1_770_000_060, {
            oldState: { stateValue: 'ALARM' },
            newState: { stateValue: 'OK' },
          }),
          item(1_770_000_000, {
            oldState: { stateValue: 'OK' },
            newState: {
              stateValue: 'ALARM',
              stateReason: 'Threshold Crossed',
              stateReasonData: { threshold: 1 },
            },
          }),
          {
            ...item(1_770_000_000, { newState: { stateValue: 'ALARM' } }),
            AlarmContributorId: 'c',
          },
          { AlarmName: 'x', Timestamp: 1_770_000_000, HistoryData: 'not JSON' },
        ],
      },
    }));

    const changes = await createAlarmReader(clients).stateChanges(
      here,
      1_769_999_000_000,
      signal(),
    );

    expect(changes).toEqual([
      {
        arn: undefined,
        name: 'CloudTrailChanges',
        at: 1_770_000_000_000,
        state: { value: 'ALARM', reason: 'Threshold Crossed', reasonData: '{"threshold":1}' },
        previous: { value: 'OK' },
      },
      {
        arn: undefined,
        name: 'CloudTrailChanges',
        at: 1_770_000_060_000,
        state: { value: 'OK' },
        previous: { value: 'ALARM' },
      },
    ]);
    expect(aws.calls[0]?.input).toMatchObject({
      HistoryItemType: 'StateUpdate',
      StartDate: 1_769_999_000,
      ScanBy: 'TimestampAscending',
    });
  });

  it('gives nothing rather than a part when a later page fails', async () => {
    aws.on('DescribeAlarms', ({ input }) =>
      input['NextToken']
        ? { error: 'AccessDenied', status: 403 }
        : { value: { MetricAlarms: [alarm], NextToken: 'more' } },
    );

    await expect(createAlarmReader(clients).describeAlarms(here, signal())).rejects.toMatchObject({
      code: 'aws_access_denied',
    });
  });
});
