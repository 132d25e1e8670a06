import { isJson, type Json, listOf, stringOf } from '../../json.ts';
import { AwsError } from '../aws-error.ts';
import {
  type DirectoryUser,
  directoryGroups,
  directoryUsers,
  identityCenter,
  identityStoreId,
} from '../identity/directory.ts';
import type { Caller, Operation } from '../operation.ts';

const notThere = (what: string): AwsError =>
  new AwsError('ResourceNotFoundException', `${what} not found.`);

const invalid = (problem: string): AwsError => new AwsError('ValidationException', problem);

const checkStore = (caller: Caller, input: Json): void => {
  const isHere =
    caller.account === identityCenter.account && caller.region === identityCenter.region;
  if (!isHere || input['IdentityStoreId'] !== identityStoreId) throw notThere('IDENTITY_STORE');
};

const describe = (user: DirectoryUser): Json => ({
  IdentityStoreId: identityStoreId,
  UserId: user.userId,
  UserName: user.email,
  DisplayName: `${user.givenName} ${user.familyName}`,
  Name: { GivenName: user.givenName, FamilyName: user.familyName },
  Emails: [{ Value: user.email, Type: 'work', Primary: true }],
  UserStatus: 'ENABLED',
});

/** Every user signs in by their e-mail address. */
const byAttribute = (path: string, value: unknown): readonly DirectoryUser[] => {
  if (!['userName', 'emails.value'].includes(path.charAt(0).toLowerCase() + path.slice(1)))
    throw invalid(`The attribute path ${path} is not supported.`);
  return directoryUsers.filter(({ email }) => email === stringOf(value).toLowerCase());
};

const userById = (id: unknown): DirectoryUser => {
  const found = directoryUsers.find(({ userId }) => userId === id);
  if (found === undefined) throw notThere('USER');
  return found;
};

/** https://docs.aws.amazon.com/singlesignon/latest/IdentityStoreAPIReference/API_DescribeUser.html */
const describeUser: Operation = {
  service: 'identitystore',
  name: 'DescribeUser',
  run: (_context, caller, input) => {
    checkStore(caller, input);
    return describe(userById(input['UserId']));
  },
};

const listUsers: Operation = {
  service: 'identitystore',
  name: 'ListUsers',
  run: (_context, caller, input) => {
    checkStore(caller, input);
    const [filter] = listOf(input['Filters']);
    if (!isJson(filter)) return { Users: directoryUsers.map(describe) };
    const found = byAttribute(stringOf(filter['AttributePath']), filter['AttributeValue']);
    return { Users: found.map(describe) };
  },
};

const getUserId: Operation = {
  service: 'identitystore',
  name: 'GetUserId',
  run: (_context, caller, input) => {
    checkStore(caller, input);
    const identifier = input['AlternateIdentifier'];
    const unique = isJson(identifier) ? identifier['UniqueAttribute'] : undefined;
    if (!isJson(unique)) throw invalid('AlternateIdentifier has to have a UniqueAttribute.');
    const [user] = byAttribute(stringOf(unique['AttributePath']), unique['AttributeValue']);
    if (user === undefined) throw notThere('USER');
    return { IdentityStoreId: identityStoreId, UserId: user.userId };
  },
};

const listGroupMembershipsForMember: Operation = {
  service: 'identitystore',
  name: 'ListGroupMembershipsForMember',
  run: (_context, caller, input) => {
    checkStore(caller, input);
    const member = input['MemberId'];
    const user = userById(isJson(member) ? member['UserId'] : undefined);
    const memberships = directoryGroups
      .filter(({ members }) => members.includes(user.email))
      .map((group) => ({
        IdentityStoreId: identityStoreId,
        MembershipId: `${group.id.slice(0, -4)}${user.userId.slice(-4)}`,
        GroupId: group.id,
        MemberId: { UserId: user.userId },
      }));
    return { GroupMemberships: memberships };
  },
};

export const identitystoreOperations: readonly Operation[] = [
  describeUser,
  getUserId,
  listGroupMembershipsForMember,
  listUsers,
];
