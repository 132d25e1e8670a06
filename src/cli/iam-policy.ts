import { type AwsAction, placeholders, readerRoleName } from '../aws/actions.ts';
import { handleGenerated, toJson } from './generated.ts';
import { policyStatements } from './policy/statements.ts';

/** `*` for account and region: the owner of the account narrows them, and names what is his. */
const resources = {
  any: '*',
  'log-groups': 'arn:*:logs:*:*:log-group:*',
  ...placeholders,
  // By the name that the template gives it: `doctor` tests its way.
  'published-topics': ['arn:*:sns:*:*:trailwarden', placeholders['published-topics']],
  'log-keys': 'arn:*:kms:*:*:key/*',
  topics: 'arn:*:sns:*:*:*',
  queues: 'arn:*:sqs:*:*:*',
  'reader-roles': `arn:*:iam::*:role/${readerRoleName}`,
};

const policy = (isWanted: (action: AwsAction) => boolean): string =>
  toJson({ Version: '2012-10-17', Statement: policyStatements(resources, isWanted) });

/** Prints, writes or checks the policies of the bot's own role and of its role in other accounts. */
export const run = (args: readonly string[]): Promise<number> =>
  handleGenerated(
    args,
    [
      { path: 'deploy/iam-policy.json', content: policy(() => true) },
      { path: 'deploy/iam-policy-reader.json', content: policy(({ by }) => by === 'everywhere') },
    ],
    'npm run iam-policy --',
  );
