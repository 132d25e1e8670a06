import { describe, expect, it } from 'vitest';
import { awsActions, callsPerSecond, whyNeeded } from '../../src/aws/actions.ts';

describe('awsActions', () => {
  it.each([
    ['cloudtrail:LookupEvents', 'us-east-1', 2],
    ['logs:FilterLogEvents', 'us-east-1', 25],
    ['logs:FilterLogEvents', 'eu-central-1', 5],
    ['logs:FilterLogEvents', 'eu-west-1', 10],
    ['iam:GenerateCredentialReport', 'us-east-1', 1],
    ['sts:GetCallerIdentity', 'eu-west-1', 30],
  ] as const)('%s may be called in %s %i times a second', (call, region, expected) => {
    expect(callsPerSecond(call, region)).toBe(expected);
  });

  it('changes nothing in AWS but what SNS, SQS, their keys and the reports need', () => {
    const writing = Object.keys(awsActions).filter(
      (action) => !/:(Describe|Filter|Get|List|Lookup)/.test(action),
    );

    expect(writing).toEqual([
      'iam:GenerateCredentialReport',
      'iam:GenerateServiceLastAccessedDetails',
      'kms:Decrypt',
      'kms:GenerateDataKey',
      'logs:StartQuery',
      'logs:StopQuery',
      'sns:ConfirmSubscription',
      'sns:Publish',
      'sns:Subscribe',
      'sqs:ChangeMessageVisibility',
      'sqs:DeleteMessage',
      'sqs:ReceiveMessage',
      'sts:AssumeRole',
      'support:RefreshTrustedAdvisorCheck',
    ]);
  });

  it('says what an action is needed for, and nothing of one that it does not know', () => {
    expect(whyNeeded('cloudtrail:LookupEvents')).toBe(
      'It is needed to find who did what in Event history. ',
    );
    expect(whyNeeded('s3:DeleteBucket')).toBe('');
  });
});
