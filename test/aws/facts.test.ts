import { describe, expect, it } from 'vitest';
import { createAccountReader } from '../../src/aws/account.ts';
import { createEc2Reader } from '../../src/aws/ec2.ts';
import { createIamReader } from '../../src/aws/iam.ts';
import type { RegionId } from '../../src/core/ids.ts';
import { here, reading, there, useAws } from './rig.ts';

const rig = useAws();

const encoded = (document: object): string => encodeURIComponent(JSON.stringify(document));

describe('authorizationDetails', () => {
  const arn = (what: string): string => `arn:aws:iam::111122223333:${what}`;
  const details = () => createIamReader(rig.clients).authorizationDetails(here, reading());

  it('reads users, groups, roles and own policies of every page, decoded', async () => {
    rig.aws.on('GetAccountAuthorizationDetails', ({ input }) => ({
      value: input['Marker']
        ? {
            RoleDetailList: [
              {
                RoleName: 'web',
                Arn: arn('role/app/web'),
                Path: '/app/',
                AssumeRolePolicyDocument: encoded({ Statement: ['é'] }),
                RolePolicyList: [{ PolicyName: 'own', PolicyDocument: encoded({ a: 1 }) }],
              },
            ],
            Policies: [
              {
                PolicyName: 'deploy',
                Arn: arn('policy/deploy'),
                PolicyVersionList: [
                  { VersionId: 'v1', IsDefaultVersion: false, Document: encoded({ old: true }) },
                  { VersionId: 'v2', IsDefaultVersion: true, Document: encoded({ new: true }) },
                ],
              },
            ],
          }
        : {
            IsTruncated: true,
            Marker: 'more',
            UserDetailList: [
              {
                UserName: 'alice',
                Arn: arn('user/alice'),
                GroupList: ['ops'],
                AttachedManagedPolicies: [
                  { PolicyName: 'deploy', PolicyArn: arn('policy/deploy') },
                ],
              },
            ],
            GroupDetailList: [{ GroupName: 'ops', Arn: arn('group/ops') }],
          },
    }));

    expect(await details()).toEqual({
      users: [
        {
          name: 'alice',
          arn: arn('user/alice'),
          groups: ['ops'],
          inline: [],
          attached: [{ name: 'deploy', arn: arn('policy/deploy') }],
        },
      ],
      groups: [{ name: 'ops', arn: arn('group/ops'), inline: [], attached: [] }],
      roles: [
        {
          name: 'web',
          arn: arn('role/app/web'),
          path: '/app/',
          trust: '{"Statement":["é"]}',
          inline: [{ name: 'own', document: '{"a":1}' }],
          attached: [],
        },
      ],
      policies: [{ name: 'deploy', arn: arn('policy/deploy'), document: '{"new":true}' }],
    });
  });

  it("does not ask for AWS's own policies, and for a thousand at a time", async () => {
    rig.aws.on('GetAccountAuthorizationDetails', () => ({ value: {} }));

    await details();

    const filters = Object.entries(rig.aws.calls[0]?.input ?? {})
      .filter(([name]) => name.startsWith('Filter'))
      .map(([, value]) => value);
    expect(filters).toEqual(['User', 'Group', 'Role', 'LocalManagedPolicy']);
    expect(rig.aws.calls[0]?.input).toMatchObject({ MaxItems: '250' });
  });

  it('leaves a document that is not encoded as it is', async () => {
    rig.aws.on('GetAccountAuthorizationDetails', () => ({
      value: { RoleDetailList: [{ RoleName: 'odd', AssumeRolePolicyDocument: '{"a": "100%"}' }] },
    }));

    expect((await details()).roles[0]?.trust).toBe('{"a": "100%"}');
  });
});

describe('instances', () => {
  it('reads every page, terminated ones left out', async () => {
    rig.aws.on('DescribeInstances', ({ input }) => ({
      xml: `<DescribeInstancesResponse><reservationSet><item><instancesSet><item>
        <instanceId>i-0${input['NextToken'] ? 'b' : 'a'}</instanceId>
        ${input['NextToken'] ? '' : '<iamInstanceProfile><arn>arn:aws:iam::111122223333:instance-profile/web</arn></iamInstanceProfile>'}
        </item></instancesSet></item></reservationSet>
        ${input['NextToken'] ? '' : '<nextToken>more</nextToken>'}</DescribeInstancesResponse>`,
    }));

    const instances = await createEc2Reader(rig.clients).instances(here, reading());

    expect(instances).toEqual([
      { id: 'i-0a', profile: 'arn:aws:iam::111122223333:instance-profile/web' },
      { id: 'i-0b', profile: undefined },
    ]);
    expect(Object.values(rig.aws.calls[0]?.input ?? {})).not.toContain('terminated');
    expect(rig.aws.calls[0]?.input).toMatchObject({ 'Filter.1.Name': 'instance-state-name' });
  });
});

describe('alternateContacts', () => {
  it('asks for each kind with the credentials of the account, and keeps no address', async () => {
    rig.aws.on('GetAlternateContact', ({ input }) =>
      input['AlternateContactType'] === 'BILLING'
        ? { error: 'ResourceNotFoundException', status: 404 }
        : {
            value: {
              AlternateContact: {
                AlternateContactType: input['AlternateContactType'],
                EmailAddress: 'security@example.com',
              },
            },
          },
    );

    const contacts = await createAccountReader(rig.clients).alternateContacts(there, reading());

    expect(contacts).toEqual({ security: true, billing: false, operations: true });
    const asked = rig.aws.calls.filter(({ action }) => action === 'GetAlternateContact');
    expect(asked).toHaveLength(3);
    expect(asked.every(({ accessKey }) => accessKey === 'ROLE')).toBe(true);
    expect(asked.every(({ input }) => input['AccountId'] === undefined)).toBe(true);
  });

  it('names the missing permission', async () => {
    rig.aws.on('GetAlternateContact', () => ({ error: 'AccessDeniedException', status: 403 }));
    const where = { account: undefined, region: 'eu-west-1' as RegionId };

    await expect(
      createAccountReader(rig.clients).alternateContacts(where, reading()),
    ).rejects.toThrow('the permission account:GetAlternateContact is missing');
  });
});
