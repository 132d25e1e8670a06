import type {
  AccessKey,
  AccessKeyUse,
  CredentialRow,
  EntityLastAccessed,
  IamGroup,
  IamPolicy,
  IamRole,
  IamUser,
  ServiceLastAccessed,
} from '../../../src/aws/iam-types.ts';
import type { Assignment, IdentityUser } from '../../../src/aws/identity-types.ts';
import { createIamLastused } from '../../../src/commands/iam-lastused/iam-lastused.ts';
import type { IdentityCenterSettings } from '../../../src/core/settings.ts';
import { daysAgo, denied, now, prod, regionId, untilAborted } from '../helpers.ts';

export const keyId = 'AKIAIOSFODNN7EXAMPLE';

export const serviceOf = (
  namespace: string,
  name: string,
  at: number | undefined,
  more: Partial<ServiceLastAccessed> = {},
): ServiceLastAccessed => ({
  name,
  namespace,
  at,
  by: undefined,
  region: at === undefined ? undefined : 'eu-west-1',
  entities: at === undefined ? 0 : 1,
  actions: [],
  ...more,
});

export const roleOf = (name: string, more: Partial<IamRole> = {}): IamRole => ({
  name,
  arn: `arn:aws:iam::111122223333:role/${name}`,
  path: '/',
  createdAt: daysAgo(500),
  description: undefined,
  lastUsedAt: daysAgo(2),
  lastUsedRegion: 'eu-west-1',
  ...more,
});

export const userOf = (name: string, more: Partial<IamUser> = {}): IamUser => ({
  name,
  arn: `arn:aws:iam::111122223333:user/${name}`,
  createdAt: daysAgo(700),
  passwordLastUsedAt: daysAgo(3),
  ...more,
});

export const rowOf = (user: string, more: Partial<CredentialRow> = {}): CredentialRow => ({
  user,
  arn: `arn:aws:iam::111122223333:user/${user}`,
  createdAt: daysAgo(700),
  passwordEnabled: true,
  passwordLastUsedAt: daysAgo(3),
  passwordUseUnknown: false,
  passwordChangedAt: daysAgo(412),
  mfaActive: false,
  keys: [],
  ...more,
});

export const reportKey = (
  ageDays: number,
  usedDays: number | undefined,
  more: Partial<CredentialRow['keys'][number]> = {},
): CredentialRow['keys'][number] => ({
  number: 1,
  isActive: true,
  rotatedAt: daysAgo(ageDays),
  lastUsedAt: usedDays === undefined ? undefined : daysAgo(usedDays),
  lastUsedRegion: usedDays === undefined ? undefined : 'eu-west-1',
  lastUsedService: usedDays === undefined ? undefined : 's3',
  ...more,
});

/** What is in every account. */
export interface World {
  readonly users?: readonly IamUser[];
  readonly roles?: readonly IamRole[];
  readonly groups?: readonly IamGroup[];
  readonly policies?: readonly IamPolicy[];
  readonly services?: readonly ServiceLastAccessed[];
  readonly usedBy?: readonly EntityLastAccessed[];
  readonly rows?: readonly CredentialRow[];
  readonly keys?: readonly AccessKey[];
  readonly keyUse?: AccessKeyUse;
  readonly accountOfKey?: string;
  readonly identityUser?: IdentityUser;
  readonly assignments?: readonly Assignment[];
  readonly identityCenter?: IdentityCenterSettings | 'none';
  readonly hasInstance?: boolean;
  /** By account: only there things are. */
  readonly only?: string;
  /** Actions or accounts that deny, or never answer. */
  readonly denied?: readonly string[];
  readonly slow?: readonly string[];
}

/** The command over readers that behave; `calls` counts what was asked of AWS. */
export const rigOf = (world: World = {}) => {
  const calls: string[] = [];
  const enter = async (
    action: string,
    account: string | undefined,
    signal: AbortSignal,
  ): Promise<boolean> => {
    calls.push(action);
    const matches = (list: readonly string[] = []) =>
      list.includes(action) || list.includes(account ?? '');
    if (matches(world.slow)) await untilAborted(signal);
    if (matches(world.denied)) throw denied(action);
    return world.only === undefined || world.only === account;
  };
  const named = <T extends { readonly name: string }>(list: readonly T[] = [], name: string) =>
    list.find((one) => one.name === name);
  const command = createIamLastused({
    clock: { now: () => now },
    whereOf: (account, region) => ({ account, region }),
    home: () => ({ account: undefined, region: regionId('us-east-1') }),
    identityCenter: () =>
      world.identityCenter === 'none'
        ? undefined
        : (world.identityCenter ?? { account: prod.id, region: regionId('eu-west-1') }),
    keys: {
      accountOfKey: async (_, __, { signal }) => {
        await enter('sts:GetAccessKeyInfo', undefined, signal);
        return world.accountOfKey;
      },
    },
    identities: {
      instance: async (_, { signal }) => {
        await enter('sso:ListInstances', undefined, signal);
        return world.hasInstance === false
          ? undefined
          : { instanceArn: 'arn:aws:sso:::instance/ssoins-1', storeId: 'd-1' };
      },
      userByEmail: async (_, __, ___, { signal }) => {
        await enter('identitystore:GetUserId', undefined, signal);
        return world.identityUser;
      },
      assignments: async (_, __, ___, { signal }) => {
        await enter('sso:ListAccountAssignmentsForPrincipal', undefined, signal);
        return world.assignments ?? [];
      },
    },
    iam: {
      user: async ({ account }, name, { signal }) =>
        (await enter('iam:GetUser', account, signal)) ? named(world.users, name) : undefined,
      role: async ({ account }, name, { signal }) =>
        (await enter('iam:GetRole', account, signal)) ? named(world.roles, name) : undefined,
      group: async ({ account }, name, { signal }) =>
        (await enter('iam:GetGroup', account, signal)) ? named(world.groups, name) : undefined,
      policy: async ({ account }, name, { signal }) =>
        (await enter('iam:ListPolicies', account, signal))
          ? world.policies?.find((one) => one.name === name || one.arn === name)
          : undefined,
      roles: async ({ account }, prefix, { signal }) => {
        await enter('iam:ListRoles', account, signal);
        return (world.roles ?? []).filter(({ path }) => path.startsWith(prefix ?? '/'));
      },
      rolesWithLastUse: async ({ account }, { signal }) => {
        await enter('iam:GetAccountAuthorizationDetails', account, signal);
        return world.roles ?? [];
      },
      lastAccessed: async ({ account }, { granularity }, { signal }) => {
        await enter(`iam:GenerateServiceLastAccessedDetails`, account, signal);
        const services = world.services ?? [];
        return {
          services:
            granularity === 'ACTION_LEVEL'
              ? services
              : services.map((service) => ({ ...service, actions: [] })),
          entities: async (_, reading) => {
            await enter('iam:GetServiceLastAccessedDetailsWithEntities', account, reading.signal);
            return world.usedBy ?? [];
          },
        };
      },
      credentialReport: async ({ account }, { signal }) => {
        await enter('iam:GetCredentialReport', account, signal);
        return { generatedAt: now - 600_000, rows: world.rows ?? [] };
      },
      accessKeys: async ({ account }, _, { signal }) => {
        await enter('iam:ListAccessKeys', account, signal);
        return world.keys ?? [];
      },
      accessKeyUse: async ({ account }, _, { signal }) => {
        await enter('iam:GetAccessKeyLastUsed', account, signal);
        return world.keyUse;
      },
      summary: async () => ({}),
      passwordPolicy: async () => undefined,
    },
  });
  return { command, calls };
};
