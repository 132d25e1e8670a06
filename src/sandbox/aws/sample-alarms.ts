import type { AlarmDefinition } from './alarms.ts';
import { homeRegion, prod, security, staging, topics } from './organisation.ts';
import type { PlannedAlarm } from './plan/alarms.ts';

type Place = Pick<AlarmDefinition, 'account' | 'region' | 'topicArn'>;

const places = {
  prod: { account: prod, region: homeRegion, topicArn: topics.alarms },
  staging: { account: staging, region: homeRegion, topicArn: topics.staging },
  security: { account: security, region: homeRegion, topicArn: topics.findings },
  global: { account: prod, region: 'us-east-1', topicArn: topics.global },
} satisfies Record<string, Place>;

const greater = 'GreaterThanThreshold';
const atLeast = 'GreaterThanOrEqualToThreshold';

/** The alarms of AWS's own template for CloudTrail activity: one event in five minutes is enough. */
const trailAlarm = (
  place: Place,
  name: string,
  metricName: string,
  description: string,
  threshold = 1,
): AlarmDefinition => ({
  ...place,
  kind: 'metric',
  name,
  description,
  metric: { namespace: 'CloudTrailMetrics', metricName, dimensions: [] },
  statistic: 'SUM',
  threshold,
  periodSeconds: 300,
  evaluationPeriods: 1,
  comparison: atLeast,
});

const trailAlarms = (place: Place): readonly AlarmDefinition[] => [
  trailAlarm(
    place,
    'CloudTrailIAMPolicyChanges',
    'IAMPolicyEventCount',
    'Alarms when an API call is made to create, delete or attach an IAM policy.',
  ),
  trailAlarm(
    place,
    'CloudTrailSecurityGroupChanges',
    'SecurityGroupEventCount',
    'Alarms when an API call is made to create, update or delete a security group.',
  ),
  trailAlarm(
    place,
    'CloudTrailAuthorizationFailures',
    'AuthorizationFailureCount',
    'Alarms when an unauthorized API call is made.',
  ),
  trailAlarm(
    place,
    'CloudTrailConsoleSignInFailures',
    'ConsoleSignInFailureCount',
    'Alarms when an unauthenticated sign-in is tried three times or more in five minutes.',
    3,
  ),
  trailAlarm(
    place,
    'CloudTrailChanges',
    'CloudTrailEventCount',
    'Alarms when a trail is created, updated, deleted, started or stopped.',
  ),
];

const instance = { name: 'InstanceId', value: 'i-0abcdef1234567890' };

const cpu: AlarmDefinition = {
  ...places.prod,
  kind: 'metric',
  name: 'web-1 CPU above 80 %',
  description: 'Web server under load. Runbook: https://wiki.example.com/runbooks/cpu',
  metric: { namespace: 'AWS/EC2', metricName: 'CPUUtilization', dimensions: [instance] },
  statistic: 'AVERAGE',
  threshold: 80,
  unit: 'Percent',
  periodSeconds: 60,
  evaluationPeriods: 3,
  comparison: greater,
};

const balancer = { name: 'LoadBalancer', value: 'app/shop/50dc6c495c0c9188' };
const elb = (metricName: string) => ({
  namespace: 'AWS/ApplicationELB',
  metricName,
  dimensions: [balancer],
});

const errorRate: AlarmDefinition = {
  ...places.prod,
  kind: 'math',
  name: 'shop error rate',
  description: 'More than 5 % of the requests fail.',
  expression: '100 * m1 / m2',
  label: 'Error rate (%)',
  metrics: [elb('HTTPCode_Target_5XX_Count'), elb('RequestCount')],
  threshold: 5,
  periodSeconds: 300,
  evaluationPeriods: 2,
  comparison: greater,
};

const anomaly: AlarmDefinition = {
  ...places.prod,
  kind: 'anomaly',
  name: 'shop requests out of the usual',
  description: 'Request count outside of what is usual for the hour.',
  metric: elb('RequestCount'),
  width: 2,
  periodSeconds: 300,
  evaluationPeriods: 1,
  comparison: 'LessThanLowerOrGreaterThanUpperThreshold',
};

const composite: AlarmDefinition = {
  ...places.prod,
  kind: 'composite',
  name: 'shop is ill',
  description: 'CPU and error rate at the same time.',
  rule: 'ALARM("web-1 CPU above 80 %") AND ALARM("shop error rate")',
  children: [cpu.name, errorRate.name],
};

const log: AlarmDefinition = {
  ...places.security,
  kind: 'log',
  name: 'root signs in',
  description: undefined,
  logGroup: 'CloudTrail/DefaultLogGroup',
  queryString: 'fields @timestamp, @message | filter userIdentity.type = "Root"',
  threshold: 1,
  comparison: atLeast,
};

const contributor: Extract<AlarmDefinition, { kind: 'contributor' }> = {
  ...places.prod,
  kind: 'contributor',
  name: 'any queue is too old',
  description: 'The oldest message of a queue waits for more than ten minutes.',
  metric: {
    namespace: 'AWS/SQS',
    metricName: 'ApproximateAgeOfOldestMessage',
    dimensions: [{ name: 'QueueName', value: 'orders' }],
  },
  statistic: 'MAXIMUM',
  threshold: 600,
  unit: 'Seconds',
  periodSeconds: 300,
  evaluationPeriods: 1,
  comparison: greater,
};

/** The storm's alarms: a disk in each of many instances. */
export const stormSize = 200;
export const diskAlarm = (index: number): AlarmDefinition => {
  const number = String(index + 1).padStart(3, '0');
  return {
    ...places.prod,
    kind: 'metric',
    name: `worker-${number} disk almost full`,
    description: 'Less than 10 % of the disk is free.',
    metric: {
      namespace: 'CWAgent',
      metricName: 'disk_used_percent',
      dimensions: [
        { name: 'host', value: `worker-${number}` },
        { name: 'path', value: '/' },
      ],
    },
    statistic: 'AVERAGE',
    threshold: 90,
    unit: 'Percent',
    periodSeconds: 60,
    evaluationPeriods: 1,
    comparison: greater,
  };
};

/** What feeds their metrics is not there, is gone, or may not be read. */
const puzzlingAlarms: readonly AlarmDefinition[] = [
  trailAlarm(
    places.prod,
    'CloudTrailVpcChanges',
    'VpcEventCount',
    'Alarms when an API call is made to create, update or delete a VPC.',
  ),
  trailAlarm(
    places.prod,
    'CloudTrailNetworkAclChanges',
    'NetworkAclEventCount',
    'Alarms when an API call is made to create, update or delete a network ACL.',
  ),
  trailAlarm(
    places.prod,
    'CloudTrailGatewayChanges',
    'GatewayEventCount',
    'Alarms when an API call is made to create, update or delete a gateway.',
  ),
];

export const sampleAlarms = (): readonly AlarmDefinition[] => [
  ...trailAlarms(places.prod),
  ...trailAlarms(places.staging),
  trailAlarm(
    places.global,
    'CloudTrailRootUse',
    'RootUseCount',
    'Alarms when somebody uses the root user.',
  ),
  trailAlarm(
    places.security,
    'OrganizationTrailChanges',
    'OrganizationTrailEventCount',
    'Alarms when a trail of any account of the organisation is changed.',
  ),
  ...puzzlingAlarms,
  cpu,
  errorRate,
  anomaly,
  composite,
  log,
  contributor,
];

/** An alarm of the large organisation as CloudWatch has it; all of them tell the same topic. */
export const plannedAlarm = (
  account: string,
  { name, metricName, quiet }: PlannedAlarm,
): AlarmDefinition => {
  const place = { account, region: homeRegion, topicArn: topics.findings };
  return metricName === undefined
    ? { ...contributor, ...place, kind: 'metric', name, quiet }
    : { ...trailAlarm(place, name, metricName, 'Of the template for CloudTrail activity.'), quiet };
};
