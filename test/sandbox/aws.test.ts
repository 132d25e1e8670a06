import { CloudWatch } from '@aws-sdk/client-cloudwatch';
import { SNS } from '@aws-sdk/client-sns';
import { STS } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { topics } from '../../src/sandbox/aws/organisation.ts';
import { metricReason } from '../../src/sandbox/aws/reasons.ts';
import { type AwsUnderTest, failure, startAwsUnderTest } from './fakes.ts';

describe('the fake AWS, asked by the real clients', () => {
  let under: AwsUnderTest;
  beforeAll(async () => {
    under = await startAwsUnderTest();
  });
  afterAll(() => under.aws.stop());

  const own = () => ({
    endpoint: under.aws.url,
    region: 'eu-west-1',
    maxAttempts: 1,
    credentials: under.aws.organisation.own,
  });
  const assume = async (account: string, rest: { ExternalId?: string } = {}) => {
    const sts = new STS(own());
    const RoleArn = `arn:aws:iam::${account}:role/TrailwardenReader`;
    const { Credentials: given } = await sts.assumeRole({
      RoleArn,
      RoleSessionName: 'test',
      ...rest,
    });
    const credentials = {
      accessKeyId: given?.AccessKeyId ?? '',
      secretAccessKey: given?.SecretAccessKey ?? '',
      sessionToken: given?.SessionToken ?? '',
    };
    return { ...own(), credentials };
  };

  it('tells who calls, with own credentials and with a role', async () => {
    const prod = new STS(await assume('111122223333'));

    expect(await new STS(own()).getCallerIdentity({})).toMatchObject({ Account: '777788889999' });
    expect(await prod.getCallerIdentity({})).toMatchObject({
      Account: '111122223333',
      Arn: 'arn:aws:sts::111122223333:assumed-role/TrailwardenReader/test',
    });
  });

  it('gives a role only to who may have it', async () => {
    expect((await failure(assume('444455556666'))).name).toBe('AccessDenied');
    expect((await failure(assume('000000000000'))).name).toBe('AccessDenied');
    await assume('444455556666', { ExternalId: 'example-external-id' });
  });

  it('does not know foreign credentials', async () => {
    const credentials = { accessKeyId: 'AKIAEXAMPLEUNKNOWN', secretAccessKey: 'x' };

    const refused = await failure(new STS({ ...own(), credentials }).getCallerIdentity({}));

    expect(refused.name).toBe('InvalidClientTokenId');
  });

  it('tells the account of an access key', async () => {
    const sts = new STS(own());

    expect(await sts.getAccessKeyInfo({ AccessKeyId: 'AKIAI44QH8DHBEXAMPLE' })).toMatchObject({
      Account: '111122223333',
    });
  });

  it('shows metric alarms alone unless the other types are named', async () => {
    const cloudwatch = new CloudWatch(await assume('111122223333'));

    const some = await cloudwatch.describeAlarms({});
    const all = await cloudwatch.describeAlarms({
      AlarmTypes: ['MetricAlarm', 'CompositeAlarm', 'LogAlarm'],
    });

    expect(some.CompositeAlarms).toEqual([]);
    expect(all.CompositeAlarms?.map(({ AlarmName }) => AlarmName)).toEqual(['shop is ill']);
    const names = all.MetricAlarms?.map(({ AlarmName }) => AlarmName);
    expect(names).toContain('CloudTrailIAMPolicyChanges');
    expect(names).not.toContain('CloudTrailRootUse');
    const log = new CloudWatch(own());
    expect((await log.describeAlarms({ AlarmTypes: ['LogAlarm'] })).LogAlarms).toHaveLength(1);
  });

  it('pages alarms, and finds them by name, prefix, state and parent', async () => {
    const cloudwatch = new CloudWatch(await assume('111122223333'));
    const first = await cloudwatch.describeAlarms({ MaxRecords: 2 });
    const NextToken = first.NextToken ?? '';
    const second = await cloudwatch.describeAlarms({ MaxRecords: 2, NextToken });
    const names = [...(first.MetricAlarms ?? []), ...(second.MetricAlarms ?? [])].map(
      ({ AlarmName }) => AlarmName,
    );
    const children = await cloudwatch.describeAlarms({ ChildrenOfAlarmName: 'shop is ill' });
    const trail = await cloudwatch.describeAlarms({ AlarmNamePrefix: 'CloudTrail' });

    expect(new Set(names).size).toBe(4);
    expect(children.MetricAlarms).toHaveLength(2);
    expect(trail.MetricAlarms).toHaveLength(8);
    expect((await cloudwatch.describeAlarms({ StateValue: 'ALARM' })).MetricAlarms).toEqual([]);
    const refused = await failure(cloudwatch.describeAlarms({ NextToken: 'nonsense' }));
    expect(refused.name).toBe('InvalidNextToken');
  });

  it('tells the history of a state change', async () => {
    const cloudwatch = new CloudWatch(await assume('111122223333'));
    const alarm = under.aws.alarms.find('CloudTrailChanges', '111122223333')!;
    const start = Date.now();
    const { reason, reasonData } = metricReason(alarm.definition, 'ALARM', 1, start);
    under.aws.alarms.change(alarm, 'ALARM', reason, reasonData);

    const { AlarmHistoryItems: items = [] } = await cloudwatch.describeAlarmHistory({
      HistoryItemType: 'StateUpdate',
      StartDate: new Date(start - 1),
      ScanBy: 'TimestampAscending',
    });
    const described = await cloudwatch.describeAlarms({ AlarmNames: ['CloudTrailChanges'] });

    expect(items).toMatchObject([{ AlarmName: 'CloudTrailChanges', AlarmType: 'MetricAlarm' }]);
    const data = JSON.parse(items[0]?.HistoryData ?? '');
    expect(data.newState).toMatchObject({ stateValue: 'ALARM', stateReasonData: { threshold: 1 } });
    expect(items[0]?.Timestamp?.getTime()).toBe(alarm.stateAt);
    expect(described.MetricAlarms?.[0]).toMatchObject({ StateValue: 'ALARM', StateReason: reason });
  });

  it('keeps topics to their account and region', async () => {
    const foreign = new SNS(own());
    const prod = new SNS(await assume('111122223333'));

    const refused = await failure(foreign.getTopicAttributes({ TopicArn: topics.alarms }));
    const elsewhere = await failure(prod.getTopicAttributes({ TopicArn: topics.global }));

    expect(refused.name).toMatch(/^AuthorizationError/);
    expect(elsewhere.name).toMatch(/^NotFound/);
    expect((await prod.getTopicAttributes({ TopicArn: topics.alarms })).Attributes).toMatchObject({
      Owner: '111122223333',
      SignatureVersion: '1',
    });
  });

  it('keeps a subscription and its attributes until it is ended', async () => {
    const sns = new SNS(own());
    const TopicArn = topics.findings;
    const Endpoint = 'arn:aws:sqs:eu-west-1:777788889999:alarms';
    await sns.subscribe({ TopicArn, Protocol: 'sqs', Endpoint });
    const token = under.aws.sns.topics.get(TopicArn)?.subscriptions[0]?.token ?? '';
    const pending = await sns.listSubscriptionsByTopic({ TopicArn });

    const { SubscriptionArn = '' } = await sns.confirmSubscription({
      TopicArn,
      Token: token,
      AuthenticateOnUnsubscribe: 'true',
    });
    const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: Endpoint });
    await sns.setSubscriptionAttributes({
      SubscriptionArn,
      AttributeName: 'RedrivePolicy',
      AttributeValue: RedrivePolicy,
    });
    const { Attributes } = await sns.getSubscriptionAttributes({ SubscriptionArn });
    await sns.unsubscribe({ SubscriptionArn });

    expect(pending.Subscriptions).toMatchObject([
      { SubscriptionArn: 'PendingConfirmation', Endpoint },
    ]);
    expect(Attributes).toMatchObject({ RedrivePolicy, ConfirmationWasAuthenticated: 'true' });
    expect((await sns.listSubscriptionsByTopic({ TopicArn })).Subscriptions).toEqual([]);
    const wrong = sns.confirmSubscription({ TopicArn, Token: 'x'.repeat(64) });
    expect((await failure(wrong)).name).toMatch(/^InvalidParameter/);
  });

  it('fails as it is told', async () => {
    const sts = new STS(own());
    under.faults.add({ target: 'aws', kind: '429', method: 'GetCallerIdentity' });
    expect((await failure(sts.getCallerIdentity({}))).name).toBe('ThrottlingException');
    under.faults.add({ target: 'aws', kind: '5xx', method: 'sts:GetCallerIdentity' });
    expect((await failure(sts.getCallerIdentity({}))).name).toBe('InternalFailure');
    under.faults.add({ target: 'aws', kind: 'error', code: 'ExpiredToken' });
    expect((await failure(sts.getCallerIdentity({}))).name).toMatch(/^ExpiredToken/);
    under.faults.add({ target: 'aws', kind: 'reset' });

    expect((await failure(sts.getCallerIdentity({}))).message).toMatch(/ECONNRESET|hang up/);
    expect(
      under.calls
        .since(0)
        .slice(-4)
        .map(({ outcome }) => outcome),
    ).toEqual(['429', '5xx', 'ExpiredToken', 'reset']);
  });

  it('refuses what it does not know', async () => {
    const refused = await failure(new SNS(own()).listTopics({}));

    expect(refused.name).toMatch(/^InvalidAction/);
  });
});
