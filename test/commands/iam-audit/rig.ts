import type { Instance } from '../../../src/aws/ec2-types.ts';
import type { AuthorizationDetails, CredentialRow } from '../../../src/aws/iam-types.ts';
import { createIamAudit, type IamAuditDeps } from '../../../src/commands/iam-audit/iam-audit.ts';
import type { AccountId, RegionId } from '../../../src/core/ids.ts';
import { allow, document, groupOf, inline, roleOf, userOf } from '../../checks/authorization.ts';
import { rowOf } from '../../checks/facts.ts';
import { daysAgo, denied, now, prod, sandbox, staging, untilAborted } from '../helpers.ts';

interface World {
  /** By account id; the others have the same as everybody. */
  readonly details?: (account: AccountId | undefined) => AuthorizationDetails;
  readonly rows?: readonly CredentialRow[];
  readonly summary?: Readonly<Record<string, number>>;
  readonly instances?: (region: RegionId) => readonly Instance[];
  /** Accounts, calls, or calls in a region (`ec2:DescribeInstances us-east-1`) that are refused. */
  readonly denied?: readonly string[];
  readonly slow?: readonly string[];
}

export const goodDetails: AuthorizationDetails = {
  users: [userOf('alice'), userOf('bob')],
  groups: [
    groupOf('readers', {
      inline: inline(document(allow('s3:GetObject', { Resource: 'arn:aws:s3:::reports/*' }))),
    }),
  ],
  roles: [roleOf('web')],
  policies: [],
};

const root = rowOf('<root_account>', { passwordLastUsedAt: daysAgo(200) });

export const goodRows: readonly CredentialRow[] = [root, rowOf('alice'), rowOf('bob')];

/** Readers that behave; `calls` tells what was asked of AWS. */
export const readersOf = (world: World = {}) => {
  const calls: string[] = [];
  const enter = async (
    call: string,
    account: string | undefined,
    signal: AbortSignal,
  ): Promise<void> => {
    calls.push(call);
    if (world.slow?.includes(account ?? '') === true) await untilAborted(signal);
    const refused = [account ?? '', call].some((one) => world.denied?.includes(one) === true);
    if (refused) throw denied(call);
  };
  const deps: IamAuditDeps = {
    clock: { now: () => now },
    accounts: () => [prod, staging, sandbox],
    whereOf: (account, region) => ({ account, region }),
    iam: {
      summary: async ({ account }, { signal }) => {
        await enter('iam:GetAccountSummary', account, signal);
        return {
          AccountMFAEnabled: 1,
          AccountPasswordPresent: 1,
          AccountAccessKeysPresent: 0,
          ...world.summary,
        };
      },
      passwordPolicy: async ({ account }, { signal }) => {
        await enter('iam:GetAccountPasswordPolicy', account, signal);
        return undefined;
      },
      credentialReport: async ({ account }, { signal }) => {
        await enter('iam:GetCredentialReport', account, signal);
        return { generatedAt: now, rows: world.rows ?? goodRows };
      },
      authorizationDetails: async ({ account }, { signal }) => {
        await enter('iam:GetAccountAuthorizationDetails', account, signal);
        return world.details?.(account) ?? goodDetails;
      },
    },
    account: {
      alternateContacts: async ({ account }, { signal }) => {
        await enter('account:GetAlternateContact', account, signal);
        return { security: true, billing: true, operations: true };
      },
    },
    ec2: {
      securityGroups: () => Promise.reject(new Error('no practice needs it')),
      instances: async ({ account, region }, { signal }) => {
        await enter('ec2:DescribeInstances', account, signal);
        if (world.denied?.includes(`ec2:DescribeInstances ${region}`) === true)
          throw denied('ec2:DescribeInstances');
        return world.instances?.(region) ?? [];
      },
    },
    trail: {
      trails: async ({ account }, { signal }) => {
        await enter('cloudtrail:DescribeTrails', account, signal);
        return [];
      },
      trailState: async () => ({ isLogging: true, deliveryError: undefined, management: 'all' }),
    },
  };
  return { deps, calls };
};

/** The command over them. */
export const rigOf = (world: World = {}) => {
  const { deps, calls } = readersOf(world);
  return { command: createIamAudit(deps), calls };
};
