import { type AwsAction, awsActions, readerRoleName } from '../aws/actions.ts';
import { handleGenerated, toJson } from './generated.ts';

interface Statement {
  readonly Sid: string;
  readonly Effect: 'Allow';
  readonly Action: readonly string[];
  readonly Resource: string;
  readonly Condition?: object;
}

/** What each statement is about. `*` for account and region: the owner of the account narrows them. */
const resources: Readonly<
  Record<AwsAction['resource'], { readonly sid: string; readonly arn: string }>
> = {
  any: { sid: 'Read', arn: '*' },
  topics: { sid: 'Topics', arn: 'arn:*:sns:*:*:*' },
  queues: { sid: 'Queues', arn: 'arn:*:sqs:*:*:*' },
  'reader-roles': { sid: 'ReadOtherAccounts', arn: `arn:*:iam::*:role/${readerRoleName}` },
};

const isResource = (key: string): key is AwsAction['resource'] => Object.hasOwn(resources, key);

/** It changes something, and only `doctor --fix` calls it: a statement of its own, easy to leave out. */
const subscribe: Statement = {
  Sid: 'SubscribeWithDoctorFix',
  Effect: 'Allow',
  Action: ['sns:Subscribe'],
  Resource: resources.topics.arn,
  Condition: { StringEquals: { 'sns:Protocol': ['https', 'sqs'] } },
};

const policy = (isWanted: (action: AwsAction) => boolean): object => {
  const wanted = Object.entries<AwsAction>(awsActions).filter(
    ([name, action]) => name !== 'sns:Subscribe' && isWanted(action),
  );
  const statements = Object.keys(resources)
    .filter(isResource)
    .map((resource): Statement => {
      const names = wanted.filter(([, action]) => action.resource === resource);
      const { sid, arn } = resources[resource];
      return {
        Sid: sid,
        Effect: 'Allow',
        Action: names.map(([name]) => name).toSorted(),
        Resource: arn,
      };
    })
    .filter(({ Action }) => Action.length > 0);
  return { Version: '2012-10-17', Statement: [...statements, subscribe] };
};

/** Prints, writes or checks the policies of the bot's own role and of its role in other accounts. */
export const run = (args: readonly string[]): Promise<number> =>
  handleGenerated(
    args,
    [
      { path: 'deploy/iam-policy.json', content: toJson(policy(() => true)) },
      {
        path: 'deploy/iam-policy-reader.json',
        content: toJson(policy(({ by }) => by === 'everywhere')),
      },
    ],
    'npm run iam-policy --',
  );
