type Json = Readonly<Record<string, unknown>>;

/** A record of CloudTrail that no detection matches but for what is added. */
export const record = (source: string, name: string, more: Json = {}): Json => ({
  eventVersion: '1.11',
  eventType: 'AwsApiCall',
  eventTime: '2026-01-02T03:04:05Z',
  eventID: '11111111-2222-3333-4444-555555555555',
  eventSource: `${source}.amazonaws.com`,
  eventName: name,
  awsRegion: 'eu-west-1',
  sourceIPAddress: '198.51.100.7',
  userAgent: 'aws-cli/2.0',
  recipientAccountId: '111122223333',
  userIdentity: {
    type: 'IAMUser',
    userName: 'alice',
    accountId: '111122223333',
    arn: 'arn:aws:iam::111122223333:user/alice',
  },
  ...more,
});

const root = (more: Json = {}): Json => ({
  userIdentity: { type: 'Root', accountId: '111122223333', ...more },
});

const signIn = (more: Json): Json =>
  record('signin', 'ConsoleLogin', { eventType: 'AwsConsoleSignIn', ...more });

const succeeded = { responseElements: { ConsoleLogin: 'Success' } };
const mfa = (used: string): Json => ({ additionalEventData: { MFAUsed: used } });
const federated = { userIdentity: { type: 'AssumedRole', principalId: 'AROAEXAMPLE:alice' } };

const instance = (type: string): Json =>
  record('ec2', 'RunInstances', { requestParameters: { instanceType: type } });

interface Cases {
  readonly matches: readonly Json[];
  /** Looks like it and is not. */
  readonly nearMisses: readonly Json[];
}

/** By a detection's id. */
export const cases: Readonly<Record<string, Cases>> = {
  'root-use': {
    matches: [record('s3', 'ListBuckets', root()), signIn({ ...root(), ...succeeded })],
    nearMisses: [
      record('s3', 'ListBuckets', root({ invokedBy: 'support.amazonaws.com' })),
      record('kms', 'RotateKey', { ...root(), eventType: 'AwsServiceEvent' }),
      record('s3', 'ListBuckets', { userIdentity: { type: 'IAMUser', userName: 'Root' } }),
    ],
  },
  'cloudtrail-switched-off': {
    matches: ['StopLogging', 'DeleteTrail', 'PutEventSelectors'].map((name) =>
      record('cloudtrail', name),
    ),
    nearMisses: [record('cloudtrail', 'StartLogging'), record('example', 'StopLogging')],
  },
  'cloudtrail-change': {
    matches: [record('cloudtrail', 'UpdateTrail'), record('cloudtrail', 'StopLogging')],
    nearMisses: [record('cloudtrail', 'DescribeTrails'), record('cloudtrail', 'updateTrail')],
  },
  'config-switched-off': {
    matches: [record('config', 'StopConfigurationRecorder')],
    nearMisses: [record('config', 'StartConfigurationRecorder')],
  },
  'config-change': {
    matches: [record('config', 'PutConfigurationRecorder')],
    nearMisses: [record('config', 'PutConfigRule')],
  },
  'guardduty-switched-off': {
    matches: [
      record('guardduty', 'DeleteDetector'),
      record('guardduty', 'UpdateDetector', { requestParameters: { enable: false } }),
    ],
    nearMisses: [
      record('guardduty', 'UpdateDetector', { requestParameters: { enable: true } }),
      record('guardduty', 'UpdateDetector'),
      record('macie2', 'DeleteMembers'),
    ],
  },
  'security-hub-switched-off': {
    matches: [record('securityhub', 'DisableSecurityHub')],
    nearMisses: [record('securityhub', 'EnableSecurityHub')],
  },
  'inspector-switched-off': {
    matches: [record('inspector2', 'Disable')],
    nearMisses: [record('inspector2', 'Enable'), record('example', 'Disable')],
  },
  'macie-switched-off': {
    matches: [
      record('macie2', 'DisableMacie'),
      record('macie2', 'UpdateMacieSession', { requestParameters: { status: 'PAUSED' } }),
    ],
    nearMisses: [
      record('macie2', 'UpdateMacieSession', { requestParameters: { status: 'ENABLED' } }),
    ],
  },
  'flow-log-deleted': {
    matches: [record('ec2', 'DeleteFlowLogs')],
    nearMisses: [record('ec2', 'CreateFlowLogs')],
  },
  'dns-query-logging-switched-off': {
    matches: [record('route53resolver', 'DeleteResolverQueryLogConfig')],
    nearMisses: [record('route53resolver', 'AssociateResolverQueryLogConfig')],
  },
  'waf-acl-deleted-or-disassociated': {
    matches: [
      record('wafv2', 'DisassociateWebACL'),
      record('waf', 'DeleteWebACL'),
      record('waf-regional', 'DisassociateWebACL'),
    ],
    nearMisses: [record('wafv2', 'AssociateWebACL'), record('waf', 'DisassociateWebACL')],
  },
  'alarm-deleted-or-disabled': {
    matches: [record('monitoring', 'DeleteAlarms'), record('monitoring', 'DisableAlarmActions')],
    nearMisses: [record('monitoring', 'PutMetricAlarm')],
  },
  'log-filter-deleted': {
    matches: [record('logs', 'DeleteMetricFilter')],
    nearMisses: [record('logs', 'PutMetricFilter')],
  },
  'log-group-deleted': {
    matches: [record('logs', 'DeleteLogGroup')],
    nearMisses: [record('logs', 'CreateLogGroup')],
  },
  'topic-or-subscription-deleted': {
    matches: [record('sns', 'DeleteTopic'), record('sns', 'Unsubscribe')],
    nearMisses: [record('sns', 'Subscribe')],
  },
  'event-rule-deleted-or-disabled': {
    matches: [record('events', 'DisableRule')],
    nearMisses: [record('events', 'EnableRule'), record('iot', 'DisableRule')],
  },
  'cloudhsm-cluster-deleted': {
    matches: [record('cloudhsm', 'DeleteCluster')],
    nearMisses: [record('eks', 'DeleteCluster')],
  },
  'kms-key-disabled-or-deleted': {
    matches: [record('kms', 'ScheduleKeyDeletion'), record('kms', 'DisableKey')],
    nearMisses: [record('kms', 'DisableKeyRotation')],
  },
  'organizations-change': {
    matches: [
      record('organizations', 'CreatePolicy'),
      record('organizations', 'LeaveOrganization', { errorCode: 'AccessDenied' }),
    ],
    nearMisses: [record('organizations', 'ListAccounts'), record('iam', 'CreatePolicy')],
  },
  'iam-policy-change': {
    matches: [record('iam', 'CreatePolicy'), record('iam', 'DetachGroupPolicy')],
    nearMisses: [record('organizations', 'CreatePolicy'), record('iam', 'CreateUser')],
  },
  's3-bucket-policy-change': {
    matches: [record('s3', 'PutBucketPolicy')],
    nearMisses: [record('s3', 'GetBucketPolicy'), record('s3control', 'PutBucketPolicy')],
  },
  'console-sign-in-without-mfa': {
    matches: [
      signIn({ ...mfa('No'), ...succeeded }),
      signIn({ ...mfa('No'), ...succeeded, ...root() }),
    ],
    nearMisses: [
      signIn({ ...mfa('Yes'), ...succeeded }),
      signIn({ ...mfa('YES'), ...succeeded, ...root() }),
      signIn({ ...mfa('No'), responseElements: { ConsoleLogin: 'Failure' } }),
      signIn({ ...mfa('No'), ...succeeded, ...federated }),
      signIn(succeeded),
    ],
  },
  'security-group-change': {
    matches: [
      record('ec2', 'AuthorizeSecurityGroupIngress'),
      record('ec2', 'ModifySecurityGroupRules'),
    ],
    nearMisses: [
      record('ec2', 'DescribeSecurityGroups'),
      record('elasticache', 'CreateSecurityGroup'),
    ],
  },
  'network-acl-change': {
    matches: [record('ec2', 'ReplaceNetworkAclEntry')],
    nearMisses: [record('ec2', 'DescribeNetworkAcls')],
  },
  'network-gateway-change': {
    matches: [record('ec2', 'AttachInternetGateway')],
    nearMisses: [record('ec2', 'DescribeInternetGateways')],
  },
  'route-table-change': {
    matches: [record('ec2', 'ReplaceRoute')],
    nearMisses: [record('apigateway', 'CreateRoute')],
  },
  'vpc-change': {
    matches: [record('ec2', 'DeleteVpc')],
    nearMisses: [record('ec2', 'CreateVpcEndpoint')],
  },
  'console-sign-in-failure': {
    matches: [signIn({ errorMessage: 'Failed authentication' })],
    nearMisses: [signIn(succeeded), record('signin', 'CheckMfa')],
  },
  'large-ec2-instance': {
    matches: [
      instance('c5.4xlarge'),
      instance('m7i.48xlarge'),
      instance('i4i.metal'),
      record('ec2', 'RunInstances', {
        requestParameters: { launchTemplate: { launchTemplateId: 'lt-0abc' } },
        responseElements: { instancesSet: { items: [{ instanceType: 'p5.48xlarge' }] } },
      }),
    ],
    nearMisses: [
      instance('c5.2xlarge'),
      instance('t3.xlarge'),
      record('ec2', 'ModifyInstanceAttribute', {
        requestParameters: { instanceType: { value: 'c5.18xlarge' } },
      }),
    ],
  },
  'denied-call': {
    matches: [
      record('s3', 'ListBuckets', { errorCode: 'AccessDenied' }),
      record('kms', 'Decrypt', { errorCode: 'AccessDeniedException' }),
      record('ec2', 'StopInstances', { errorCode: 'Client.UnauthorizedOperation' }),
    ],
    nearMisses: [
      record('iam', 'GetUser', { errorCode: 'NoSuchEntityException' }),
      record('ec2', 'StopInstances', { errorCode: 'Client.UnauthorizedOperation.' }),
      record('s3', 'HeadBucket'),
    ],
  },
  'ec2-instance-change': {
    matches: [
      record('ec2', 'TerminateInstances'),
      record('ec2', 'RunInstances'),
      record('ec2', 'StopInstances', { errorCode: 'Client.UnauthorizedOperation' }),
    ],
    nearMisses: [record('ec2', 'DescribeInstances'), record('opsworks', 'StopInstances')],
  },
};
