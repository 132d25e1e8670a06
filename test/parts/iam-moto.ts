import { Account } from '@aws-sdk/client-account';
import { IAM } from '@aws-sdk/client-iam';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createAccountReader } from '../../src/aws/account.ts';
import { createIamReader } from '../../src/aws/iam.ts';
import { createMotoClients, here, motoOptions, own, reading, startWithMoto } from './moto.ts';

/** What the checks of an account are judged by, read from the emulator at `url`. */
export const describeIam = (url: string) =>
  describe.runIf(url !== '')('IAM in the emulator moto', () => {
    const options = motoOptions(url);
    const clients = createMotoClients();

    beforeAll(() => startWithMoto(url));

    afterAll(async () => {
      vi.unstubAllEnvs();
      await clients.stop();
    });

    it('reads users, keys and roles, and that there are none', async () => {
      const iam = new IAM(options);
      await iam.createUser({ UserName: 'alice' });
      const { AccessKey } = await iam.createAccessKey({ UserName: 'alice' });
      const keyId = AccessKey?.AccessKeyId ?? '';
      await iam.createRole({ RoleName: 'deploy', Path: '/ci/', AssumeRolePolicyDocument: '{}' });
      await iam.createGroup({ GroupName: 'admins' });
      const reader = createIamReader(clients);

      expect(await reader.user(here, 'alice', reading())).toMatchObject({
        name: 'alice',
        arn: `arn:aws:iam::${own}:user/alice`,
        passwordLastUsedAt: undefined,
      });
      expect(await reader.accessKeys(here, 'alice', reading())).toMatchObject([
        { id: keyId, isActive: true, createdAt: expect.closeTo(Date.now(), -5) },
      ]);
      expect(await reader.accessKeyUse(here, keyId, reading())).toMatchObject({
        userName: 'alice',
      });
      expect(await reader.role(here, 'deploy', reading())).toMatchObject({ path: '/ci/' });
      expect(await reader.group(here, 'admins', reading())).toMatchObject({ name: 'admins' });
      expect(await reader.roles(here, '/ci/', reading())).toMatchObject([{ name: 'deploy' }]);
      expect(await reader.roles(here, '/aws-reserved/', reading())).toEqual([]);
      expect(await reader.rolesWithLastUse(here, reading())).toMatchObject([{ name: 'deploy' }]);
      expect(await reader.user(here, 'nobody', reading())).toBeUndefined();
      expect(await reader.role(here, 'nothing', reading())).toBeUndefined();
      expect(await reader.group(here, 'nothing', reading())).toBeUndefined();
    });

    it('finds policies by name and by ARN', async () => {
      const { Policy } = await new IAM(options).createPolicy({
        PolicyName: 'OwnPolicy',
        PolicyDocument: JSON.stringify({
          Version: '2012-10-17',
          Statement: [{ Effect: 'Allow', Action: 's3:ListAllMyBuckets', Resource: '*' }],
        }),
      });
      const reader = createIamReader(clients);

      const own = await reader.policy(here, 'ownpolicy', reading());

      expect(own?.arn).toBe(Policy?.Arn);
      expect(await reader.policy(here, own?.arn ?? '', reading())).toEqual(own);
      expect(await reader.policy(here, 'NoSuchPolicy', reading())).toBeUndefined();
    });

    it("reads an account's report, summary and password policy", async () => {
      const iam = new IAM(options);
      await iam.createUser({ UserName: 'bob' });
      await iam.createLoginProfile({ UserName: 'bob', Password: 'correct-horse-1' });
      const { AccessKey } = await iam.createAccessKey({ UserName: 'bob' });
      await iam.updateAccessKey({
        UserName: 'bob',
        AccessKeyId: AccessKey?.AccessKeyId ?? '',
        Status: 'Inactive',
      });
      const reader = createIamReader(clients);

      const none = await reader.passwordPolicy(here, reading());
      await iam.updateAccountPasswordPolicy({ MinimumPasswordLength: 14, RequireNumbers: true });
      const { rows } = await reader.credentialReport(here, reading());

      expect(none).toBeUndefined();
      expect(await reader.passwordPolicy(here, reading())).toMatchObject({
        minimumLength: 14,
        requiresNumbers: true,
        requiresSymbols: false,
      });
      expect(rows.find(({ user }) => user === 'bob')).toMatchObject({
        arn: `arn:aws:iam::${own}:user/bob`,
        createdAt: expect.closeTo(Date.now(), -5),
        passwordEnabled: true,
        mfaActive: false,
        keys: [{ number: 1, isActive: false, lastUsedAt: undefined }],
      });
      expect(await reader.summary(here, reading())).toMatchObject({ Users: expect.any(Number) });
    });

    it('reads who may do what: users, groups, roles and policies with their documents', async () => {
      const iam = new IAM(options);
      const document = (action: string): string =>
        JSON.stringify({
          Version: '2012-10-17',
          Statement: [{ Effect: 'Allow', Action: action, Resource: '*' }],
        });
      const trust = JSON.stringify({
        Version: '2012-10-17',
        Statement: [
          { Effect: 'Allow', Principal: { AWS: '444455556666' }, Action: 'sts:AssumeRole' },
        ],
      });
      await iam.createUser({ UserName: 'carol' });
      await iam.createGroup({ GroupName: 'readers' });
      await iam.addUserToGroup({ UserName: 'carol', GroupName: 'readers' });
      await iam.putUserPolicy({
        UserName: 'carol',
        PolicyName: 'inline',
        PolicyDocument: document('iam:*'),
      });
      await iam.putGroupPolicy({
        GroupName: 'readers',
        PolicyName: 'read',
        PolicyDocument: document('s3:Get*'),
      });
      await iam.createRole({ RoleName: 'audit', AssumeRolePolicyDocument: trust });
      const { Policy } = await iam.createPolicy({
        PolicyName: 'AuditPolicy',
        PolicyDocument: document('cloudtrail:LookupEvents'),
      });
      const arn = Policy?.Arn ?? '';
      await iam.attachRolePolicy({ RoleName: 'audit', PolicyArn: arn });

      const details = await createIamReader(clients).authorizationDetails(here, reading());

      const carol = details.users.find(({ name }) => name === 'carol');
      expect(carol).toMatchObject({
        arn: `arn:aws:iam::${own}:user/carol`,
        groups: ['readers'],
        inline: [{ name: 'inline', document: document('iam:*') }],
      });
      const readers = details.groups.find(({ name }) => name === 'readers');
      expect(readers?.inline).toEqual([{ name: 'read', document: document('s3:Get*') }]);
      const audit = details.roles.find(({ name }) => name === 'audit');
      expect(audit?.attached).toEqual([{ name: 'AuditPolicy', arn }]);
      expect(JSON.parse(audit?.trust ?? '')).toEqual(JSON.parse(trust));
      const policy = details.policies.find((one) => one.arn === arn);
      expect(policy?.document).toBe(document('cloudtrail:LookupEvents'));
    });

    it('says which of the alternate contacts are set', async () => {
      const contacts = createAccountReader(clients);
      const before = await contacts.alternateContacts(here, reading());
      await new Account(options).putAlternateContact({
        AlternateContactType: 'SECURITY',
        EmailAddress: 'security@example.com',
        Name: 'Security',
        PhoneNumber: '+1 202 555 0100',
        Title: 'On call',
      });

      expect(before).toEqual({ security: false, billing: false, operations: false });
      expect(await contacts.alternateContacts(here, reading())).toEqual({
        security: true,
        billing: false,
        operations: false,
      });
    });
  });
