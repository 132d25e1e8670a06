import { describe, expect, it } from 'vitest';
import { createOrganizationReader } from '../../src/aws/organizations.ts';
import type { RegionId } from '../../src/core/ids.ts';
import { here, reading, there, useAws } from './rig.ts';

const rig = useAws();

const account = (Id: string, Name: string, rest: object = { State: 'ACTIVE' }) => ({
  Id,
  Name,
  ...rest,
});

describe('createOrganizationReader', () => {
  it('reads every account, page by page, and which are closed', async () => {
    rig.aws.on('ListAccounts', ({ input }) => ({
      value: input['NextToken']
        ? { Accounts: [account('777788889999', 'old', { State: 'SUSPENDED' })] }
        : {
            Accounts: [
              account('111122223333', 'security'),
              account('444455556666', 'prod', { Status: 'ACTIVE' }),
              account('nonsense', 'odd'),
            ],
            NextToken: 'more',
          },
    }));

    const accounts = await createOrganizationReader(rig.clients).accounts(
      there,
      undefined,
      reading(),
    );

    expect(accounts).toEqual([
      { id: '111122223333', name: 'security', isActive: true },
      { id: '444455556666', name: 'prod', isActive: true },
      { id: '777788889999', name: 'old', isActive: false },
    ]);
    expect(rig.aws.calls.at(-1)?.accessKey).toBe('ROLE');
  });

  it('reads the accounts of a unit and of the units within it', async () => {
    const units: Readonly<Record<string, readonly string[]>> = {
      'ou-top': ['ou-a', 'ou-b'],
      'ou-a': ['ou-c'],
    };
    const accounts: Readonly<Record<string, object>> = {
      'ou-top': account('111122223333', 'top'),
      'ou-b': account('444455556666', 'b'),
      'ou-c': account('777788889999', 'c'),
    };
    rig.aws.on('ListOrganizationalUnitsForParent', ({ input }) => ({
      value: {
        OrganizationalUnits: (units[String(input['ParentId'])] ?? []).map((Id) => ({ Id })),
      },
    }));
    rig.aws.on('ListAccountsForParent', ({ input }) => ({
      value: { Accounts: [accounts[String(input['ParentId'])]].flatMap((one) => one ?? []) },
    }));

    const found = await createOrganizationReader(rig.clients).accounts(here, 'ou-top', reading());

    expect(found.map(({ name }) => name)).toEqual(['top', 'c', 'b']);
  });

  it.each([
    ['eu-west-1', 'us-east-1'],
    ['cn-north-1', 'cn-northwest-1'],
    ['us-gov-east-1', 'us-gov-west-1'],
  ])('is asked from %s in %s', async (region, expected) => {
    rig.aws.on('ListAccounts', () => ({ value: { Accounts: [] } }));

    await createOrganizationReader(rig.clients).accounts(
      { account: undefined, region: region as RegionId },
      undefined,
      reading(),
    );

    expect(rig.aws.calls[0]?.region).toBe(expected);
  });

  it.each([
    ['AWSOrganizationsNotInUseException', 'aws_no_organization', 'management account'],
    ['AccessDeniedException', 'aws_access_denied', 'delegated administrators'],
    ['ParentNotFoundException', 'aws_not_found', 'Check its name'],
  ])('tells what to do about %s', async (error, code, cure) => {
    rig.aws.on('ListAccountsForParent', () => ({ error }));

    const found = createOrganizationReader(rig.clients).accounts(here, 'ou-x', reading());

    await expect(found).rejects.toMatchObject({ code, hint: expect.stringContaining(cure) });
  });
});
