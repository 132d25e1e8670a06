import { type Json, listOf, stringOf } from '../../json.ts';
import { directoryOf, findPolicy, pageOf, textOf, underPath } from '../iam/answers.ts';
import type { Directory, IamGroup, IamPolicy, IamRole, IamUser } from '../iam/entities.ts';
import {
  attachedFacts,
  attachedTo,
  encodeDocument,
  groupFacts,
  policyFacts,
  profileFacts,
  roleFacts,
  roleLastUsed,
  userFacts,
} from '../iam/shapes.ts';
import type { Caller, Operation } from '../operation.ts';
import { isoSeconds } from '../trail/identities.ts';

/** A list of the caller's directory, page by page, under the name that the answer has. */
const listing = <T>(
  name: string,
  member: string,
  read: (directory: Directory, input: Json) => readonly T[],
  facts: (one: T, directory: Directory) => unknown,
): Operation => ({
  service: 'iam',
  name,
  run: (context, caller, input) => {
    const directory = directoryOf(context, caller);
    const { items, rest } = pageOf(caller, input, read(directory, input));
    return { [member]: items.map((one) => facts(one, directory)), ...rest };
  },
});

const isAttached = (directory: Directory, { arn }: IamPolicy): boolean => {
  const { users, groups, roles } = attachedTo(directory, arn);
  return users.length + groups.length + roles.length > 0;
};

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListPolicies.html */
const readPolicies = (directory: Directory, input: Json): readonly IamPolicy[] => {
  const scope = stringOf(input['Scope']) || 'All';
  return underPath(directory.policies.values(), input).filter(
    (policy) =>
      (scope === 'All' || policy.isAws === (scope === 'AWS')) &&
      (input['OnlyAttached'] !== 'true' || isAttached(directory, policy)),
  );
};

const named = (kind: 'User' | 'Group' | 'Role', items: readonly { name: string; id: string }[]) =>
  items.map(({ name, id }) => ({ [`${kind}Name`]: name, [`${kind}Id`]: id }));

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListEntitiesForPolicy.html */
const listEntitiesForPolicy: Operation = {
  service: 'iam',
  name: 'ListEntitiesForPolicy',
  run: (context, caller, input) => {
    const directory = directoryOf(context, caller);
    const { arn } = findPolicy(directory, textOf(input, 'PolicyArn'));
    const filter = stringOf(input['EntityFilter']);
    const attached = attachedTo(directory, arn);
    const all = [...attached.groups, ...attached.users, ...attached.roles].filter(
      ({ kind }) => filter === '' || filter.toLowerCase() === kind,
    );
    const { items, rest } = pageOf(caller, input, all);
    const ofKind = (kind: string) => items.filter((one) => one.kind === kind);
    return {
      PolicyGroups: named('Group', ofKind('group')),
      PolicyUsers: named('User', ofKind('user')),
      PolicyRoles: named('Role', ofKind('role')),
      ...rest,
    };
  },
};

const inlineFacts = ({ inline }: IamUser | IamRole): readonly Json[] =>
  inline.map(({ name, document }) => ({
    PolicyName: name,
    PolicyDocument: encodeDocument(document),
  }));

const userDetail = (directory: Directory, user: IamUser): Json => ({
  ...userFacts(user),
  PasswordLastUsed: undefined,
  UserPolicyList: inlineFacts(user),
  GroupList: user.groups,
  AttachedManagedPolicies: attachedFacts(directory, user.policies),
  Tags: [],
});

const groupDetail = (directory: Directory, group: IamGroup): Json => ({
  ...groupFacts(group),
  GroupPolicyList: [],
  AttachedManagedPolicies: attachedFacts(directory, group.policies),
});

const roleDetail = (directory: Directory, role: IamRole): Json => ({
  ...roleFacts(role),
  Description: undefined,
  MaxSessionDuration: undefined,
  InstanceProfileList: profileFacts(role),
  RolePolicyList: inlineFacts(role),
  AttachedManagedPolicies: attachedFacts(directory, role.policies),
  RoleLastUsed: roleLastUsed(role),
  Tags: [],
});

const policyDetail = (directory: Directory, policy: IamPolicy): Json => ({
  ...policyFacts(directory, policy),
  PolicyVersionList: [
    {
      Document: encodeDocument(policy.document),
      VersionId: 'v1',
      IsDefaultVersion: 'true',
      CreateDate: isoSeconds(policy.createdAt),
    },
  ],
});

type Detailed = IamUser | IamGroup | IamRole | IamPolicy;

const filterOf = (one: Detailed): string => {
  if (one.kind === 'user') return 'User';
  if (one.kind === 'group') return 'Group';
  if (one.kind === 'role') return 'Role';
  return one.isAws ? 'AWSManagedPolicy' : 'LocalManagedPolicy';
};

/** Of AWS's policies only those in use are told. */
const detailed = (directory: Directory, input: Json): readonly Detailed[] => {
  const filter = listOf(input['Filter']).map(String);
  const isWanted = (one: Detailed): boolean =>
    filter.length === 0 || filter.includes(filterOf(one));
  return [
    ...[...directory.users.values()].filter(isWanted),
    ...[...directory.groups.values()].filter(isWanted),
    ...[...directory.roles.values()].filter(isWanted),
    ...[...directory.policies.values()].filter(
      (policy) => isWanted(policy) && (!policy.isAws || isAttached(directory, policy)),
    ),
  ];
};

const detailPage = (caller: Caller, directory: Directory, input: Json): Json => {
  const { items, rest } = pageOf(caller, input, detailed(directory, input));
  return {
    UserDetailList: items.flatMap((one) =>
      one.kind === 'user' ? [userDetail(directory, one)] : [],
    ),
    GroupDetailList: items.flatMap((one) =>
      one.kind === 'group' ? [groupDetail(directory, one)] : [],
    ),
    RoleDetailList: items.flatMap((one) =>
      one.kind === 'role' ? [roleDetail(directory, one)] : [],
    ),
    Policies: items.flatMap((one) => (one.kind === 'policy' ? [policyDetail(directory, one)] : [])),
    ...rest,
  };
};

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountAuthorizationDetails.html */
const getAccountAuthorizationDetails: Operation = {
  service: 'iam',
  name: 'GetAccountAuthorizationDetails',
  run: (context, caller, input) => detailPage(caller, directoryOf(context, caller), input),
};

/** What stands in an account, page by page. */
export const iamListOperations: readonly Operation[] = [
  listing('ListUsers', 'Users', ({ users }, input) => underPath(users.values(), input), userFacts),
  listing('ListRoles', 'Roles', ({ roles }, input) => underPath(roles.values(), input), roleFacts),
  listing(
    'ListGroups',
    'Groups',
    ({ groups }, input) => underPath(groups.values(), input),
    groupFacts,
  ),
  listing('ListPolicies', 'Policies', readPolicies, (policy, directory) =>
    policyFacts(directory, policy),
  ),
  listing(
    'ListAccountAliases',
    'AccountAliases',
    ({ alias }) => [alias],
    (alias) => alias,
  ),
  listEntitiesForPolicy,
  getAccountAuthorizationDetails,
];
