import { describe, expect, it } from 'vitest';
import { createIamReader } from '../../src/aws/iam.ts';
import type { RegionId } from '../../src/core/ids.ts';
import { roleAnswer } from './fake-aws.ts';
import { here, reading, there, useAws } from './rig.ts';

const rig = useAws();
const arn = 'arn:aws:iam::111122223333:role/deploy';
const ms = (iso: string): number => Date.parse(iso);

describe('lastAccessed', () => {
  const service = (namespace: string, rest: object = {}) => ({
    ServiceName: `Amazon ${namespace.toUpperCase()}`,
    ServiceNamespace: namespace,
    ...rest,
  });
  const wanted = { arn, granularity: 'ACTION_LEVEL' } as const;

  it('makes the report, waits for it and reads every page of it', async () => {
    let looks = 0;
    rig.aws.on('GenerateServiceLastAccessedDetails', () => ({ value: { JobId: 'job-1' } }));
    rig.aws.on('GetServiceLastAccessedDetails', ({ input }) => {
      looks += 1;
      const status = { JobCreationDate: '2026-02-02T00:00:00Z' };
      if (looks < 3) return { value: { ...status, JobStatus: 'IN_PROGRESS' } };
      return {
        value: input['Marker']
          ? { ...status, JobStatus: 'COMPLETED', ServicesLastAccessed: [service('sqs')] }
          : {
              ...status,
              JobStatus: 'COMPLETED',
              IsTruncated: true,
              Marker: 'more',
              ServicesLastAccessed: [
                service('s3', {
                  LastAuthenticated: '2026-02-01T10:00:00Z',
                  LastAuthenticatedEntity: arn,
                  LastAuthenticatedRegion: 'eu-west-1',
                  TotalAuthenticatedEntities: 2,
                  TrackedActionsLastAccessed: [
                    { ActionName: 'GetObject', LastAccessedTime: '2026-02-01T10:00:00Z' },
                  ],
                }),
              ],
            },
      };
    });

    const report = await createIamReader(rig.clients).lastAccessed(here, wanted, reading());

    const at = ms('2026-02-01T10:00:00Z');
    expect(report.services).toEqual([
      {
        name: 'Amazon S3',
        namespace: 's3',
        at,
        by: arn,
        region: 'eu-west-1',
        entities: 2,
        actions: [{ name: 'GetObject', at, by: undefined, region: undefined }],
      },
      expect.objectContaining({ namespace: 'sqs', at: undefined, entities: 0, actions: [] }),
    ]);
    expect(rig.aws.calls[0]?.input).toMatchObject({ Arn: arn, Granularity: 'ACTION_LEVEL' });
  });

  it('reads the job with the credentials that made it, though the role is asked for again', async () => {
    let roles = 0;
    rig.aws.on('AssumeRole', () => {
      roles += 1;
      // Each is over so soon that the next client or call asks for another.
      return roleAnswer(`ROLE${roles}`, 60_000);
    });
    rig.aws.on('GetAccountSummary', () => ({ value: { SummaryMap: { Users: 1 } } }));
    rig.aws.on('GenerateServiceLastAccessedDetails', () => ({ value: { JobId: 'job-1' } }));
    let looks = 0;
    rig.aws.on('GetServiceLastAccessedDetails', () => {
      looks += 1;
      return { value: { JobStatus: looks < 3 ? 'IN_PROGRESS' : 'COMPLETED' } };
    });
    rig.aws.on('GetServiceLastAccessedDetailsWithEntities', () => ({
      value: {
        EntityDetailsList: [
          { EntityInfo: { Arn: arn, Name: 'deploy', Type: 'ROLE', Id: 'AROAEXAMPLE' } },
        ],
      },
    }));
    const iam = createIamReader(rig.clients);

    const report = await iam.lastAccessed(there, wanted, reading());
    await iam.summary(there, reading());
    const entities = await report.entities('s3', reading());

    const keys = (action: RegExp) =>
      new Set(
        rig.aws.calls.filter((call) => action.test(call.action)).map(({ accessKey }) => accessKey),
      );
    expect(entities).toEqual([{ arn, name: 'deploy', kind: 'ROLE', at: undefined }]);
    expect(keys(/LastAccessed/).size).toBe(1);
    expect(keys(/Summary/)).not.toEqual(keys(/LastAccessed/));
  });

  it('says so when AWS cannot make the report', async () => {
    rig.aws.on('GenerateServiceLastAccessedDetails', () => ({ value: { JobId: 'job-1' } }));
    rig.aws.on('GetServiceLastAccessedDetails', () => ({
      value: { JobStatus: 'FAILED', Error: { Code: 'InternalError', Message: 'x' } },
    }));

    await expect(
      createIamReader(rig.clients).lastAccessed(here, wanted, reading()),
    ).rejects.toMatchObject({ code: 'aws_job_failed', retryable: true });
  });

  it('stops waiting for the report when the time is over', async () => {
    rig.aws.on('GenerateServiceLastAccessedDetails', () => ({ value: { JobId: 'job-1' } }));
    rig.aws.on('GetServiceLastAccessedDetails', () => ({ value: { JobStatus: 'IN_PROGRESS' } }));

    await expect(
      createIamReader(rig.clients).lastAccessed(here, wanted, reading(800)),
    ).rejects.toMatchObject({ code: 'aws_timeout' });
  });
});

describe('credentialReport', () => {
  const header =
    'user,arn,user_creation_time,password_enabled,password_last_used,password_last_changed,password_next_rotation,mfa_active,access_key_1_active,access_key_1_last_rotated,access_key_1_last_used_date,access_key_1_last_used_region,access_key_1_last_used_service,access_key_2_active,access_key_2_last_rotated,access_key_2_last_used_date,access_key_2_last_used_region,access_key_2_last_used_service,cert_1_active,cert_1_last_rotated,cert_2_active,cert_2_last_rotated,additional_credentials_info';
  const answer = (csv: string) => ({
    value: {
      Content: Buffer.from(csv).toString('base64'),
      GeneratedTime: '2026-02-02T00:00:00Z',
    },
  });
  const noKey = 'false,N/A,N/A,N/A,N/A';
  const end = 'false,N/A,false,N/A,';
  const read = async (csv: string) => {
    rig.aws.on('GenerateCredentialReport', () => ({ value: { State: 'COMPLETE' } }));
    rig.aws.on('GetCredentialReport', () => answer(csv));
    return await createIamReader(rig.clients).credentialReport(here, reading());
  };

  it('reads the root row, words that stand for nothing, and both spellings of true', async () => {
    const root = `<root_account>,arn:aws:iam::111122223333:root,2020-01-01T00:00:00+00:00,not_supported,2026-01-01T00:00:00+00:00,not_supported,not_supported,TRUE,${noKey},${noKey},${end}`;
    const alice = `alice,arn:aws:iam::111122223333:user/alice,2021-01-01T00:00:00+00:00,true,no_information,2021-01-01T00:00:00+00:00,N/A,false,true,2025-01-01T00:00:00+00:00,2026-01-05T00:00:00+00:00,eu-west-1,s3,FALSE,2024-01-01T00:00:00+00:00,N/A,N/A,N/A,${end}`;
    const bob = `bob,arn:aws:iam::111122223333:user/bob,2021-01-01T00:00:00+00:00,false,N/A,N/A,N/A,false,${noKey},${noKey},${end}`;

    const report = await read([header, root, alice, bob].join('\n'));

    expect(report.generatedAt).toBe(ms('2026-02-02T00:00:00Z'));
    expect(report.rows).toMatchObject([
      {
        user: '<root_account>',
        passwordEnabled: undefined,
        passwordLastUsedAt: ms('2026-01-01T00:00:00Z'),
        passwordChangedAt: undefined,
        mfaActive: true,
        keys: [],
      },
      {
        user: 'alice',
        passwordEnabled: true,
        passwordLastUsedAt: undefined,
        passwordUseUnknown: true,
        mfaActive: false,
        keys: [
          {
            number: 1,
            isActive: true,
            rotatedAt: ms('2025-01-01T00:00:00Z'),
            lastUsedAt: ms('2026-01-05T00:00:00Z'),
            lastUsedRegion: 'eu-west-1',
            lastUsedService: 's3',
          },
          {
            number: 2,
            isActive: false,
            rotatedAt: ms('2024-01-01T00:00:00Z'),
            lastUsedAt: undefined,
            lastUsedRegion: undefined,
            lastUsedService: undefined,
          },
        ],
      },
      { user: 'bob', passwordEnabled: false, passwordUseUnknown: false, keys: [] },
    ]);
  });

  it('goes by the header, not by the place', async () => {
    const report = await read('mfa_active,new_column,arn,user\ntrue,x,arn:aws:iam::1:user/a,a\n');

    expect(report.rows).toMatchObject([{ user: 'a', mfaActive: true }]);
  });

  it.each([
    ['quoted', '"smith, ""al""",arn:aws:iam::111122223333:user/x', 'smith, "al"'],
    [
      'as they are',
      'smith,alice,dev,arn:aws:iam::111122223333:user/smith,alice,dev',
      'smith,alice,dev',
    ],
  ])('reads a name with commas, %s', async (_, cells, name) => {
    const report = await read(`user,arn,user_creation_time,mfa_active\n${cells},N/A,true\n`);

    expect(report.rows).toMatchObject([{ user: name, createdAt: undefined, mfaActive: true }]);
  });

  it('waits until the report is there', async () => {
    const states = ['STARTED', 'INPROGRESS', 'COMPLETE', 'COMPLETE'];
    let generated = 0;
    let got = 0;
    rig.aws.on('GenerateCredentialReport', () => {
      const state = states[Math.min(generated, 3)];
      generated += 1;
      return { value: { State: state } };
    });
    rig.aws.on('GetCredentialReport', () => {
      got += 1;
      return got === 1 ? { error: 'ReportNotPresent', status: 410 } : answer(`${header}\n`);
    });

    const report = await createIamReader(rig.clients).credentialReport(here, reading());

    expect(report.rows).toEqual([]);
    expect(generated).toBe(4);
  });
});

describe('single things', () => {
  it.each(['user', 'role', 'group', 'accessKeyUse'] as const)(
    'has no %s where IAM knows none',
    async (kind) => {
      for (const action of ['GetUser', 'GetRole', 'GetGroup', 'GetAccessKeyLastUsed'])
        rig.aws.on(action, () => ({ error: 'NoSuchEntity', status: 404 }));

      expect(await createIamReader(rig.clients)[kind](here, 'x', reading())).toBeUndefined();
    },
  );

  it('is an error where IAM denies it', async () => {
    rig.aws.on('GetUser', () => ({ error: 'AccessDenied', status: 403 }));

    await expect(createIamReader(rig.clients).user(here, 'x', reading())).rejects.toMatchObject({
      code: 'aws_access_denied',
    });
  });

  it('reads a role with its last use', async () => {
    rig.aws.on('GetRole', () => ({
      value: {
        Role: {
          RoleName: 'deploy',
          Arn: arn,
          Path: '/',
          RoleId: 'AROAEXAMPLE',
          CreateDate: '2021-01-01T00:00:00Z',
          Description: 'deploys',
          RoleLastUsed: { LastUsedDate: '2026-01-01T00:00:00Z', Region: 'eu-west-1' },
        },
      },
    }));

    expect(await createIamReader(rig.clients).role(here, 'deploy', reading())).toEqual({
      name: 'deploy',
      arn,
      path: '/',
      createdAt: ms('2021-01-01T00:00:00Z'),
      description: 'deploys',
      lastUsedAt: ms('2026-01-01T00:00:00Z'),
      lastUsedRegion: 'eu-west-1',
    });
  });

  it('knows of a key that was never used only whose it is', async () => {
    rig.aws.on('GetAccessKeyLastUsed', () => ({
      value: {
        UserName: 'alice',
        AccessKeyLastUsed: { ServiceName: 'N/A', Region: 'N/A' },
      },
    }));

    expect(await createIamReader(rig.clients).accessKeyUse(here, 'AKIAEXAMPLE', reading())).toEqual(
      { userName: 'alice', at: undefined, service: undefined, region: undefined },
    );
  });

  it("finds a policy by name, the account's own before AWS's", async () => {
    const policy = (PolicyName: string, owner: string) => ({
      PolicyName,
      Arn: `arn:aws:iam::${owner}:policy/${PolicyName}`,
      AttachmentCount: 3,
    });
    rig.aws.on('ListPolicies', ({ input }) => {
      if (input['Scope'] === 'AWS')
        return { value: { Policies: [policy('Shared', 'aws'), policy('ReadOnlyAccess', 'aws')] } };
      return {
        value: input['Marker']
          ? { Policies: [policy('Shared', '111122223333')] }
          : { Policies: [policy('Other', '111122223333')], IsTruncated: true, Marker: 'more' },
      };
    });
    const iam = createIamReader(rig.clients);

    const found = [
      await iam.policy(here, 'shared', reading()),
      await iam.policy(here, 'ReadOnlyAccess', reading()),
      await iam.policy(here, 'Nothing', reading()),
    ];

    expect(found.map((each) => each?.arn)).toEqual([
      'arn:aws:iam::111122223333:policy/Shared',
      'arn:aws:iam::aws:policy/ReadOnlyAccess',
      undefined,
    ]);
    expect(found[0]?.attachments).toBe(3);
  });
});

describe('whole accounts', () => {
  it('has no password policy of its own where IAM says so', async () => {
    rig.aws.on('GetAccountPasswordPolicy', () => ({ error: 'NoSuchEntity', status: 404 }));

    expect(await createIamReader(rig.clients).passwordPolicy(here, reading())).toBeUndefined();
  });

  it('reads the password policy', async () => {
    rig.aws.on('GetAccountPasswordPolicy', () => ({
      value: {
        PasswordPolicy: {
          MinimumPasswordLength: 14,
          RequireSymbols: true,
          ExpirePasswords: true,
          MaxPasswordAge: 90,
        },
      },
    }));

    expect(await createIamReader(rig.clients).passwordPolicy(here, reading())).toEqual({
      minimumLength: 14,
      requiresSymbols: true,
      requiresNumbers: false,
      requiresUppercase: false,
      requiresLowercase: false,
      reusePrevention: undefined,
      maxAgeDays: 90,
    });
  });

  it('reads all roles with their last use in one call a page', async () => {
    const role = (name: string) => ({ RoleName: name, Arn: `${arn}-${name}`, Path: '/' });
    rig.aws.on('GetAccountAuthorizationDetails', ({ input }) => ({
      value: input['Marker']
        ? { RoleDetailList: [role('b')] }
        : { RoleDetailList: [role('a')], IsTruncated: true, Marker: 'more' },
    }));

    const roles = await createIamReader(rig.clients).rolesWithLastUse(here, reading());

    expect(roles.map(({ name }) => name)).toEqual(['a', 'b']);
    expect(rig.aws.calls[0]?.input).toMatchObject({ 'Filter.member.1': 'Role', MaxItems: '1000' });
  });

  it.each([
    ['ap-southeast-2', 'us-east-1'],
    ['cn-northwest-1', 'cn-north-1'],
    ['us-gov-east-1', 'us-gov-west-1'],
  ])('is asked in the one region of its partition: %s in %s', async (region, expected) => {
    rig.aws.on('GetAccountSummary', () => ({ value: { SummaryMap: { Users: 1 } } }));
    const where = { account: undefined, region: region as RegionId };

    await createIamReader(rig.clients).summary(where, reading());

    expect(rig.aws.calls[0]?.region).toBe(expected);
  });
});
