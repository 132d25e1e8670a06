/**
 * The metrics of AWS's own CloudFormation template, and what their filters count. Anybody may call a
 * metric so: it says where to look, never what was found.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/use-cloudformation-template-to-create-cloudwatch-alarms.html
 */
const metrics: Readonly<Record<string, string>> = {
  SecurityGroupEventCount: 'security-group-change',
  NetworkAclEventCount: 'network-acl-change',
  GatewayEventCount: 'network-gateway-change',
  VpcEventCount: 'vpc-change',
  EC2InstanceEventCount: 'ec2-instance-change',
  EC2LargeInstanceEventCount: 'large-ec2-instance',
  CloudTrailEventCount: 'cloudtrail-change',
  ConsoleSignInFailureCount: 'console-sign-in-failure',
  AuthorizationFailureCount: 'denied-call',
  IAMPolicyEventCount: 'iam-policy-change',
};

/** The id of the detection that a metric of this name counts, if it is the template's. */
export const templateDetection = (metric: {
  readonly namespace: string;
  readonly name: string;
}): string | undefined =>
  metric.namespace === 'CloudTrailMetrics' && Object.hasOwn(metrics, metric.name)
    ? metrics[metric.name]
    : undefined;
