export interface AwsCoverage {
  /** `<service>:<operation>`. */
  readonly operation: string;
  readonly level: 'supported' | 'partial';
  readonly leftOut?: string;
}

const supported = (operation: string): AwsCoverage => ({ operation, level: 'supported' });
const partial = (operation: string, leftOut: string): AwsCoverage => ({
  operation,
  level: 'partial',
  leftOut,
});

/**
 * What the fake AWS answers; anything else is refused as an unknown operation. Signatures of
 * requests are not verified, permissions are: an account owns its topics and alarms. SQS is left to
 * fauxqs.
 */
export const awsCoverage: readonly AwsCoverage[] = [
  partial('account:GetAlternateContact', 'AccountId'),
  supported('cloudtrail:DescribeTrails'),
  partial('cloudtrail:GetEventSelectors', 'every trail records all management events'),
  partial('cloudtrail:GetTrailStatus', 'no digests, no delivery errors'),
  partial('cloudtrail:ListTrails', 'paging'),
  partial('cloudtrail:LookupEvents', 'no Insights events'),
  partial('cloudwatch:DescribeAlarms', 'ActionPrefix, ParentsOfAlarmName'),
  partial('cloudwatch:GetMetricData', 'expressions, paging; only metrics that an alarm watches'),
  partial('cloudwatch:DescribeAlarmHistory', 'only StateUpdate items; no contributors'),
  partial('ec2:DescribeInstances', 'a handful of filters; only what runs'),
  partial('ec2:DescribeRegions', 'filters'),
  partial('ec2:DescribeSecurityGroupRules', 'inbound rules; the filter group-id'),
  partial('ec2:DescribeSecurityGroups', 'five filters; rules have one IPv4 range each'),
  partial('iam:GenerateCredentialReport', 'a report is there from the second call on'),
  supported('iam:GenerateServiceLastAccessedDetails'),
  partial('iam:GetAccessKeyLastUsed', "users' keys only, not the root user's"),
  partial('iam:GetAccountAuthorizationDetails', 'tags, boundaries, older policy versions'),
  supported('iam:GetAccountPasswordPolicy'),
  partial('iam:GetAccountSummary', 'a few of the quotas'),
  supported('iam:GetCredentialReport'),
  supported('iam:GetGroup'),
  supported('iam:GetLoginProfile'),
  partial('iam:GetPolicy', 'tags'),
  partial('iam:GetPolicyVersion', 'there is v1 only'),
  partial('iam:GetRole', 'tags, boundaries'),
  partial('iam:GetServiceLastAccessedDetails', 'a job is done when it is asked for twice'),
  partial('iam:GetServiceLastAccessedDetailsWithEntities', 'paths of entities that were deleted'),
  partial('iam:GetUser', 'without a name; tags, boundaries'),
  supported('iam:ListAccessKeys'),
  supported('iam:ListAccountAliases'),
  partial('iam:ListEntitiesForPolicy', 'PathPrefix, PolicyUsageFilter'),
  supported('iam:ListGroups'),
  supported('iam:ListGroupsForUser'),
  supported('iam:ListMFADevices'),
  partial('iam:ListPolicies', "a dozen of AWS's own; PolicyUsageFilter"),
  partial('iam:ListPoliciesGrantingServiceAccess', 'paging, inline policies'),
  supported('iam:ListRoles'),
  supported('iam:ListUsers'),
  partial('identitystore:DescribeUser', 'Extensions'),
  partial('identitystore:GetUserId', 'UniqueAttribute userName or emails.value only'),
  partial('identitystore:ListGroupMembershipsForMember', 'paging'),
  partial('identitystore:ListUsers', 'paging; one filter, by userName or emails.value'),
  partial('logs:DescribeLogGroups', 'paging; only what trails write to'),
  supported('logs:DescribeMetricFilters'),
  partial('logs:FilterLogEvents', 'space-delimited patterns; an absent member is never !='),
  partial('logs:GetQueryResults', 'paging'),
  partial('logs:StartQuery', 'fields, filter, sort, limit and display; no stats, parse or dedup'),
  supported('logs:StopQuery'),
  partial('organizations:ListAccounts', 'security lists as a delegated administrator'),
  partial('organizations:ListAccountsForParent', 'security lists as a delegated administrator'),
  partial(
    'organizations:ListOrganizationalUnitsForParent',
    'security lists as a delegated administrator',
  ),
  partial('s3:GetObject', 'whole objects, by path; regions, versions, archives'),
  supported('sns:ConfirmSubscription'),
  supported('sns:GetSubscriptionAttributes'),
  supported('sns:GetTopicAttributes'),
  supported('sns:ListSubscriptionsByTopic'),
  partial('sns:Publish', 'MessageAttributes, MessageStructure, FIFO'),
  partial('sns:SetSubscriptionAttributes', 'FilterPolicy is kept but filters nothing'),
  partial('sns:Subscribe', 'http, https and sqs; nothing is delivered to a queue; no Attributes'),
  supported('sns:Unsubscribe'),
  supported('sso:DescribePermissionSet'),
  partial('sso:ListAccountAssignments', 'paging'),
  partial('sso:ListAccountAssignmentsForPrincipal', 'paging'),
  supported('sso:ListInstances'),
  partial('sso:ListPermissionSets', 'paging'),
  partial('sso:ListPermissionSetsProvisionedToAccount', 'paging, ProvisioningStatus'),
  partial('sts:AssumeRole', 'Policy, Tags, DurationSeconds'),
  partial('sts:GetAccessKeyInfo', "only the sample organisation's keys"),
  supported('sts:GetCallerIdentity'),
  partial(
    'support:DescribeTrustedAdvisorCheckRefreshStatuses',
    'a refresh is done at the second look',
  ),
  partial('support:DescribeTrustedAdvisorCheckResult', 'in English whatever the language'),
  partial('support:DescribeTrustedAdvisorCheckSummaries', 'nothing is ever ignored'),
  partial('support:DescribeTrustedAdvisorChecks', '47 of the checks, in English'),
  partial('support:RefreshTrustedAdvisorCheck', 'every check rests for an hour'),
];
