/** What a statement of the policy is about. */
type ActionResource =
  | 'any'
  | 'log-groups'
  | 'log-buckets'
  | 'log-keys'
  | 'topics'
  | 'published-topics'
  | 'queues'
  | 'reader-roles';

export interface AwsAction {
  /** Why the bot calls it, as the end of "It is needed to …". */
  readonly why: string;
  readonly resource: ActionResource;
  /** `own`: by the bot's own role only; `everywhere`: by the role in other accounts too. */
  readonly by: 'own' | 'everywhere';
  /** Calls per second that are kept to for each account and region; AWS's own limit or a part of it. */
  readonly perSecond: number;
  /** Where a region has a limit of its own. */
  readonly perSecondIn?: Readonly<Record<string, number>>;
}

/** A read of any resource, in every account. */
const read = (why: string, perSecond: number, perSecondIn: Readonly<Record<string, number>> = {}) =>
  ({ why, resource: 'any', by: 'everywhere', perSecond, perSecondIn }) as const;

/** A read of what stands in a log group, in every account. */
const readLogs = (
  why: string,
  perSecond: number,
  perSecondIn: Readonly<Record<string, number>> = {},
) => ({ ...read(why, perSecond, perSecondIn), resource: 'log-groups' }) as const;

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/cloudwatch_limits_cwl.html, FilterLogEvents. */
const filterLogEventsIn = {
  'us-east-1': 25,
  'ap-northeast-3': 5,
  'ap-southeast-3': 5,
  'ca-west-1': 5,
  'eu-central-1': 5,
  'il-central-1': 5,
};

/**
 * Every action that the bot needs a permission for; the IAM policies in deploy/ derive from it.
 * Names: https://docs.aws.amazon.com/service-authorization/latest/reference/. Rates:
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_limits.html (9/s and
 * 3/s), https://docs.aws.amazon.com/general/latest/gr/sns.html (30/s, 100/s),
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/WhatIsCloudTrail-Limits.html (2/s for
 * LookupEvents), https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/cloudwatch_limits_cwl.html
 * (5/s for DescribeMetricFilters), https://docs.aws.amazon.com/AmazonS3/latest/userguide/optimizing-performance.html
 * (5,500/s for each prefix). https://docs.aws.amazon.com/accounts/latest/reference/quotas.html (10/s for GetAlternateContact). IAM and Support publish none and throttle all the same: few, and fewer
 * for reports; Organizations shares its limit with all accounts.
 */
export const awsActions = {
  'account:GetAlternateContact': read('see whether AWS knows whom to write to', 5),
  'cloudtrail:DescribeTrails': read('see whether everything is logged', 5),
  'cloudtrail:GetEventSelectors': read('see which events a trail records', 5),
  'cloudtrail:GetTrailStatus': read('see whether a trail is logging', 5),
  'cloudtrail:ListTrails': read('find the trails of every region', 5),
  'cloudtrail:LookupEvents': read('find who did what in Event history', 2),
  'cloudwatch:DescribeAlarmHistory': {
    why: 'read what alarms did during a gap',
    resource: 'any',
    by: 'everywhere',
    perSecond: 3,
  },
  'cloudwatch:DescribeAlarms': {
    why: 'read the alarms as they are now after a gap',
    resource: 'any',
    by: 'everywhere',
    perSecond: 9,
  },
  'cloudwatch:GetMetricData': read('draw the metric of an alarm around its threshold', 10),
  'ec2:DescribeInstances': read('find machines whose programs have no role', 10),
  'ec2:DescribeSecurityGroups': read('find ports that are open to the world', 10),
  'iam:GenerateCredentialReport': read('learn the age and last use of passwords and keys', 1),
  'iam:GenerateServiceLastAccessedDetails': read('learn when somebody last used which service', 1),
  'iam:GetAccessKeyLastUsed': read('learn when an access key was last used', 5),
  'iam:GetAccountAuthorizationDetails': read(
    'learn at once what everybody may do, and the last use of all roles',
    2,
  ),
  'iam:GetAccountPasswordPolicy': read('check the password policy', 5),
  'iam:GetAccountSummary': read("check the root user's MFA and keys", 5),
  'iam:GetCredentialReport': read('learn the age and last use of passwords and keys', 2),
  'iam:GetGroup': read('find a group', 5),
  'iam:GetPolicy': read('find a managed policy', 5),
  'iam:GetRole': read('find a role and its last use', 5),
  'iam:GetServiceLastAccessedDetails': read('learn when somebody last used which service', 5),
  'iam:GetServiceLastAccessedDetailsWithEntities': read(
    'learn who used a service through a group or a policy',
    5,
  ),
  'iam:GetUser': read('find a user', 5),
  'iam:ListAccessKeys': read("find a user's access keys", 5),
  'iam:ListPolicies': read('find a managed policy by its name', 5),
  'iam:ListRoles': read('find roles, those of permission sets among them', 5),
  'identitystore:DescribeUser': read('learn the name of a user of IAM Identity Center', 10),
  'identitystore:GetUserId': read('find a user of IAM Identity Center by e-mail address', 10),
  'kms:Decrypt': {
    why: 'read log files, and publish to topics, that are encrypted with a key of their own',
    resource: 'log-keys',
    by: 'everywhere',
    perSecond: 50,
  },
  'kms:GenerateDataKey': {
    why: 'publish to topics that are encrypted with a key of their own',
    resource: 'log-keys',
    by: 'everywhere',
    perSecond: 50,
  },
  'logs:DescribeLogGroups': read("say how much a query of the trail's log group may scan", 5),
  'logs:DescribeMetricFilters': read('find what feeds the metric of an alarm', 5),
  'logs:FilterLogEvents': readLogs("search the trail's log group", 10, filterLogEventsIn),
  'logs:GetQueryResults': read("search the trail's log group over a long time", 5),
  'logs:StartQuery': readLogs("search the trail's log group over a long time", 5),
  'logs:StopQuery': read('stop a query that nobody waits for', 5),
  'organizations:ListAccounts': read('learn of the accounts of the organisation', 2),
  'organizations:ListAccountsForParent': read('learn of the accounts of a unit', 2),
  'organizations:ListOrganizationalUnitsForParent': read('learn of the units within a unit', 2),
  's3:GetObject': {
    why: "read the trail's log files that a notice tells of",
    resource: 'log-buckets',
    by: 'everywhere',
    perSecond: 50,
  },
  'sns:ConfirmSubscription': {
    why: 'confirm the subscription of a listed topic',
    resource: 'topics',
    by: 'everywhere',
    perSecond: 30,
  },
  'sns:GetSubscriptionAttributes': {
    why: "check a subscription's retries and dead-letter queue",
    // AWS knows no resource for it.
    resource: 'any',
    by: 'everywhere',
    perSecond: 30,
  },
  'sns:GetTopicAttributes': {
    why: 'check that a topic is there and how it signs',
    resource: 'topics',
    by: 'everywhere',
    perSecond: 30,
  },
  'sns:ListSubscriptionsByTopic': {
    why: 'check that the bot is subscribed',
    resource: 'topics',
    by: 'everywhere',
    perSecond: 30,
  },
  'sns:Publish': {
    why: 'escalate to a topic, and test the way of a listed one',
    resource: 'published-topics',
    by: 'everywhere',
    perSecond: 30,
  },
  'sns:Subscribe': {
    why: 'subscribe the bot to a listed topic with `doctor --fix`',
    resource: 'topics',
    by: 'everywhere',
    perSecond: 30,
  },
  'sqs:ChangeMessageVisibility': {
    why: 'keep a message while it is being stored',
    resource: 'queues',
    by: 'own',
    perSecond: 100,
  },
  'sqs:DeleteMessage': {
    why: 'take a stored message off the queue',
    resource: 'queues',
    by: 'own',
    perSecond: 100,
  },
  'sqs:GetQueueAttributes': {
    why: 'see how many messages wait, there and in the dead-letter queue',
    resource: 'queues',
    by: 'own',
    perSecond: 30,
  },
  'sqs:GetQueueUrl': {
    why: 'find the dead-letter queue by its name',
    resource: 'queues',
    by: 'own',
    perSecond: 30,
  },
  'sqs:ReceiveMessage': {
    why: 'receive what the topics send',
    resource: 'queues',
    by: 'own',
    perSecond: 100,
  },
  'sso:DescribePermissionSet': read('name the permission sets of a user', 5),
  'sso:ListAccountAssignmentsForPrincipal': read('list the permission sets of a user', 5),
  'sso:ListInstances': read('find IAM Identity Center', 5),
  'sts:AssumeRole': {
    why: "read other accounts with the roles that the settings' accounts name",
    resource: 'reader-roles',
    by: 'own',
    perSecond: 30,
  },
  'sts:GetAccessKeyInfo': read('find the account that an access key belongs to', 10),
  'support:DescribeTrustedAdvisorCheckResult': read(
    'read the flagged resources of Trusted Advisor',
    5,
  ),
  'support:DescribeTrustedAdvisorCheckSummaries': read('read the counts of Trusted Advisor', 5),
  'support:DescribeTrustedAdvisorChecks': read('read the checks of Trusted Advisor', 5),
  'support:RefreshTrustedAdvisorCheck': read('refresh a check of Trusted Advisor', 2),
} as const satisfies Readonly<Record<string, AwsAction>>;

export type AwsActionName = keyof typeof awsActions;

/** sts:GetCallerIdentity needs no permission, but is a call all the same. */
export type AwsCallName = AwsActionName | 'sts:GetCallerIdentity';

const known: Readonly<Record<string, AwsAction>> = awsActions;

export const callsPerSecond = (call: AwsCallName, region: string): number => {
  const action = known[call];
  return action?.perSecondIn?.[region] ?? action?.perSecond ?? 30;
};

/** "It is needed to read the alarms …. ", or nothing for an action that is not in the table. */
export const whyNeeded = (action: string): string =>
  Object.hasOwn(known, action) ? `It is needed to ${known[action]?.why ?? ''}. ` : '';

/** What must be named one by one: everything of its kind would be far too much. */
export const placeholders = {
  'log-buckets': 'arn:*:s3:::your-trail-bucket/*',
  'published-topics': 'arn:*:sns:*:*:your-escalation-topic',
} as const;

const isListed = (kind: string | undefined): kind is keyof typeof placeholders =>
  kind !== undefined && Object.hasOwn(placeholders, kind);

/** What a statement that allows the action has as its resource. */
export const resourceOf = (action: string): string => {
  const kind = known[action]?.resource;
  return isListed(kind) ? placeholders[kind] : '*';
};

/** What the role in another account is called in the examples and in the policy. */
export const readerRoleName = 'TrailwardenReader';
