import { IAM, paginateGetAccountAuthorizationDetails } from '@aws-sdk/client-iam';
import { STS } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { day, hour } from '../../src/core/clock.ts';
import { prod, security, staging } from '../../src/sandbox/aws/organisation.ts';
import { accessKeys, iamUsers } from '../../src/sandbox/aws/story-facts.ts';
import { type OrganisationUnderTest, startOrganisation } from './aws-clients.ts';
import { failure } from './fakes.ts';

const arnOf = (kind: string, name: string, account = prod) =>
  `arn:aws:iam::${account}:${kind}/${name}`;

describe('IAM of the sample organisation', () => {
  let under: OrganisationUnderTest;
  let iam: IAM;
  beforeAll(async () => {
    under = await startOrganisation();
    iam = await iamOf(prod);
  });
  afterAll(() => under.aws.stop());

  const iamOf = async (account: string) => new IAM(await under.inAccount(account));
  const ago = (date: Date | undefined) => under.clock.now() - (date?.getTime() ?? 0);

  const report = async (client: IAM, arn: string, rest: object = {}) => {
    const { JobId = '' } = await client.generateServiceLastAccessedDetails({ Arn: arn, ...rest });
    const first = await client.getServiceLastAccessedDetails({ JobId });
    const done = await client.getServiceLastAccessedDetails({ JobId });
    return { JobId, first, done, services: done.ServicesLastAccessed ?? [] };
  };

  it('has as many users and roles in prod as the story says, page by page', async () => {
    const first = await iam.listUsers({ MaxItems: 100 });
    const second = await iam.listUsers({ MaxItems: 100, Marker: first.Marker });
    const roles = await iam.listRoles({ MaxItems: 1000 });

    expect(first).toMatchObject({ IsTruncated: true, Marker: expect.any(String) });
    expect(second.IsTruncated).toBe(false);
    expect([...(first.Users ?? []), ...(second.Users ?? [])]).toHaveLength(150);
    expect(roles.Roles).toHaveLength(40);
    expect(roles.Roles?.every(({ RoleLastUsed }) => RoleLastUsed === undefined)).toBe(true);
  });

  it("knows Identity Center's roles by their path", async () => {
    const { Roles } = await iam.listRoles({ PathPrefix: '/aws-reserved/sso.amazonaws.com/' });
    const name = Roles?.find(({ RoleName }) => RoleName?.includes('Administrator'))?.RoleName;
    const { Role } = await iam.getRole({ RoleName: name ?? '' });

    expect(Roles).toHaveLength(4);
    expect(Role?.RoleLastUsed?.Region).toBe('eu-west-1');
    expect(ago(Role?.RoleLastUsed?.LastUsedDate)).toBe(3 * hour);
  });

  it('tells what the release used, and what it never did', async () => {
    const { first, services } = await report(iam, arnOf('role', 'deploy'));
    const used = services.filter(({ LastAuthenticated }) => LastAuthenticated !== undefined);

    expect(first.JobStatus).toBe('IN_PROGRESS');
    expect(used.map(({ ServiceNamespace }) => ServiceNamespace)).toEqual(['ec2', 'lambda', 'sts']);
    expect(ago(used[0]?.LastAuthenticated)).toBe(5 * hour);
    expect(used[0]).toMatchObject({
      LastAuthenticatedEntity: arnOf('role', 'deploy'),
      LastAuthenticatedRegion: 'eu-west-1',
      TotalAuthenticatedEntities: 1,
    });
    expect(services.length - used.length).toBe(20);
  });

  it.each(['data-export'])('tells that a role was never used: %s', async (name) => {
    const { services } = await report(iam, arnOf('role', name));
    const { Role } = await iam.getRole({ RoleName: name });

    expect(services.map(({ TotalAuthenticatedEntities }) => TotalAuthenticatedEntities)).toEqual([
      0, 0, 0,
    ]);
    expect(Role?.RoleLastUsed?.LastUsedDate).toBeUndefined();
  });

  it('tells actions only where it was asked for them', async () => {
    const plain = await report(iam, arnOf('role', 'deploy'));
    const detailed = await report(iam, arnOf('role', 'deploy'), { Granularity: 'ACTION_LEVEL' });
    const ec2 = ({ services }: typeof plain) =>
      services.find(({ ServiceNamespace }) => ServiceNamespace === 'ec2');

    expect(ec2(plain)?.TrackedActionsLastAccessed ?? []).toEqual([]);
    expect(ec2(detailed)?.TrackedActionsLastAccessed?.length).toBeGreaterThan(3);
  });

  it('gives a report only to the credentials that made it', async () => {
    const { JobId } = await report(iam, arnOf('role', 'deploy'));
    const other = await iamOf(prod);

    const refused = await failure(other.getServiceLastAccessedDetails({ JobId }));

    expect(refused.name).toBe('NoSuchEntityException');
    expect((await iam.getServiceLastAccessedDetails({ JobId })).JobStatus).toBe('COMPLETED');
  });

  it('pages through a long report', async () => {
    const { JobId, services } = await report(iam, arnOf('user', 'bob'));
    const first = await iam.getServiceLastAccessedDetails({ JobId, MaxItems: 20 });
    const second = await iam.getServiceLastAccessedDetails({
      JobId,
      MaxItems: 20,
      Marker: first.Marker,
    });

    expect(services.length).toBeGreaterThan(20);
    expect(first.ServicesLastAccessed).toHaveLength(20);
    expect([...first.ServicesLastAccessed!, ...second.ServicesLastAccessed!]).toEqual(services);
  });

  it('names who used a service through a group, and what grants it', async () => {
    const { JobId, services } = await report(iam, arnOf('group', 'developers'));
    const used = services.find(
      ({ TotalAuthenticatedEntities = 0 }) => TotalAuthenticatedEntities > 0,
    );
    const ServiceNamespace = used?.ServiceNamespace ?? '';

    const entities = await iam.getServiceLastAccessedDetailsWithEntities({
      JobId,
      ServiceNamespace,
    });
    const granting = await iam.listPoliciesGrantingServiceAccess({
      Arn: arnOf('user', 'bob'),
      ServiceNamespaces: ['s3'],
    });

    expect(entities.EntityDetailsList).toHaveLength(used?.TotalAuthenticatedEntities ?? 0);
    expect(entities.EntityDetailsList?.[0]?.EntityInfo?.Type).toBe('USER');
    expect(granting.PoliciesGrantingServiceAccess?.[0]?.Policies).toMatchObject([
      { PolicyName: 'PowerUserAccess', EntityType: 'GROUP', EntityName: 'developers' },
    ]);
  });

  it('knows the old key that is still used, and the new one', async () => {
    const { AccessKeyMetadata: keys } = await iam.listAccessKeys({ UserName: 'legacy-backup' });
    const use = await iam.getAccessKeyLastUsed({ AccessKeyId: accessKeys.legacyBackup });
    const { AccessKeyMetadata: bobs } = await iam.listAccessKeys({ UserName: 'bob' });

    expect(keys).toMatchObject([{ AccessKeyId: accessKeys.legacyBackup, Status: 'Active' }]);
    expect(ago(keys?.[0]?.CreateDate)).toBe(400 * day);
    expect(use).toMatchObject({
      UserName: 'legacy-backup',
      AccessKeyLastUsed: { ServiceName: 's3' },
    });
    expect(ago(use.AccessKeyLastUsed?.LastUsedDate)).toBe(iamUsers.legacyBackup.keyLastUsed.ago);
    expect(ago(bobs?.[0]?.CreateDate)).toBe(60 * day);
  });

  it('says N/A of a key that was never used, and nothing of one elsewhere', async () => {
    const { AccessKeyMetadata: keys } = await iam.listAccessKeys({ UserName: 'old-contractor' });
    const AccessKeyId = keys?.[0]?.AccessKeyId ?? '';
    const inStaging = await iamOf(staging);

    const sts = new STS(await under.inAccount(security));

    const never = await iam.getAccessKeyLastUsed({ AccessKeyId });
    const { Account } = await sts.getAccessKeyInfo({ AccessKeyId });
    const elsewhere = await failure(inStaging.getAccessKeyLastUsed({ AccessKeyId }));

    expect(never.AccessKeyLastUsed).toEqual({ ServiceName: 'N/A', Region: 'N/A' });
    expect(elsewhere.name).toMatch(/^AccessDenied/);
    expect(Account).toBe(prod);
  });

  it.each<[string, (client: IAM) => Promise<unknown>, string]>([
    [
      'a user',
      (client) => client.getUser({ UserName: 'nobody' }),
      'The user with name nobody cannot be found.',
    ],
    [
      'a role',
      (client) => client.getRole({ RoleName: 'nobody' }),
      'The role with name nobody cannot be found.',
    ],
    [
      'a group',
      (client) => client.getGroup({ GroupName: 'nobody' }),
      'The group with name nobody cannot be found.',
    ],
    [
      'a policy',
      (client) => client.getPolicy({ PolicyArn: arnOf('policy', 'nothing') }),
      'does not exist or is not attachable',
    ],
    [
      'a password',
      (client) => client.getLoginProfile({ UserName: 'legacy-backup' }),
      'Login Profile for User legacy-backup cannot be found.',
    ],
    [
      'a principal',
      (client) => client.generateServiceLastAccessedDetails({ Arn: arnOf('role', 'nobody') }),
      'does not exist',
    ],
  ])('says in words that it has no such thing: %s', async (_what, call, words) => {
    const refused = await failure(call(iam));

    expect(refused.name).toBe('NoSuchEntityException');
    expect(refused.message).toContain(words);
  });

  it('makes a credential report once in four hours', async () => {
    const client = await iamOf(security);
    const none = await failure(client.getCredentialReport());

    const started = await client.generateCredentialReport();
    const early = await failure(client.getCredentialReport());
    const done = await client.generateCredentialReport();
    const { GeneratedTime } = await client.getCredentialReport();
    under.clock.advance(5 * hour);
    const late = await failure(client.getCredentialReport());
    const again = await client.generateCredentialReport();

    expect([none.name, early.name, late.name]).toEqual([
      'CredentialReportNotPresentException',
      'CredentialReportNotReadyException',
      'CredentialReportExpiredException',
    ]);
    expect([started.State, done.State, again.State]).toEqual(['STARTED', 'COMPLETE', 'STARTED']);
    expect(GeneratedTime).toBeInstanceOf(Date);
  });

  it('tells in the report what AWS tells, with its words for nothing', async () => {
    await iam.generateCredentialReport();
    await iam.generateCredentialReport();
    const { Content } = await iam.getCredentialReport();
    const [header = '', ...lines] = Buffer.from(Content ?? [])
      .toString('utf8')
      .split('\n');
    const names = header.split(',');
    const rows = lines.map((line) =>
      Object.fromEntries(line.split(',').map((cell, index) => [names[index] ?? '', cell])),
    );
    const row = (user: string) => rows.find((one) => one['user'] === user);

    expect(names).toHaveLength(23);
    expect(rows).toHaveLength(151);
    expect(rows[0]).toMatchObject({
      user: '<root_account>',
      password_enabled: 'not_supported',
      mfa_active: 'true',
    });
    expect(row('old-contractor')).toMatchObject({
      password_enabled: 'true',
      password_last_used: 'no_information',
      access_key_1_active: 'true',
      access_key_1_last_used_date: 'N/A',
    });
    expect(row('legacy-backup')).toMatchObject({
      password_enabled: 'false',
      password_last_used: 'N/A',
      access_key_1_last_used_service: 's3',
      access_key_2_active: 'false',
    });
    expect(row('bob')).toMatchObject({ mfa_active: 'true', password_enabled: 'true' });
  });

  it('tells an account as a whole', async () => {
    const { SummaryMap } = await iam.getAccountSummary();
    const { AccountAliases } = await iam.listAccountAliases();
    const { PasswordPolicy } = await iam.getAccountPasswordPolicy();
    const none = await failure((await iamOf(staging)).getAccountPasswordPolicy());

    expect(SummaryMap).toMatchObject({
      Users: 150,
      AccountMFAEnabled: 1,
      AccountAccessKeysPresent: 0,
    });
    expect(AccountAliases).toEqual(['example-prod']);
    expect(PasswordPolicy).toMatchObject({ MinimumPasswordLength: 14, RequireSymbols: true });
    expect(none.message).toContain(
      `The Password Policy with domain name ${staging} cannot be found`,
    );
  });

  it('gives all details, documents encoded', async () => {
    const pages = paginateGetAccountAuthorizationDetails(
      { client: iam, pageSize: 50 },
      { Filter: ['Role', 'LocalManagedPolicy'] },
    );
    const all = await Array.fromAsync(pages);
    const roles = all.flatMap(({ RoleDetailList = [] }) => RoleDetailList);
    const policies = all.flatMap(({ Policies = [] }) => Policies);
    const deploy = roles.find(({ RoleName }) => RoleName === 'deploy');
    const document = policies[0]?.PolicyVersionList?.[0]?.Document ?? '';

    expect(roles).toHaveLength(40);
    expect(all.flatMap(({ UserDetailList = [] }) => UserDetailList)).toEqual([]);
    expect(ago(deploy?.RoleLastUsed?.LastUsedDate)).toBeGreaterThanOrEqual(5 * hour);
    expect(document.startsWith('%7B')).toBe(true);
    expect(JSON.parse(decodeURIComponent(document))).toMatchObject({ Version: '2012-10-17' });
  });

  it('tells who has a policy', async () => {
    const PolicyArn = 'arn:aws:iam::aws:policy/PowerUserAccess';
    const { PolicyGroups, PolicyRoles, PolicyUsers } = await iam.listEntitiesForPolicy({
      PolicyArn,
    });
    const { Policy } = await iam.getPolicy({ PolicyArn });

    expect(PolicyGroups?.map(({ GroupName }) => GroupName)).toEqual(['developers']);
    expect(PolicyRoles).toHaveLength(1);
    expect(Policy?.AttachmentCount).toBe(2 + (PolicyUsers?.length ?? 0));
  });
});

describe('a large directory', () => {
  it('has 5,000 users, and answers soon', async () => {
    const under = await startOrganisation({ organisation: 'large' });
    const { id } = under.organisation.accounts.find(({ name }) => name === 'legacy')!;
    const iam = new IAM(await under.inAccount(id));
    const began = performance.now();

    const pages = paginateGetAccountAuthorizationDetails({ client: iam, pageSize: 1000 }, {});
    const users = (await Array.fromAsync(pages)).flatMap(
      ({ UserDetailList = [] }) => UserDetailList,
    );

    expect(users).toHaveLength(5_000);
    expect(performance.now() - began).toBeLessThan(5_000);
    await under.aws.stop();
  });
});
