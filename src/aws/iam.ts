import type {
  IAM,
  Policy,
  Role,
  RoleDetail,
  PasswordPolicy as SdkPasswordPolicy,
} from '@aws-sdk/client-iam';
import { type Clock, systemClock } from '../core/clock.ts';
import { globalRegion } from '../core/partition.ts';
import { type Ask, allPages, createAsk, findInPages, orNone, timeOf } from './ask.ts';
import type { AwsClients } from './clients.ts';
import { createAuthorizationDetails } from './iam-authorization.ts';
import { createCredentialReports, createLastAccessed } from './iam-jobs.ts';
import type { AccessKeyUse, IamPolicy, IamReader, IamRole, PasswordPolicy } from './iam-types.ts';

/** The most that a page of IAM holds; it may hold fewer and still not be the last. */
const pageSize = 1000;

const pageInput = (marker: string | undefined) => ({
  MaxItems: pageSize,
  ...(marker && { Marker: marker }),
});

const roleOf = (role: Role | RoleDetail): IamRole => ({
  name: role.RoleName ?? '',
  arn: role.Arn ?? '',
  path: role.Path ?? '/',
  createdAt: timeOf(role.CreateDate),
  description: 'Description' in role ? role.Description : undefined,
  lastUsedAt: timeOf(role.RoleLastUsed?.LastUsedDate),
  lastUsedRegion: role.RoleLastUsed?.Region,
});

const policyOf = (policy: Policy): IamPolicy => ({
  name: policy.PolicyName ?? '',
  arn: policy.Arn ?? '',
  attachments: policy.AttachmentCount ?? 0,
});

/** IAM says N/A where it knows nothing. */
const known = (text: string | undefined): string | undefined =>
  text === undefined || text === 'N/A' ? undefined : text;

const passwordPolicyOf = (policy: SdkPasswordPolicy): PasswordPolicy => ({
  minimumLength: policy.MinimumPasswordLength ?? 0,
  requiresSymbols: policy.RequireSymbols ?? false,
  requiresNumbers: policy.RequireNumbers ?? false,
  requiresUppercase: policy.RequireUppercaseCharacters ?? false,
  requiresLowercase: policy.RequireLowercaseCharacters ?? false,
  reusePrevention: policy.PasswordReusePrevention,
  maxAgeDays: policy.ExpirePasswords === false ? undefined : policy.MaxPasswordAge,
});

type One = Pick<IamReader, 'user' | 'role' | 'group' | 'accessKeyUse'>;

const createOnes = (ask: Ask<IAM>): One => ({
  user: async (where, name, reading) => {
    const found = await orNone(
      ask('iam:GetUser', where, reading, (iam, options) =>
        iam.getUser({ UserName: name }, options),
      ),
    );
    return (
      found?.User && {
        name: found.User.UserName ?? name,
        arn: found.User.Arn ?? '',
        createdAt: timeOf(found.User.CreateDate),
        passwordLastUsedAt: timeOf(found.User.PasswordLastUsed),
      }
    );
  },
  role: async (where, name, reading) => {
    const found = await orNone(
      ask('iam:GetRole', where, reading, (iam, options) =>
        iam.getRole({ RoleName: name }, options),
      ),
    );
    return found?.Role && roleOf(found.Role);
  },
  group: async (where, name, reading) => {
    const found = await orNone(
      ask('iam:GetGroup', where, reading, (iam, options) =>
        iam.getGroup({ GroupName: name, MaxItems: 1 }, options),
      ),
    );
    return found?.Group && { name: found.Group.GroupName ?? name, arn: found.Group.Arn ?? '' };
  },
  accessKeyUse: async (where, keyId, reading): Promise<AccessKeyUse | undefined> => {
    const found = await orNone(
      ask('iam:GetAccessKeyLastUsed', where, reading, (iam, options) =>
        iam.getAccessKeyLastUsed({ AccessKeyId: keyId }, options),
      ),
    );
    return (
      found && {
        userName: found.UserName,
        at: timeOf(found.AccessKeyLastUsed?.LastUsedDate),
        service: known(found.AccessKeyLastUsed?.ServiceName),
        region: known(found.AccessKeyLastUsed?.Region),
      }
    );
  },
});

/** The policy of that name: IAM does not tell names apart by their case. */
const createPolicyFinder = (ask: Ask<IAM>): IamReader['policy'] => {
  const byArn: IamReader['policy'] = async (where, arn, reading) => {
    const found = await orNone(
      ask('iam:GetPolicy', where, reading, (iam, options) =>
        iam.getPolicy({ PolicyArn: arn }, options),
      ),
    );
    return found?.Policy && policyOf(found.Policy);
  };

  return async (where, name, reading) => {
    if (name.startsWith('arn:')) return await byArn(where, name, reading);
    const wanted = name.toLowerCase();
    for (const scope of ['Local', 'AWS'] as const) {
      const found = await findInPages(
        async (marker) => {
          const input = { Scope: scope, ...pageInput(marker) };
          const page = await ask('iam:ListPolicies', where, reading, (iam, options) =>
            iam.listPolicies(input, options),
          );
          return { found: page.Policies ?? [], next: page.Marker };
        },
        ({ PolicyName }) => PolicyName?.toLowerCase() === wanted,
      );
      if (found !== undefined) return policyOf(found);
    }
    return undefined;
  };
};

type Many = Pick<IamReader, 'roles' | 'rolesWithLastUse' | 'accessKeys'>;

const createLists = (ask: Ask<IAM>): Many => ({
  roles: (where, pathPrefix, reading) =>
    allPages(async (marker) => {
      const input = { ...pageInput(marker), ...(pathPrefix && { PathPrefix: pathPrefix }) };
      const page = await ask('iam:ListRoles', where, reading, (iam, options) =>
        iam.listRoles(input, options),
      );
      return { found: (page.Roles ?? []).map(roleOf), next: page.Marker };
    }),
  rolesWithLastUse: (where, reading) =>
    allPages(async (marker) => {
      const page = await ask('iam:GetAccountAuthorizationDetails', where, reading, (iam, options) =>
        iam.getAccountAuthorizationDetails({ Filter: ['Role'], ...pageInput(marker) }, options),
      );
      return { found: (page.RoleDetailList ?? []).map(roleOf), next: page.Marker };
    }),
  accessKeys: (where, userName, reading) =>
    allPages(async (marker) => {
      const input = { UserName: userName, ...pageInput(marker) };
      const page = await ask('iam:ListAccessKeys', where, reading, (iam, options) =>
        iam.listAccessKeys(input, options),
      );
      const found = (page.AccessKeyMetadata ?? []).map((key) => ({
        id: key.AccessKeyId ?? '',
        isActive: key.Status === 'Active',
        createdAt: timeOf(key.CreateDate),
      }));
      return { found, next: page.Marker };
    }),
});

const createAccountReads = (ask: Ask<IAM>): Pick<IamReader, 'summary' | 'passwordPolicy'> => ({
  summary: async (where, reading) => {
    const { SummaryMap = {} } = await ask('iam:GetAccountSummary', where, reading, (iam, options) =>
      iam.getAccountSummary({}, options),
    );
    return Object.fromEntries(
      Object.entries(SummaryMap).map(([name, count]) => [name, count ?? 0]),
    );
  },
  passwordPolicy: async (where, reading) => {
    const found = await orNone(
      ask('iam:GetAccountPasswordPolicy', where, reading, (iam, options) =>
        iam.getAccountPasswordPolicy({}, options),
      ),
    );
    return found?.PasswordPolicy && passwordPolicyOf(found.PasswordPolicy);
  },
});

/** @param clock For the pauses between two looks at a report that is being made. */
export const createIamReader = (clients: AwsClients, clock: Clock = systemClock): IamReader => {
  // One endpoint a partition, and one budget an account, whatever region is asked.
  const askIam = createAsk(clients, clients.iam);
  const ask: Ask<IAM> = (call, where, reading, work) =>
    askIam(call, { ...where, region: globalRegion(where.region) }, reading, work);
  const lastAccessed = createLastAccessed(clients, clock);

  return {
    ...createOnes(ask),
    ...createLists(ask),
    ...createAccountReads(ask),
    policy: createPolicyFinder(ask),
    authorizationDetails: createAuthorizationDetails(ask),
    credentialReport: createCredentialReports(ask, clock),
    lastAccessed: (where, wanted, reading) =>
      lastAccessed({ ...where, region: globalRegion(where.region) }, wanted, reading),
  };
};
