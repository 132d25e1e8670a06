import type {
  AttachedPolicy,
  GroupDetail,
  IAM,
  ManagedPolicyDetail,
  PolicyDetail,
  RoleDetail,
  UserDetail,
} from '@aws-sdk/client-iam';
import { type Ask, allPages } from './ask.ts';
import type { AuthorizationDetails, IamReader } from './iam-types.ts';

/** The most that a page holds; it may hold fewer and still not be the last. */
const pageSize = 1000;

/** AWS's own policies would come with their documents too, hundreds of kilobytes a time. */
const wanted = ['User', 'Group', 'Role', 'LocalManagedPolicy'] as const;

/** Documents come URL-encoded (RFC 3986); one that is not is left for its reader to judge. */
const decoded = (document: string | undefined): string => {
  try {
    return decodeURIComponent(document ?? '');
  } catch (thrown) {
    if (thrown instanceof URIError) return document ?? '';
    throw thrown;
  }
};

const inlineOf = (policies: readonly PolicyDetail[] = []) =>
  policies.map(({ PolicyName = '', PolicyDocument }) => ({
    name: PolicyName,
    document: decoded(PolicyDocument),
  }));

const attachedOf = (policies: readonly AttachedPolicy[] = []) =>
  policies.map(({ PolicyName = '', PolicyArn = '' }) => ({ name: PolicyName, arn: PolicyArn }));

const userOf = (user: UserDetail): AuthorizationDetails['users'][number] => ({
  name: user.UserName ?? '',
  arn: user.Arn ?? '',
  groups: user.GroupList ?? [],
  inline: inlineOf(user.UserPolicyList),
  attached: attachedOf(user.AttachedManagedPolicies),
});

const groupOf = (group: GroupDetail): AuthorizationDetails['groups'][number] => ({
  name: group.GroupName ?? '',
  arn: group.Arn ?? '',
  inline: inlineOf(group.GroupPolicyList),
  attached: attachedOf(group.AttachedManagedPolicies),
});

const roleOf = (role: RoleDetail): AuthorizationDetails['roles'][number] => ({
  name: role.RoleName ?? '',
  arn: role.Arn ?? '',
  path: role.Path ?? '/',
  trust: decoded(role.AssumeRolePolicyDocument),
  inline: inlineOf(role.RolePolicyList),
  attached: attachedOf(role.AttachedManagedPolicies),
});

const policyOf = (policy: ManagedPolicyDetail): AuthorizationDetails['policies'][number] => ({
  name: policy.PolicyName ?? '',
  arn: policy.Arn ?? '',
  document: decoded(
    policy.PolicyVersionList?.find(({ IsDefaultVersion }) => IsDefaultVersion)?.Document,
  ),
});

/**
 * GetAccountAuthorizationDetails, all pages.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountAuthorizationDetails.html
 */
export const createAuthorizationDetails =
  (ask: Ask<IAM>): IamReader['authorizationDetails'] =>
  async (where, reading) => {
    const pages = await allPages(async (marker) => {
      const input = { Filter: [...wanted], MaxItems: pageSize, ...(marker && { Marker: marker }) };
      const page = await ask('iam:GetAccountAuthorizationDetails', where, reading, (iam, options) =>
        iam.getAccountAuthorizationDetails(input, options),
      );
      return { found: [page], next: page.Marker };
    });
    return {
      users: pages.flatMap(({ UserDetailList = [] }) => UserDetailList.map(userOf)),
      groups: pages.flatMap(({ GroupDetailList = [] }) => GroupDetailList.map(groupOf)),
      roles: pages.flatMap(({ RoleDetailList = [] }) => RoleDetailList.map(roleOf)),
      policies: pages.flatMap(({ Policies = [] }) => Policies.map(policyOf)),
    };
  };
