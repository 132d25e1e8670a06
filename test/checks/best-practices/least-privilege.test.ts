import { describe, expect, it } from 'vitest';
import { read } from '../../../src/checks/verdict.ts';
import {
  allow,
  attached,
  attachedOfAws,
  authorizationOf,
  type Details,
  document,
  everything,
  groupOf,
  inline,
  policyOf,
  roleOf,
  userOf,
} from '../authorization.ts';
import { factsOf, judged, unread } from '../facts.ts';

const judge = (details: Partial<Details>) =>
  judged('least-privilege', factsOf({ authorization: read(authorizationOf(details)) }));

describe('least-privilege', () => {
  it('passes where no policy in use gives much', () => {
    expect(judge({})).toEqual([
      'pass',
      '1 policy in use: none gives everything, a whole service, or a way to more rights.',
    ]);
  });

  it('fails for a policy that gives everything, and tells who has it', () => {
    const details = {
      policies: [policyOf('god', everything)],
      users: [userOf('alice', { attached: attached('god') })],
      groups: [groupOf('readers'), groupOf('ops', { attached: attached('god') })],
      roles: ['a', 'b', 'c'].map((name) => roleOf(name, { attached: attached('god') })),
    };

    expect(judge(details)).toEqual([
      'fail',
      '1 of 1 policy in use gives everything on everything.',
      'fail: policy god: held by user alice, group ops, role a and 2 others; gives everything on everything, without a condition',
    ]);
  });

  it('fails for one that stands in a role', () => {
    const details = { roles: [roleOf('web', { inline: inline(everything, 'all') })] };

    expect(judge(details)).toContain(
      'fail: policy all in role web: gives everything on everything, without a condition',
    );
  });

  it('does not judge a policy that nobody has', () => {
    expect(judge({ policies: [policyOf('god', everything)] })[0]).toBe('pass');
  });

  it("fails for AWS's AdministratorAccess on a user, not on a group or role", () => {
    const admin = attachedOfAws('AdministratorAccess');

    expect(judge({ users: [userOf('alice', { attached: admin })] })[0]).toBe('fail');
    expect(judge({ groups: [groupOf('readers', { attached: admin })] })[0]).toBe('pass');
    expect(judge({ roles: [roleOf('admin', { attached: admin })] })[0]).toBe('pass');
  });

  it('names of those who have it only the users that should not', () => {
    const admin = attachedOfAws('AdministratorAccess');
    const details = {
      users: [userOf('alice', { attached: admin })],
      roles: [roleOf('admin', { attached: admin })],
    };

    expect(judge(details)[2]).toMatch(/: held by user alice; gives everything/);
  });

  it.each([
    ['a whole service', ['s3:*'], 'gives whole services on everything: s3:*'],
    [
      'a way to more rights',
      ['iam:CreatePolicyVersion'],
      'lets them rewrite any policy (iam:CreatePolicyVersion)',
    ],
    ['passing any role', ['iam:PassRole'], 'lets them hand any role to a service'],
  ])('warns of %s', (_, actions, why) => {
    const [outcome, , resource] = judge({
      roles: [roleOf('web', { inline: inline(document(allow(actions))) })],
    });

    expect(outcome).toBe('warn');
    expect(resource).toContain(`warn: policy own in role web: ${why}`);
  });

  it.each([
    ['a condition', document(allow('*', { Condition: { Bool: { 'aws:SecureTransport': true } } }))],
    ['some resources', document(allow('s3:*', { Resource: 'arn:aws:s3:::reports/*' }))],
    ['reading only', document(allow(['s3:Get*', 's3:List*', 'iam:List*']))],
  ])('does not warn of what is narrowed by %s', (_, text) => {
    expect(judge({ roles: [roleOf('web', { inline: inline(text) })] })[0]).toBe('pass');
  });

  it('sees what two policies are together', () => {
    const details = {
      policies: [
        policyOf('write', document(allow('lambda:CreateFunction'))),
        policyOf('run', document(allow(['lambda:InvokeFunction', 'iam:PassRole']))),
      ],
      roles: [roleOf('web', { attached: attached('write', 'run') })],
    };

    expect(judge(details)).toContainEqual(
      expect.stringMatching(/^warn: role web: may run Lambda functions with any role .*together$/),
    );
  });

  it("leaves out what AWS keeps for its services' own roles", () => {
    const linked = roleOf('AWSServiceRoleForX', {
      path: '/aws-service-role/x.amazonaws.com/',
      inline: inline(everything),
    });

    expect(judge({ roles: [linked] })[0]).toBe('pass');
  });

  it('does not apply where nobody has a policy', () => {
    expect(judge({ users: [], groups: [], roles: [] })[0]).toBe('not-applicable');
  });

  it('is not known for a broken policy, which it names', () => {
    const broken = roleOf('web', { inline: inline('{"Statement": 7}', 'odd') });

    expect(judge({ roles: [broken] })).toEqual([
      'could-not-read',
      'The policy odd of role web could not be judged: it has a statement that is none.',
    ]);
    expect(judge({ roles: [roleOf('web', { attached: attached('gone') })] })[1]).toContain(
      'it was not told by AWS',
    );
  });

  it('fails all the same where another policy is broken, and says so', () => {
    const details = {
      roles: [
        roleOf('a', { inline: inline('{', 'odd') }),
        roleOf('b', { inline: inline(everything) }),
      ],
    };

    expect(judge(details).slice(0, 3)).toEqual([
      'fail',
      '1 of 3 policies in use gives everything on everything.',
      'The policy odd of role a could not be judged: it is not a JSON object.',
    ]);
  });

  it('is not known without the details', () => {
    expect(judged('least-privilege', factsOf({ authorization: unread }))[0]).toBe('could-not-read');
  });
});
