import { type Json, stringOf } from '../../json.ts';
import { AwsError } from '../aws-error.ts';
import {
  directoryOf,
  findGroup,
  findPolicy,
  findRole,
  findUser,
  noSuch,
  pageOf,
  textOf,
} from '../iam/answers.ts';
import type { Directory, IamUser } from '../iam/entities.ts';
import {
  encodeDocument,
  groupFacts,
  keyFacts,
  policyFacts,
  roleFacts,
  roleLastUsed,
  userFacts,
} from '../iam/shapes.ts';
import type { AwsContext, Caller, Operation } from '../operation.ts';
import { isoSeconds } from '../trail/identities.ts';

/** An operation that looks into the caller's directory. */
const reading = (
  name: string,
  read: (directory: Directory, input: Json, caller: Caller) => Json,
): Operation => ({
  service: 'iam',
  name,
  run: (context: AwsContext, caller, input) => read(directoryOf(context, caller), input, caller),
});

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetUser.html */
const getUser = reading('GetUser', (directory, input, { arn }) => {
  // Without a name it is about the caller, who is a role's session here.
  if (stringOf(input['UserName']) === '')
    throw new AwsError(
      'ValidationError',
      `Must specify userName when calling with non-User credentials: ${arn}`,
    );
  return { User: userFacts(findUser(directory, textOf(input, 'UserName'))) };
});

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetRole.html */
const getRole = reading('GetRole', (directory, input) => {
  const role = findRole(directory, textOf(input, 'RoleName'));
  return { Role: { ...roleFacts(role), RoleLastUsed: roleLastUsed(role) } };
});

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetGroup.html */
const getGroup = reading('GetGroup', (directory, input, caller) => {
  const group = findGroup(directory, textOf(input, 'GroupName'));
  const members = [...directory.users.values()].filter(({ groups }) => groups.includes(group.name));
  const { items, rest } = pageOf(caller, input, members);
  return { Group: groupFacts(group), Users: items.map(userFacts), ...rest };
});

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetPolicy.html */
const getPolicy = reading('GetPolicy', (directory, input) => ({
  Policy: policyFacts(directory, findPolicy(directory, textOf(input, 'PolicyArn'))),
}));

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetPolicyVersion.html */
const getPolicyVersion = reading('GetPolicyVersion', (directory, input) => {
  const policy = findPolicy(directory, textOf(input, 'PolicyArn'));
  const version = textOf(input, 'VersionId');
  if (version !== 'v1')
    throw noSuch(`Policy ${policy.arn} version ${version} does not exist or is not attachable.`);
  return {
    PolicyVersion: {
      Document: encodeDocument(policy.document),
      VersionId: version,
      IsDefaultVersion: 'true',
      CreateDate: isoSeconds(policy.createdAt),
    },
  };
});

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetLoginProfile.html */
const getLoginProfile = reading('GetLoginProfile', (directory, input) => {
  const { name, password, createdAt } = findUser(directory, textOf(input, 'UserName'));
  if (password === undefined) throw noSuch(`Login Profile for User ${name} cannot be found.`);
  return {
    LoginProfile: {
      UserName: name,
      CreateDate: isoSeconds(createdAt),
      PasswordResetRequired: 'false',
    },
  };
});

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListAccessKeys.html */
const listAccessKeys = reading('ListAccessKeys', (directory, input, caller) => {
  const user = findUser(directory, textOf(input, 'UserName'));
  const { items, rest } = pageOf(caller, input, user.keys);
  return { AccessKeyMetadata: items.map((key) => keyFacts(user, key)), ...rest };
});

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListMFADevices.html */
const listMfaDevices = reading('ListMFADevices', (directory, input, caller) => {
  const user = findUser(directory, textOf(input, 'UserName'));
  const device = {
    UserName: user.name,
    SerialNumber: `arn:aws:iam::${directory.account}:mfa/${user.name}`,
    EnableDate: isoSeconds(user.createdAt),
  };
  const { items, rest } = pageOf(caller, input, user.hasMfa ? [device] : []);
  return { MFADevices: items, ...rest };
});

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListGroupsForUser.html */
const listGroupsForUser = reading('ListGroupsForUser', (directory, input, caller) => {
  const user = findUser(directory, textOf(input, 'UserName'));
  const groups = user.groups.map((name) => findGroup(directory, name));
  const { items, rest } = pageOf(caller, input, groups);
  return { Groups: items.map(groupFacts), ...rest };
});

const ownerOf = ({ users }: Directory, keyId: string): IamUser | undefined =>
  [...users.values()].find(({ keys }) => keys.some(({ id }) => id === keyId));

/**
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccessKeyLastUsed.html: a key that was
 * never used has `N/A` and no date.
 */
const getAccessKeyLastUsed = reading('GetAccessKeyLastUsed', (directory, input, { arn }) => {
  const id = textOf(input, 'AccessKeyId');
  const owner = ownerOf(directory, id);
  // AWS does not tell whether another account has the key or nobody.
  if (owner === undefined)
    throw new AwsError(
      'AccessDenied',
      `User: ${arn} is not authorized to perform: iam:GetAccessKeyLastUsed on resource: access key ${id}`,
      403,
    );
  const used = owner.keys.find((key) => key.id === id)?.lastUsed;
  return {
    UserName: owner.name,
    AccessKeyLastUsed: {
      LastUsedDate: used && isoSeconds(used.at),
      ServiceName: used?.service ?? 'N/A',
      Region: used?.region ?? 'N/A',
    },
  };
});

/** Users, roles, groups and policies one at a time, and what belongs to them. */
export const iamEntityOperations: readonly Operation[] = [
  getUser,
  getRole,
  getGroup,
  getPolicy,
  getPolicyVersion,
  getLoginProfile,
  listAccessKeys,
  listMfaDevices,
  listGroupsForUser,
  getAccessKeyLastUsed,
];
