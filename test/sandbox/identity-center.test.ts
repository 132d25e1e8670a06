import { EC2 } from '@aws-sdk/client-ec2';
import {
  DescribeUserCommand,
  GetUserIdCommand,
  IdentitystoreClient,
  ListGroupMembershipsForMemberCommand,
  ListUsersCommand,
} from '@aws-sdk/client-identitystore';
import { SSOAdmin } from '@aws-sdk/client-sso-admin';
import { STS } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type OrganisationUnderTest, startOrganisation } from './aws-clients.ts';
import { failure } from './fakes.ts';

const prod = '111122223333';
const staging = '444455556666';
const security = '777788889999';

let under: OrganisationUnderTest;
beforeAll(async () => {
  under = await startOrganisation();
});
afterAll(() => under.aws.stop());

describe('Identity Center, asked by the real clients', () => {
  const instance = async () => {
    const sso = new SSOAdmin(await under.inAccount(security));
    const { Instances: [found] = [] } = await sso.listInstances({});
    const InstanceArn = found?.InstanceArn ?? '';
    return { sso, InstanceArn, IdentityStoreId: found?.IdentityStoreId ?? '' };
  };

  it('finds a person by e-mail and by id', async () => {
    const { IdentityStoreId } = await instance();
    const store = new IdentitystoreClient(await under.inAccount(security));
    const AttributePath = 'emails.value';
    const AttributeValue = 'alice@example.com';

    const { UserId } = await store.send(
      new GetUserIdCommand({
        IdentityStoreId,
        AlternateIdentifier: { UniqueAttribute: { AttributePath, AttributeValue } },
      }),
    );
    const user = await store.send(new DescribeUserCommand({ IdentityStoreId, UserId }));
    const { Users } = await store.send(
      new ListUsersCommand({
        IdentityStoreId,
        Filters: [{ AttributePath: 'UserName', AttributeValue }],
      }),
    );

    expect(user).toMatchObject({ UserName: 'alice@example.com', DisplayName: 'Alice Adler' });
    expect(Users?.map((one) => one.UserId)).toEqual([UserId]);
  });

  it('does not know strangers, nor another store', async () => {
    const { IdentityStoreId } = await instance();
    const store = new IdentitystoreClient(await under.inAccount(security));
    const inProd = new IdentitystoreClient(await under.inAccount(prod));
    const stranger = new DescribeUserCommand({ IdentityStoreId, UserId: 'nobody' });

    expect((await failure(store.send(stranger))).name).toBe('ResourceNotFoundException');
    expect((await failure(inProd.send(new ListUsersCommand({ IdentityStoreId })))).name).toBe(
      'ResourceNotFoundException',
    );
  });

  it('tells what somebody may use where, by themselves and by their groups', async () => {
    const { sso, InstanceArn, IdentityStoreId } = await instance();
    const store = new IdentitystoreClient(await under.inAccount(security));
    const { Users: [dave] = [] } = await store.send(
      new ListUsersCommand({
        IdentityStoreId,
        Filters: [{ AttributePath: 'UserName', AttributeValue: 'dave@example.com' }],
      }),
    );
    const UserId = dave?.UserId ?? '';

    const { AccountAssignments: given = [] } = await sso.listAccountAssignmentsForPrincipal({
      InstanceArn,
      PrincipalId: UserId,
      PrincipalType: 'USER',
      Filter: { AccountId: staging },
    });
    const sets = await Promise.all(
      given.map(({ PermissionSetArn }) =>
        sso.describePermissionSet({ InstanceArn, PermissionSetArn }),
      ),
    );
    const { GroupMemberships = [] } = await store.send(
      new ListGroupMembershipsForMemberCommand({ IdentityStoreId, MemberId: { UserId } }),
    );

    expect(sets.map(({ PermissionSet }) => PermissionSet?.Name)).toEqual([
      'ReadOnlyAccess',
      'PowerUserAccess',
    ]);
    const groups = GroupMemberships.map(({ GroupId }) => GroupId);
    expect(groups).toEqual(expect.arrayContaining(given.map(({ PrincipalId }) => PrincipalId)));
    const { PermissionSets } = await sso.listPermissionSetsProvisionedToAccount({
      InstanceArn,
      AccountId: staging,
    });
    expect(PermissionSets).toEqual(
      expect.arrayContaining(given.map(({ PermissionSetArn }) => PermissionSetArn)),
    );
  });

  it('is nowhere but in its own account', async () => {
    const elsewhere = new SSOAdmin(await under.inAccount(prod));

    expect((await elsewhere.listInstances({})).Instances).toEqual([]);
  });
});

describe('an access key', () => {
  it.each([
    ['AKIALEGACY4BKEXAMPLE', prod],
    ['ASIARELEASE42EXAMPLE', prod],
    ['ASIACIDEPLOY2EXAMPLE', staging],
  ])('%s tells its account', async (AccessKeyId, account) => {
    const sts = new STS(await under.inAccount(security));

    expect((await sts.getAccessKeyInfo({ AccessKeyId })).Account).toBe(account);
  });

  it('of a background call tells its account too', async () => {
    const sts = new STS(await under.inAccount(security));
    const keys = under.aws.trail
      .eventsIn(prod, 'eu-west-1')
      .flatMap(({ accessKeyId }) => accessKeyId ?? []);

    for (const AccessKeyId of new Set(keys))
      expect((await sts.getAccessKeyInfo({ AccessKeyId })).Account).toBe(prod);
  });
});

describe("EC2's form of Query", () => {
  it('has errors of its own', async () => {
    const ec2 = new EC2(await under.inAccount(prod));
    const credentials = { accessKeyId: 'AKIAEXAMPLEUNKNOWN', secretAccessKey: 'x' };
    const stranger = new EC2({ ...(await under.inAccount(prod)), credentials });

    expect((await failure(ec2.describeHosts({}))).name).toMatch(/^InvalidAction/);
    expect((await failure(stranger.describeSecurityGroups({}))).name).toMatch(/^AuthFailure/);
  });
});
