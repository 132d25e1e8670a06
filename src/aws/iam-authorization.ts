import type {
  AttachedPolicy,
  GetAccountAuthorizationDetailsResponse,
  GroupDetail,
  IAM,
  ManagedPolicyDetail,
  PolicyDetail,
  RoleDetail,
  UserDetail,
} from '@aws-sdk/client-iam';
import { type Ask, allPages } from './ask.ts';
import type { AuthorizationDetails, IamReader } from './iam-types.ts';

/**
 * Of at most 1000. A page may hold fewer and still not be the last. Smaller ones cost less memory at a time,
 * where an account has thousands of users, and the calls are few all the same.
 */
const pageSize = 250;

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

/** What is needed of one page: the rest of it is let go of before the next one comes. */
const pageOf = (page: GetAccountAuthorizationDetailsResponse): AuthorizationDetails => ({
  users: (page.UserDetailList ?? []).map(userOf),
  groups: (page.GroupDetailList ?? []).map(groupOf),
  roles: (page.RoleDetailList ?? []).map(roleOf),
  policies: (page.Policies ?? []).map(policyOf),
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
      return { found: [pageOf(page)], next: page.Marker };
    });
    return {
      users: pages.flatMap(({ users }) => users),
      groups: pages.flatMap(({ groups }) => groups),
      roles: pages.flatMap(({ roles }) => roles),
      policies: pages.flatMap(({ policies }) => policies),
    };
  };
