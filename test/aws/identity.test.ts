import { describe, expect, it } from 'vitest';
import { createEc2Reader } from '../../src/aws/ec2.ts';
import { createIdentityReader } from '../../src/aws/identity-center.ts';
import { createKeyLocator } from '../../src/aws/sts.ts';
import { here, reading, useAws } from './rig.ts';

const rig = useAws();

describe('createIdentityReader', () => {
  const instance = { instanceArn: 'arn:aws:sso:::instance/ssoins-1', storeId: 'd-1' };
  const set = (name: string) => `arn:aws:sso:::permissionSet/ssoins-1/ps-${name}`;

  it('finds the instance, or that there is none', async () => {
    rig.aws.on('ListInstances', () => ({
      value: { Instances: [{ InstanceArn: instance.instanceArn, IdentityStoreId: 'd-1' }] },
    }));
    const identity = createIdentityReader(rig.clients);

    expect(await identity.instance(here, reading())).toEqual(instance);
    rig.aws.on('ListInstances', () => ({ value: { Instances: [] } }));
    expect(await identity.instance(here, reading())).toBeUndefined();
  });

  it('finds a user by user name first, then by e-mail address', async () => {
    rig.aws.on('GetUserId', ({ input }) =>
      JSON.stringify(input).includes('emails.value')
        ? { value: { UserId: 'u-1', IdentityStoreId: 'd-1' } }
        : { error: 'ResourceNotFoundException' },
    );
    rig.aws.on('DescribeUser', () => ({
      value: {
        UserId: 'u-1',
        IdentityStoreId: 'd-1',
        UserName: 'alice',
        DisplayName: 'Alice Doe',
        Emails: [{ Value: 'old@example.com' }, { Value: 'alice@example.com', Primary: true }],
      },
    }));

    const user = await createIdentityReader(rig.clients).userByEmail(
      here,
      'd-1',
      'alice@example.com',
      reading(),
    );

    expect(user).toEqual({
      id: 'u-1',
      userName: 'alice',
      displayName: 'Alice Doe',
      email: 'alice@example.com',
    });
    expect(JSON.stringify(rig.aws.calls[0]?.input)).toContain('userName');
  });

  it('has no user where the store knows none', async () => {
    rig.aws.on('GetUserId', () => ({ error: 'ResourceNotFoundException' }));
    rig.aws.on('DescribeUser', () => ({ error: 'ResourceNotFoundException' }));
    const identity = createIdentityReader(rig.clients);

    expect(await identity.userByEmail(here, 'd-1', 'x@example.com', reading())).toBeUndefined();
    expect(await identity.userById(here, 'd-1', 'u-9', reading())).toBeUndefined();
  });

  it('lists what a user may assume where, each permission set named once', async () => {
    const given = (AccountId: string, name: string, PrincipalType: string) => ({
      AccountId,
      PermissionSetArn: set(name),
      PrincipalId: 'x',
      PrincipalType,
    });
    rig.aws.on('ListAccountAssignmentsForPrincipal', ({ input }) => ({
      value: input['NextToken']
        ? { AccountAssignments: [given('444455556666', 'gone', 'USER')] }
        : {
            AccountAssignments: [
              given('111122223333', 'admin', 'USER'),
              given('444455556666', 'admin', 'GROUP'),
            ],
            NextToken: 'more',
          },
    }));
    rig.aws.on('DescribePermissionSet', ({ input }) =>
      input['PermissionSetArn'] === set('admin')
        ? { value: { PermissionSet: { Name: 'Administrator' } } }
        : { error: 'ResourceNotFoundException' },
    );

    const assignments = await createIdentityReader(rig.clients).assignments(
      here,
      instance,
      'u-1',
      reading(),
    );

    expect(assignments).toEqual([
      {
        account: '111122223333',
        permissionSetArn: set('admin'),
        permissionSet: 'Administrator',
        by: 'USER',
      },
      {
        account: '444455556666',
        permissionSetArn: set('admin'),
        permissionSet: 'Administrator',
        by: 'GROUP',
      },
      {
        account: '444455556666',
        permissionSetArn: set('gone'),
        permissionSet: 'ps-gone',
        by: 'USER',
      },
    ]);
    expect(rig.aws.calls.filter(({ action }) => action === 'DescribePermissionSet')).toHaveLength(
      2,
    );
  });
});

describe('createKeyLocator', () => {
  it('finds the account of a key', async () => {
    rig.aws.on('GetAccessKeyInfo', () => ({ value: { Account: '444455556666' } }));

    const account = await createKeyLocator(rig.clients).accountOfKey(
      here,
      'AKIAIOSFODNN7EXAMPLE',
      reading(),
    );

    expect(account).toBe('444455556666');
    expect(rig.aws.calls[0]?.input).toMatchObject({ AccessKeyId: 'AKIAIOSFODNN7EXAMPLE' });
  });

  it.each(['ValidationError', 'NoSuchEntity'])(
    'has no account for a key that AWS answers with %s',
    async (error) => {
      rig.aws.on('GetAccessKeyInfo', () => ({ error }));

      const account = await createKeyLocator(rig.clients).accountOfKey(here, 'AKIAX', reading());

      expect(account).toBeUndefined();
    },
  );
});

describe('createEc2Reader', () => {
  const group = (id: string, rules: string): string =>
    `<item><groupId>${id}</groupId><groupName>${id}-name</groupName><vpcId>vpc-1</vpcId><ipPermissions>${rules}</ipPermissions></item>`;
  const answer = (groups: string, token = ''): string =>
    `<DescribeSecurityGroupsResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><securityGroupInfo>${groups}</securityGroupInfo>${token}</DescribeSecurityGroupsResponse>`;

  it('reads the rules of every group on every page', async () => {
    const open =
      '<item><ipProtocol>tcp</ipProtocol><fromPort>22</fromPort><toPort>22</toPort><ipRanges><item><cidrIp>0.0.0.0/0</cidrIp></item></ipRanges><ipv6Ranges><item><cidrIpv6>::/0</cidrIpv6></item></ipv6Ranges></item>';
    const all = '<item><ipProtocol>-1</ipProtocol></item>';
    rig.aws.on('DescribeSecurityGroups', ({ input }) => ({
      xml: input['NextToken']
        ? answer(group('sg-2', all))
        : answer(group('sg-1', open), '<nextToken>more</nextToken>'),
    }));

    const groups = await createEc2Reader(rig.clients).securityGroups(here, reading());

    expect(groups).toEqual([
      {
        id: 'sg-1',
        name: 'sg-1-name',
        vpcId: 'vpc-1',
        ingress: [{ protocol: 'tcp', fromPort: 22, toPort: 22, cidrs: ['0.0.0.0/0', '::/0'] }],
      },
      {
        id: 'sg-2',
        name: 'sg-2-name',
        vpcId: 'vpc-1',
        ingress: [{ protocol: '-1', fromPort: undefined, toPort: undefined, cidrs: [] }],
      },
    ]);
  });

  it('names the missing action, which EC2 does not', async () => {
    rig.aws.on('DescribeSecurityGroups', () => ({
      status: 403,
      xml: '<Response><Errors><Error><Code>UnauthorizedOperation</Code><Message>You are not authorized to perform this operation.</Message></Error></Errors><RequestID>1</RequestID></Response>',
    }));

    await expect(
      createEc2Reader(rig.clients).securityGroups(here, reading()),
    ).rejects.toMatchObject({
      code: 'aws_access_denied',
      message:
        'ec2:DescribeSecurityGroups in eu-west-1: the permission ec2:DescribeSecurityGroups is missing.',
      hint: expect.stringContaining('"Action":"ec2:DescribeSecurityGroups"'),
    });
  });
});
