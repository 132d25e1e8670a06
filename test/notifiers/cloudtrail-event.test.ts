import { describe, expect, it } from 'vitest';
import { record } from '../detections/records.ts';
import { alertOf, alertsOf, factsOf, sentence } from './helpers.ts';

const group = { requestParameters: { groupId: 'sg-0abc1234' } };
const authorize = record('ec2', 'AuthorizeSecurityGroupIngress', group);

const inEvent = (detailType: string, detail: object) => ({
  version: '0',
  id: 'aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee',
  'detail-type': detailType,
  source: 'aws.ec2',
  account: '444455556666',
  time: '2026-01-02T03:04:05Z',
  region: 'eu-west-1',
  resources: [],
  detail,
});

const session = (name: string) => ({
  userIdentity: {
    type: 'AssumedRole',
    principalId: `AROAEXAMPLE:${name}`,
    arn: `arn:aws:sts::111122223333:assumed-role/deploy/${name}`,
    accountId: '111122223333',
    sessionContext: { sessionIssuer: { type: 'Role', userName: 'deploy' } },
  },
});

const denied = (more: object) =>
  record('s3', 'GetBucketPolicy', { errorCode: 'AccessDenied', ...more });

describe('a watched operation', () => {
  it('becomes an alert with who, what, which and where', () => {
    const alert = alertOf({ Records: [authorize] });

    expect(sentence(alert)).toBe(
      'Security group change: EC2 AuthorizeSecurityGroupIngress by IAM user alice, on sg-0abc1234',
    );
    expect(alert).toMatchObject({
      key: 'cloudtrail/111122223333/eu-west-1/security-group-change/sg-0abc1234',
      source: 'cloudtrail-event',
      state: 'EVENT',
      phase: 'event',
      account: '111122223333',
      region: 'eu-west-1',
      severity: { level: 'high', reason: 'it says who may reach what' },
    });
    expect(factsOf(alert)).toMatchObject({
      Who: 'IAM user alice',
      What: 'EC2 AuthorizeSecurityGroupIngress',
      Which: 'sg-0abc1234',
      From: '198.51.100.7',
      Meaning: expect.stringContaining('security group'),
      Next: expect.stringContaining('0.0.0.0/0'),
    });
  });

  it.each([
    'AWS API Call via CloudTrail',
    'AWS Service Event via CloudTrail',
    'AWS Console Action via CloudTrail',
  ])('is the same in EventBridge as %s', (detailType) => {
    expect(alertOf(inEvent(detailType, authorize))).toEqual(alertOf({ Records: [authorize] }));
  });

  it.each(['AWS Console Sign In via CloudTrail', 'AWS Console Signin via CloudTrail'])(
    'is known as a sign-in by %s',
    (detailType) => {
      const failure = record('signin', 'ConsoleLogin', {
        eventType: 'AwsConsoleSignIn',
        errorMessage: 'Failed authentication',
        responseElements: { ConsoleLogin: 'Failure' },
        userIdentity: {
          type: 'IAMUser',
          accountId: '111122223333',
          userName: 'HIDDEN_DUE_TO_SECURITY_REASONS',
        },
      });

      expect(sentence(alertOf(inEvent(detailType, failure)))).toBe(
        'Console sign-in failure: console sign-in by somebody with an unknown user name',
      );
    },
  );

  it('gives an alert for each of many records, watched or not', () => {
    const alerts = alertsOf({
      Records: [authorize, record('ec2', 'DescribeInstances', { eventID: 'other' })],
    });

    expect(alerts.map(({ isUnwatched }) => isUnwatched)).toEqual([undefined, true]);
  });

  it('says that it did not happen, where it was denied or failed', () => {
    const refused = alertOf({ ...authorize, errorCode: 'Client.UnauthorizedOperation' });
    const failed = alertOf({ ...authorize, errorCode: 'InvalidPermission.Duplicate' });

    expect(sentence(refused)).toContain('Security group change (denied): ');
    expect(factsOf(refused)).toMatchObject({
      Meaning: 'Somebody tried it. The call was denied: nothing was changed.',
      Also: 'Denied call',
    });
    expect(sentence(failed)).toContain('Security group change (failed): ');
  });

  it('counts two calls of one second as two, and one that comes twice as one', () => {
    const [first, second, again] = ['one', 'two', 'one'].map((eventID) =>
      alertOf({ ...authorize, eventID }),
    );

    expect(second?.key).toBe(first?.key);
    expect(second?.at).not.toBe(first?.at);
    expect(again).toEqual(first);
    expect(Math.floor((first?.at ?? 0) / 1000) * 1000).toBe(Date.UTC(2026, 0, 2, 3, 4, 5));
  });

  it('is one incident for a role, whatever its sessions are called', () => {
    const [one, other, alice] = [session('ci-1'), session('ci-2'), {}].map((more) =>
      alertOf(denied(more)),
    );

    expect(one?.key).toBe('cloudtrail/111122223333/eu-west-1/denied-call/deploy');
    expect(other?.key).toBe(one?.key);
    expect(alice?.key).not.toBe(one?.key);
  });

  it('goes by its event where the record names no resource', () => {
    const alert = alertOf(record('ec2', 'DeleteSecurityGroup', { eventID: 'event-7' }));

    expect(alert.key).toBe('cloudtrail/111122223333/eu-west-1/security-group-change/event-7');
  });

  it('belongs to the account that it happened in, not to the one that tells', () => {
    const alert = alertOf(inEvent('AWS API Call via CloudTrail', authorize));

    expect(alert.account).toBe('111122223333');
  });

  it('shows no secret of the record', () => {
    const alert = alertOf({
      ...authorize,
      userAgent: 'tool password=hunter2-hunter2',
      requestParameters: { groupId: 'sg-1', password: 'hunter2-hunter2' },
    });

    expect(JSON.stringify(alert)).not.toContain('hunter2');
  });
});

describe('what no detection matches', () => {
  const looked = record('ec2', 'DescribeSecurityGroups');

  it.each([
    ['as it is', looked],
    ['in Records', { Records: [looked] }],
    ['in an event', inEvent('AWS API Call via CloudTrail', looked)],
    ['in an event that another name was given', inEvent('Forwarded', looked)],
  ])('is marked, for whoever asks for it: %s', (_, message) => {
    const alert = alertOf(message);

    expect(alert).toMatchObject({
      source: 'cloudtrail-event',
      severity: { level: 'info' },
      isUnwatched: true,
    });
    expect(sentence(alert)).toBe('EC2 DescribeSecurityGroups was called: by IAM user alice');
  });

  it.each([
    ['an event that only looks so', { ...authorize, eventSource: 'aws:s3' }],
    ['an event of another kind', inEvent('EC2 Instance State-change Notification', { state: 'x' })],
    ['a finding', { ...inEvent('GuardDuty Finding', { severity: 8 }), source: 'aws.guardduty' }],
    ['an insight', inEvent('AWS Insight via CloudTrail', { insightDetails: { state: 'Start' } })],
    ['records in a text', `seen: ${JSON.stringify(looked)}`],
  ])('is no record of CloudTrail, and shown as ever: %s', (_, message) => {
    const alert = alertOf(message);

    expect(alert.source).toBe('generic');
    expect(alert).not.toHaveProperty('isUnwatched');
  });
});

describe('what is done with one access key', () => {
  const by = (accessKeyId: string, more: object = {}) => ({
    userIdentity: {
      type: 'IAMUser',
      userName: 'alice',
      accountId: '111122223333',
      arn: 'arn:aws:iam::111122223333:user/alice',
      accessKeyId,
    },
    ...more,
  });
  const keyOf = (call: ReturnType<typeof record>) => alertOf({ Records: [call] }).key;
  const one = 'ASIAIOSFODNN7EXAMPLE';
  const other = 'ASIAI44QH8DHBEXAMPLE';

  it('is one incident, whatever it is done to', () => {
    const first = keyOf(record('ec2', 'CreateSecurityGroup', by(one)));

    expect(first).toMatch(/^cloudtrail\/111122223333\/session\/[0-9a-f]{16}$/);
    expect(keyOf(record('iam', 'CreatePolicy', by(one)))).toBe(first);
    expect(keyOf(record('ec2', 'CreateSecurityGroup', by(other)))).not.toBe(first);
  });

  it('does not name the key', () => {
    const alert = alertOf({ Records: [record('ec2', 'CreateSecurityGroup', by(one))] });

    expect(JSON.stringify(alert)).not.toContain(one);
    expect(alert).toMatchObject({
      detection: 'security-group-change',
      foldsWithinMs: 15 * 60_000,
      events: [
        { actor: 'arn:aws:iam::111122223333:user/alice', detections: ['security-group-change'] },
      ],
    });
  });

  it.each([
    ['what guards the account', record('cloudtrail', 'UpdateTrail', by(one))],
    ['a critical one', record('cloudtrail', 'StopLogging', by(one))],
    ['a denied call', denied(by(one))],
    [
      'a change that was denied',
      record('ec2', 'CreateSecurityGroup', by(one, { errorCode: 'AccessDenied' })),
    ],
    ['a call without a key', record('ec2', 'CreateSecurityGroup', by(''))],
  ])('keeps %s apart', (_, call) => {
    const alert = alertOf({ Records: [call] });

    expect(alert.key).not.toContain('/session/');
    expect(alert).not.toHaveProperty('foldsWithinMs');
  });
});
