import type { Json } from '../../json.ts';
import { isoSeconds } from '../trail/identities.ts';
import { exampleId } from '../trail/random.ts';
import type { AccessKey, Directory, IamGroup, IamPolicy, IamRole, IamUser } from './entities.ts';

/** Documents are URL-encoded as RFC 3986 has it. */
export const encodeDocument = (document: Json): string =>
  encodeURIComponent(JSON.stringify(document)).replace(
    /[!'()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );

export const userFacts = (user: IamUser): Json => ({
  Path: user.path,
  UserName: user.name,
  UserId: user.id,
  Arn: user.arn,
  CreateDate: isoSeconds(user.createdAt),
  PasswordLastUsed:
    user.password?.lastUsedAt === undefined ? undefined : isoSeconds(user.password.lastUsedAt),
});

/** ListRoles tells this; only GetRole tells when a role was used. */
export const roleFacts = (role: IamRole): Json => ({
  Path: role.path,
  RoleName: role.name,
  RoleId: role.id,
  Arn: role.arn,
  CreateDate: isoSeconds(role.createdAt),
  AssumeRolePolicyDocument: encodeDocument(role.trust),
  Description: role.description,
  MaxSessionDuration: '3600',
});

/** Empty for a role that was never used. */
export const roleLastUsed = ({ lastUsed }: IamRole): Json =>
  lastUsed === undefined ? {} : { LastUsedDate: isoSeconds(lastUsed.at), Region: lastUsed.region };

export const groupFacts = (group: IamGroup): Json => ({
  Path: group.path,
  GroupName: group.name,
  GroupId: group.id,
  Arn: group.arn,
  CreateDate: isoSeconds(group.createdAt),
});

export const keyFacts = (user: IamUser, key: AccessKey): Json => ({
  UserName: user.name,
  AccessKeyId: key.id,
  Status: key.isActive ? 'Active' : 'Inactive',
  CreateDate: isoSeconds(key.createdAt),
});

export const attachedTo = ({ users, groups, roles }: Directory, arn: string) => ({
  users: [...users.values()].filter(({ policies }) => policies.includes(arn)),
  groups: [...groups.values()].filter(({ policies }) => policies.includes(arn)),
  roles: [...roles.values()].filter(({ policies }) => policies.includes(arn)),
});

export const policyFacts = (directory: Directory, policy: IamPolicy): Json => {
  const { users, groups, roles } = attachedTo(directory, policy.arn);
  return {
    PolicyName: policy.name,
    PolicyId: policy.id,
    Arn: policy.arn,
    Path: policy.path,
    DefaultVersionId: 'v1',
    AttachmentCount: String(users.length + groups.length + roles.length),
    PermissionsBoundaryUsageCount: '0',
    IsAttachable: 'true',
    CreateDate: isoSeconds(policy.createdAt),
    UpdateDate: isoSeconds(policy.createdAt),
  };
};

export const attachedFacts = ({ policies }: Directory, arns: readonly string[]): readonly Json[] =>
  arns.map((arn) => ({ PolicyName: policies.get(arn)?.name ?? '', PolicyArn: arn }));

export const profileFacts = (role: IamRole): readonly Json[] =>
  role.isForInstances
    ? [
        {
          Path: '/',
          InstanceProfileName: role.name,
          InstanceProfileId: exampleId('AIDA', role.arn).replace('AIDA', 'AIPA'),
          Arn: role.arn.replace(':role/', ':instance-profile/'),
          CreateDate: isoSeconds(role.createdAt),
          Roles: [roleFacts(role)],
        },
      ]
    : [];
