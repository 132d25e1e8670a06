/** What a statement of the policy is about. */
type ActionResource = 'any' | 'topics' | 'queues' | 'reader-roles';

export interface AwsAction {
  /** Why the bot calls it, as the end of "It is needed to …". */
  readonly why: string;
  readonly resource: ActionResource;
  /** `own`: by the bot's own role only; `everywhere`: by the role in other accounts too. */
  readonly by: 'own' | 'everywhere';
  /** Calls per second that are kept to for each account and region; AWS's own limit or a part of it. */
  readonly perSecond: number;
}

/**
 * Every action that the bot needs a permission for; the IAM policies in deploy/ derive from it.
 * Names: https://docs.aws.amazon.com/service-authorization/latest/reference/. Rates:
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_limits.html (9/s and
 * 3/s), https://docs.aws.amazon.com/general/latest/gr/sns.html (30/s, 100/s).
 */
export const awsActions = {
  'cloudwatch:DescribeAlarms': {
    why: 'read the alarms as they are now after a gap',
    resource: 'any',
    by: 'everywhere',
    perSecond: 9,
  },
  'cloudwatch:DescribeAlarmHistory': {
    why: 'read what alarms did during a gap',
    resource: 'any',
    by: 'everywhere',
    perSecond: 3,
  },
  'sns:ConfirmSubscription': {
    why: 'confirm the subscription of a listed topic',
    resource: 'topics',
    by: 'everywhere',
    perSecond: 30,
  },
  'sns:GetSubscriptionAttributes': {
    why: "check a subscription's retries and dead-letter queue",
    resource: 'topics',
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
  'sts:AssumeRole': {
    why: "read other accounts with the roles that the settings' accounts name",
    resource: 'reader-roles',
    by: 'own',
    perSecond: 30,
  },
} as const satisfies Readonly<Record<string, AwsAction>>;

export type AwsActionName = keyof typeof awsActions;

/** sts:GetCallerIdentity needs no permission, but is a call all the same. */
export type AwsCallName = AwsActionName | 'sts:GetCallerIdentity';

export const callsPerSecond = (call: AwsCallName): number =>
  call === 'sts:GetCallerIdentity' ? 30 : awsActions[call].perSecond;

const known: Readonly<Record<string, AwsAction>> = awsActions;

/** "It is needed to read the alarms …. ", or nothing for an action that is not in the table. */
export const whyNeeded = (action: string): string =>
  Object.hasOwn(known, action) ? `It is needed to ${known[action]?.why ?? ''}. ` : '';

/** What the role in another account is called in the examples and in the policy. */
export const readerRoleName = 'TrailwardenReader';
