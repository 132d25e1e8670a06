import { expect, it } from 'vitest';
import { bestPractices } from '../../../src/checks/best-practices/index.ts';
import { read } from '../../../src/checks/verdict.ts';
import {
  allow,
  attached,
  authorizationOf,
  document,
  groupOf,
  inline,
  policyOf,
  userOf,
} from '../authorization.ts';
import { factsOf, keyOf, now, rowOf } from '../facts.ts';

const count = 5000;
const names = Array.from({ length: count }, (_, index) => `user-${index}`);

it('judge an account with 5,000 users, each with policies, keys and ten groups', () => {
  const groups = names
    .slice(0, 300)
    .map((name) => groupOf(name, { inline: inline(document(allow(`s3:Get${name}`))) }));
  const users = names.map((name, index) =>
    userOf(name, {
      groups: groups.slice(index % 290, (index % 290) + 10).map((group) => group.name),
      attached: attached('shared'),
      inline: inline(document(allow(['iam:PassRole', `s3:Get${name}`]))),
    }),
  );
  const facts = factsOf({
    credentials: read({
      generatedAt: now,
      rows: names.map((name) => rowOf(name, { mfaActive: false, keys: [keyOf(100)] })),
    }),
    authorization: read(
      authorizationOf({
        users,
        groups,
        policies: [policyOf('shared', document(allow(['lambda:*', 'ec2:*'])))],
      }),
    ),
  });

  const verdicts = new Map(bestPractices.map(({ id, judge }) => [id, judge(facts)]));

  expect(verdicts.get('groups-for-permissions')?.resources).toHaveLength(count);
  expect(verdicts.get('credential-rotation')?.resources).toHaveLength(count);
  expect(verdicts.get('unneeded-credentials')?.resources).toHaveLength(count);
  expect(verdicts.get('mfa-for-privileged-users')?.reasons).toEqual([
    ['5,000 privileged users of 5,000 users with a password have no MFA.'],
  ]);
});
