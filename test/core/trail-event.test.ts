import { describe, expect, it } from 'vitest';
import { isTrailRecord, readTrailEvent } from '../../src/core/trail-event.ts';

const record = (more: object = {}) => ({
  eventVersion: '1.11',
  userIdentity: {
    type: 'IAMUser',
    userName: 'alice',
    arn: 'arn:aws:iam::111122223333:user/alice',
    accountId: '111122223333',
    accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  },
  eventTime: '2026-01-02T03:04:05Z',
  eventSource: 'iam.amazonaws.com',
  eventName: 'CreateUser',
  awsRegion: 'us-east-1',
  sourceIPAddress: '192.0.2.1',
  userAgent: 'aws-cli/2.0',
  requestParameters: { userName: 'bob' },
  eventID: 'event-1',
  recipientAccountId: '444455556666',
  ...more,
});

const who = (userIdentity: unknown): string => readTrailEvent(record({ userIdentity })).who;

describe('readTrailEvent', () => {
  it('tells who, what, when, which and where', () => {
    expect(readTrailEvent(record())).toEqual({
      id: 'event-1',
      who: 'IAM user alice',
      what: 'IAM CreateUser',
      service: 'iam',
      call: 'CreateUser',
      outcome: 'ok',
      error: undefined,
      when: Date.UTC(2026, 0, 2, 3, 4, 5),
      which: ['bob'],
      account: '444455556666',
      region: 'us-east-1',
      address: '192.0.2.1',
      userAgent: 'aws-cli/2.0',
      accessKey: 'AKIA…MPLE',
      viaConsole: false,
      mfa: undefined,
    });
  });

  it('names every kind of identity', () => {
    const session = {
      type: 'AssumedRole',
      principalId: 'AROAEXAMPLE:alice@example.com',
      arn: 'arn:aws:sts::111122223333:assumed-role/Admin/alice@example.com',
      sessionContext: { sessionIssuer: { userName: 'Admin' } },
    };

    expect(who({ type: 'Root', accountId: '111122223333', userName: 'an-alias' })).toBe(
      'root of 111122223333',
    );
    expect(who(session)).toBe('role Admin (session alice@example.com)');
    expect(
      who({ ...session, sessionContext: { ...session.sessionContext, sourceIdentity: 'alice' } }),
    ).toBe('alice (role Admin)');
    expect(who({ type: 'AssumedRole', arn: session.arn })).toBe(
      'role Admin (session alice@example.com)',
    );
    expect(
      who({ ...session, principalId: 'AROAEXAMPLE', arn: 'arn:aws:sts::111122223333:x' }),
    ).toBe('role Admin');
    expect(who({ ...session, invokedBy: 'config.amazonaws.com' })).toBe(
      'role Admin (session alice@example.com) through config.amazonaws.com',
    );
    expect(who({ type: 'IAMUser', arn: 'arn:aws:iam::111122223333:user/people/alice' })).toBe(
      'IAM user alice',
    );
    expect(who({ type: 'IAMUser', userName: 'HIDDEN_DUE_TO_SECURITY_REASONS' })).toBe(
      'somebody with an unknown user name',
    );
    expect(who({ type: 'AWSAccount', accountId: '444455556666', principalId: 'x' })).toBe(
      'account 444455556666',
    );
    expect(who({ type: 'AWSService', invokedBy: 'config.amazonaws.com' })).toBe(
      'AWS service config.amazonaws.com',
    );
    expect(who({ type: 'IdentityCenterUser', onBehalfOf: { userId: 'user-1' } })).toBe(
      'Identity Center user user-1',
    );
    expect(who({ type: 'SAMLUser', userName: 'alice', identityProvider: 'idp' })).toBe(
      'alice of idp',
    );
    expect(who({ type: 'FederatedUser', principalId: '111122223333:alice' })).toBe(
      'federated user alice',
    );
    expect(who(undefined)).toBe('an AWS service');
    expect(who({})).toBe('somebody unknown');
  });

  it('tells a denied call from a failed one, and leaves out what no person can read', () => {
    const denied = readTrailEvent(
      record({
        errorCode: 'Client.UnauthorizedOperation',
        errorMessage: 'You are not authorized. Encoded authorization failure message: AbCdEf',
      }),
    );

    expect(denied).toMatchObject({
      outcome: 'denied',
      error: 'Client.UnauthorizedOperation: You are not authorized.',
    });
    expect(readTrailEvent(record({ errorCode: 'NoSuchEntity' })).outcome).toBe('failed');
  });

  it('knows a failed sign-in, which has no error code, and MFA in any spelling', () => {
    const signIn = {
      eventSource: 'signin.amazonaws.com',
      eventName: 'ConsoleLogin',
      errorMessage: 'Failed authentication',
      responseElements: { ConsoleLogin: 'Failure' },
      additionalEventData: { MFAUsed: 'YES' },
    };

    expect(readTrailEvent(record(signIn))).toMatchObject({
      what: 'console sign-in',
      outcome: 'failed',
      mfa: true,
      viaConsole: true,
    });
  });

  it('names what was made, which only the answer knows', () => {
    const made = { requestParameters: {}, responseElements: { vpc: { vpcId: 'vpc-0abc' } } };
    const launched = { instancesSet: { items: [{ instanceId: 'i-0abc' }] } };

    expect(readTrailEvent(record(made)).which).toEqual(['vpc-0abc']);
    expect(readTrailEvent(record({ ...made, responseElements: launched })).which).toEqual([
      'i-0abc',
    ]);
    expect(readTrailEvent(record({ requestParameters: { alarmNames: ['a', 'b'] } })).which).toEqual(
      ['a', 'b'],
    );
  });

  it('prefers the ARNs of resources to what was asked for', () => {
    expect(readTrailEvent(record({ resources: [{ ARN: 'arn:aws:s3:::bucket' }] })).which).toEqual([
      'bucket',
    ]);
  });
});

describe('isTrailRecord', () => {
  it('tells a record from a notification of S3', () => {
    expect(isTrailRecord(record())).toBe(true);
    expect(
      isTrailRecord({ eventSource: 'aws:s3', eventName: 'ObjectCreated:Put', userIdentity: {} }),
    ).toBe(false);
    expect(isTrailRecord('text')).toBe(false);
  });
});
