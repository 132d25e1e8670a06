import { type AwsAction, awsActions } from '../../aws/actions.ts';

type ResourceKind = AwsAction['resource'];

/** An ARN, a list of them, or CloudFormation's way of writing one. */
type Arn = string | object;

interface Statement {
  readonly Sid: string;
  readonly Effect: 'Allow';
  readonly Action: readonly string[];
  readonly Resource: Arn;
  readonly Condition?: object;
}

const sids: Readonly<Record<ResourceKind, string>> = {
  any: 'Read',
  'log-groups': 'ReadLogs',
  'log-buckets': 'ReadLogFiles',
  'log-keys': 'UseKeys',
  topics: 'Topics',
  'published-topics': 'Publish',
  queues: 'Queues',
  'reader-roles': 'ReadOtherAccounts',
};

/** Only through the services that the bot calls, never by itself. */
const throughServices = {
  StringLike: { 'kms:ViaService': ['s3.*.amazonaws.*', 'sns.*.amazonaws.*'] },
};

const isKind = (key: string): key is ResourceKind => Object.hasOwn(sids, key);

/** It changes something, and only `doctor --fix` calls it: a statement of its own, easy to leave out. */
const subscribeTo = (topics: Arn): Statement => ({
  Sid: 'SubscribeWithDoctorFix',
  Effect: 'Allow',
  Action: ['sns:Subscribe'],
  Resource: topics,
  Condition: { StringEquals: { 'sns:Protocol': ['https', 'sqs'] } },
});

/** The statements of a policy with exactly the actions that the bot calls, by what each is about. */
export const policyStatements = (
  resources: Readonly<Record<ResourceKind, Arn>>,
  isWanted: (action: AwsAction) => boolean = () => true,
): readonly Statement[] => {
  const wanted = Object.entries<AwsAction>(awsActions).filter(
    ([name, action]) => name !== 'sns:Subscribe' && isWanted(action),
  );
  const statements = Object.keys(sids)
    .filter(isKind)
    .map((kind): Statement => {
      const names = wanted.filter(([, { resource }]) => resource === kind);
      return {
        Sid: sids[kind],
        Effect: 'Allow',
        Action: names.map(([name]) => name).toSorted(),
        Resource: resources[kind],
        ...(kind === 'log-keys' && { Condition: throughServices }),
      };
    })
    .filter(({ Action }) => Action.length > 0);
  return [...statements, subscribeTo(resources.topics)];
};
