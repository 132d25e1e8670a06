import { day } from '../../../core/clock.ts';
import type { Json } from '../../json.ts';
import { homeRegion, prod, security, staging } from '../accounts.ts';
import { planAlarms } from '../plan/alarms.ts';
import { defaultGroup } from './default-group.ts';
import { closedGroup } from './groups.ts';
import { trailGroup } from './trail-group.ts';

/** What counts records of a log group into a metric. */
export interface SampleFilter {
  readonly account: string;
  readonly region: string;
  readonly name: string;
  readonly logGroup: string;
  readonly pattern: string;
  readonly namespace: string;
  readonly metricName: string;
}

const anyOf = (names: string): string =>
  `{ ${names
    .split(' ')
    .map((name) => `($.eventName = ${name})`)
    .join(' || ')} }`;

const trailChanges = anyOf('CreateTrail UpdateTrail DeleteTrail StartLogging StopLogging');

/**
 * The patterns of AWS's own template for CloudTrail activity, by the metric that they feed, and of
 * what is often added to it.
 */
const patterns = {
  SecurityGroupEventCount: anyOf(
    'AuthorizeSecurityGroupIngress AuthorizeSecurityGroupEgress RevokeSecurityGroupIngress RevokeSecurityGroupEgress CreateSecurityGroup DeleteSecurityGroup',
  ),
  NetworkAclEventCount: anyOf(
    'CreateNetworkAcl CreateNetworkAclEntry DeleteNetworkAcl DeleteNetworkAclEntry ReplaceNetworkAclEntry ReplaceNetworkAclAssociation',
  ),
  GatewayEventCount: anyOf(
    'CreateCustomerGateway DeleteCustomerGateway AttachInternetGateway CreateInternetGateway DeleteInternetGateway DetachInternetGateway',
  ),
  CloudTrailEventCount: trailChanges,
  ConsoleSignInFailureCount:
    '{ ($.eventName = ConsoleLogin) && ($.errorMessage = "Failed authentication") }',
  AuthorizationFailureCount:
    '{ ($.errorCode = "*UnauthorizedOperation") || ($.errorCode = "AccessDenied*") }',
  IAMPolicyEventCount: anyOf(
    'DeleteGroupPolicy DeleteRolePolicy DeleteUserPolicy PutGroupPolicy PutRolePolicy PutUserPolicy CreatePolicy DeletePolicy CreatePolicyVersion DeletePolicyVersion AttachRolePolicy DetachRolePolicy AttachUserPolicy DetachUserPolicy AttachGroupPolicy DetachGroupPolicy',
  ),
  RootUseCount:
    '{ $.userIdentity.type = "Root" && $.userIdentity.invokedBy NOT EXISTS && $.eventType != "AwsServiceEvent" }',
  OrganizationTrailEventCount: trailChanges,
} as const;

type Place = Pick<SampleFilter, 'account' | 'region'>;

/** Named as CloudFormation names what a template does not. */
const filter = (
  place: Place,
  metricName: keyof typeof patterns,
  rest: Partial<SampleFilter> = {},
): SampleFilter => ({
  ...place,
  name: `trail-alarms-${metricName.replace('EventCount', 'Changes').replace('Count', '')}MetricFilter-1A2B3CEXAMPLE`,
  logGroup: defaultGroup,
  pattern: patterns[metricName],
  namespace: 'CloudTrailMetrics',
  metricName,
  ...rest,
});

const home = (account: string): Place => ({ account, region: homeRegion });

const ofTemplate = (place: Place): readonly SampleFilter[] => [
  filter(place, 'IAMPolicyEventCount'),
  filter(place, 'SecurityGroupEventCount'),
  filter(place, 'AuthorizationFailureCount'),
  filter(place, 'ConsoleSignInFailureCount'),
  filter(place, 'CloudTrailEventCount'),
];

/** The log group of one is gone, another's may not be read, and one metric has two that overlap. */
const storyFilters: readonly SampleFilter[] = [
  ...ofTemplate(home(prod)),
  filter(home(prod), 'IAMPolicyEventCount', {
    name: 'iam-inline-policies',
    pattern: '{ ($.eventSource = "iam.amazonaws.com") && ($.eventName = "Put*Policy") }',
  }),
  filter(home(prod), 'NetworkAclEventCount', { logGroup: 'CloudTrail/OldLogGroup' }),
  filter(home(prod), 'GatewayEventCount', { logGroup: closedGroup }),
  ...ofTemplate(home(staging)),
  filter(home(security), 'OrganizationTrailEventCount', { logGroup: trailGroup.name }),
  filter({ account: prod, region: 'us-east-1' }, 'RootUseCount'),
];

/** All filters of an account. */
export const filtersIn = (account: string): readonly SampleFilter[] => [
  ...storyFilters.filter((one) => one.account === account),
  ...planAlarms(account).flatMap(({ metricName }) =>
    metricName === undefined ? [] : [filter(home(account), metricName)],
  ),
];

/** A filter as DescribeMetricFilters shows it. */
export const describeFilter = (one: SampleFilter, now: number): Json => ({
  filterName: one.name,
  filterPattern: one.pattern,
  metricTransformations: [
    { metricName: one.metricName, metricNamespace: one.namespace, metricValue: '1' },
  ],
  creationTime: now - 500 * day,
  logGroupName: one.logGroup,
  applyOnTransformedLogs: false,
});
