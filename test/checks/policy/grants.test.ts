import { describe, expect, it } from 'vitest';
import { grantsOfAwsPolicy } from '../../../src/checks/policy/aws-policies.ts';
import { parsePolicy } from '../../../src/checks/policy/document.ts';
import { escalations, escalationsWith } from '../../../src/checks/policy/escalations.ts';
import { deniesWithoutMfa, grantsOf } from '../../../src/checks/policy/grants.ts';
import { allow, document } from '../authorization.ts';

const statementsOf = (...written: readonly object[]) => {
  const parsed = parsePolicy(document(...written));
  if (parsed.kind === 'broken') throw new Error(parsed.why);
  return parsed.statements;
};

const grants = (...written: readonly object[]) => grantsOf(statementsOf(...written));

const deny = (action: string, more: object = {}) => ({
  Effect: 'Deny',
  Action: action,
  Resource: '*',
  ...more,
});

const ifMfa = { Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } };
const unlessMfa = { Condition: { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } } };

describe('admin-like', () => {
  it.each([
    ['*', '*'],
    ['*:*', '*'],
    ['**', '**'],
    ['?*', '*'],
  ])('is %s on %s', (action, resource) => {
    expect(grants(allow(action, { Resource: resource })).isAdmin).toBe(true);
  });

  it.each([
    ['one service', allow('s3:*')],
    ['everything on one bucket', allow('*', { Resource: 'arn:aws:s3:::reports/*' })],
    ['everything with MFA', allow('*', ifMfa)],
    ['all reads', allow('*:Describe*')],
    ['a Deny of everything', deny('*')],
    ['everything but IAM', { Effect: 'Allow', NotAction: 'iam:*', Resource: '*' }],
  ])('is not %s', (_, statement) => {
    expect(grants(statement).isAdmin).toBe(false);
  });

  it('is not everything of which the policy itself denies IAM', () => {
    expect(grants(allow('*'), deny('iam:*')).isAdmin).toBe(false);
    expect(grants(allow('*'), deny('iam:*', unlessMfa)).isAdmin).toBe(true);
    expect(grants(allow('*'), deny('s3:DeleteBucket')).isAdmin).toBe(true);
  });
});

describe('whole services', () => {
  it('are told as they are written', () => {
    expect(grants(allow(['s3:*', 'ec2:Describe*', 'SQS:*'])).wide).toEqual(['s3:*', 'sqs:*']);
    expect(grants({ Effect: 'Allow', NotAction: ['iam:*'], Resource: '*' }).wide).toEqual([
      'everything but iam:*',
    ]);
  });

  it('are not those on some resources, or under a condition', () => {
    expect(grants(allow('s3:*', { Resource: 'arn:aws:s3:::reports/*' })).wide).toEqual([]);
    expect(grants(allow('s3:*', ifMfa)).wide).toEqual([]);
  });
});

const waysOf = (...written: readonly object[]) =>
  escalationsWith(grants(...written).escalating).map(({ actions }) => actions.join('+'));

describe('ways to more rights', () => {
  it.each(escalations.map(({ actions }) => [actions.join(' and '), actions] as const))(
    '%s is one',
    (_, actions) => {
      expect(waysOf(allow(actions))).toContain(actions.join('+'));
      expect(waysOf(allow(actions.map((action) => action.toUpperCase())))).toContain(
        actions.join('+'),
      );
      expect(waysOf(allow(actions, ifMfa))).toEqual([]);
    },
  );

  it('need all their actions', () => {
    expect(waysOf(allow('iam:PassRole'))).toEqual([]);
    expect(waysOf(allow('iam:PassRole'), allow('ec2:Run*'))).toEqual([
      'iam:PassRole+ec2:RunInstances',
    ]);
  });

  it('need them on anything', () => {
    const oneRole = { Resource: 'arn:aws:iam::111122223333:role/web' };
    const anyRole = { Resource: 'arn:aws:iam::111122223333:role/*' };

    expect(waysOf(allow('iam:PassRole', oneRole), allow('ec2:RunInstances'))).toEqual([]);
    expect(waysOf(allow('iam:PassRole', anyRole), allow('ec2:RunInstances'))).toHaveLength(1);
    expect(waysOf(allow('iam:PutRolePolicy', oneRole))).toEqual([]);
  });

  it('see every function in an ARN that ends so', () => {
    const functions = (name: string) => ({
      Resource: `arn:aws:lambda:eu-west-1:111122223333:function:${name}`,
    });

    expect(waysOf(allow('lambda:UpdateFunctionCode', functions('*')))).toHaveLength(1);
    expect(waysOf(allow('lambda:UpdateFunctionCode', functions('web-*')))).toEqual([]);
  });

  it('are on oneself only where that is enough', () => {
    const self = { Resource: 'arn:aws:iam::*:user/${aws:username}' };

    expect(waysOf(allow(['iam:AttachUserPolicy'], self))).toEqual(['iam:AttachUserPolicy']);
    expect(waysOf(allow(['iam:CreateAccessKey', 'iam:UpdateLoginProfile'], self))).toEqual([]);
  });

  it('are none that the policy denies itself', () => {
    expect(waysOf(allow('iam:CreatePolicyVersion'), deny('iam:Create*'))).toEqual([]);
    expect(
      waysOf(
        allow('iam:CreatePolicyVersion'),
        deny('iam:Create*', { Resource: 'arn:aws:iam::111122223333:policy/one' }),
      ),
    ).toEqual(['iam:CreatePolicyVersion']);
    expect(
      waysOf(
        allow('iam:CreatePolicyVersion'),
        deny('iam:Create*', {
          Resource: undefined,
          NotResource: 'arn:aws:iam::111122223333:policy/one',
        }),
      ),
    ).toEqual(['iam:CreatePolicyVersion']);
  });

  it('are all left by a NotAction that leaves IAM out of what it takes away', () => {
    expect(waysOf({ Effect: 'Allow', NotAction: 's3:*', Resource: '*' })).toHaveLength(
      escalations.length,
    );
  });
});

describe("AWS's own policies", () => {
  it('are known by name in every partition, and by nothing else', () => {
    expect(grantsOfAwsPolicy('arn:aws:iam::aws:policy/AdministratorAccess').isAdmin).toBe(true);
    expect(grantsOfAwsPolicy('arn:aws-cn:iam::aws:policy/AdministratorAccess').isAdmin).toBe(true);
    expect(grantsOfAwsPolicy('arn:aws:iam::111122223333:policy/AdministratorAccess').isAdmin).toBe(
      false,
    );
    expect(grantsOfAwsPolicy('arn:aws:iam::aws:policy/constructor').wide).toEqual([]);
    expect(grantsOfAwsPolicy('arn:aws:iam::aws:policy/ReadOnlyAccess').wide).toEqual([]);
  });
});

describe('deniesWithoutMfa', () => {
  const guard = (condition: object, more: object = {}) => ({
    Effect: 'Deny',
    NotAction: 'iam:*MFADevice',
    Resource: '*',
    Condition: condition,
    ...more,
  });
  const present = { 'aws:MultiFactorAuthPresent': 'false' };

  it.each([
    ['BoolIfExists', guard({ BoolIfExists: present }), true, true],
    ['Bool, which keys do not have', guard({ Bool: present }), true, false],
    ['Null', guard({ Null: { 'aws:MultiFactorAuthAge': 'true' } }), true, true],
    [
      'an age',
      guard({ NumericGreaterThanIfExists: { 'aws:MultiFactorAuthAge': '3600' } }),
      true,
      true,
    ],
    [
      'a Deny to who has MFA',
      guard({ Bool: { 'aws:MultiFactorAuthPresent': 'true' } }),
      false,
      false,
    ],
    [
      'some resources',
      guard({ BoolIfExists: present }, { Resource: 'arn:aws:s3:::a' }),
      false,
      false,
    ],
    [
      'all but some',
      guard({ BoolIfExists: present }, { Resource: undefined, NotResource: 'arn:aws:s3:::a' }),
      false,
      false,
    ],
    [
      'one more condition',
      guard({ BoolIfExists: present, IpAddress: { 'aws:SourceIp': '198.51.100.0/24' } }),
      false,
      false,
    ],
    ['one service', deny('s3:*', unlessMfa), false, false],
    ['no condition', deny('*'), false, false],
    ['an Allow', allow('*', ifMfa), false, false],
  ])('%s', (_, statement, forPasswords, forKeys) => {
    const statements = statementsOf(statement);

    expect(deniesWithoutMfa(statements, 'password')).toBe(forPasswords);
    expect(deniesWithoutMfa(statements, 'key')).toBe(forKeys);
  });
});
