import type { Human } from './human.ts';
import type { TrailEvent } from './trail-event.ts';

/** What a call does, in the past: its object follows. */
const verbs: Readonly<Record<string, string>> = {
  AuthorizeSecurityGroupIngress: 'opened',
  AuthorizeSecurityGroupEgress: 'opened the way out of',
  RevokeSecurityGroupIngress: 'closed a rule of',
  RevokeSecurityGroupEgress: 'closed a way out of',
  ModifySecurityGroupRules: 'changed rules of',
  CreateSecurityGroup: 'created security group',
  DeleteSecurityGroup: 'deleted',
  RunInstances: 'launched',
  StartInstances: 'started',
  StopInstances: 'stopped',
  RebootInstances: 'rebooted',
  TerminateInstances: 'terminated',
  ModifyInstanceAttribute: 'changed',
  CreateBucket: 'created bucket',
  DeleteBucket: 'deleted bucket',
  PutBucketPolicy: 'set the policy of bucket',
  DeleteBucketPolicy: 'deleted the policy of bucket',
  PutBucketAcl: 'set the ACL of bucket',
  PutBucketPublicAccessBlock: 'changed the public access block of bucket',
  DeleteBucketPublicAccessBlock: 'removed the public access block of bucket',
  CreateTrail: 'created trail',
  DeleteTrail: 'deleted trail',
  UpdateTrail: 'changed trail',
  StartLogging: 'started the logging of trail',
  StopLogging: 'stopped the logging of trail',
  PutEventSelectors: 'changed what is logged by trail',
  CreateUser: 'created user',
  DeleteUser: 'deleted user',
  CreateRole: 'created role',
  DeleteRole: 'deleted role',
  UpdateAssumeRolePolicy: 'changed who may assume role',
  AttachRolePolicy: 'attached a policy to role',
  DetachRolePolicy: 'detached a policy from role',
  PutRolePolicy: 'put a policy on role',
  DeleteRolePolicy: 'deleted a policy of role',
  AttachUserPolicy: 'attached a policy to user',
  DetachUserPolicy: 'detached a policy from user',
  PutUserPolicy: 'put a policy on user',
  CreateAccessKey: 'created an access key of user',
  DeleteAccessKey: 'deleted an access key of user',
  UpdateAccessKey: 'changed an access key of user',
  CreateLoginProfile: 'gave a password to user',
  UpdateLoginProfile: 'changed the password of user',
  DeactivateMFADevice: 'took the MFA device from user',
  AddUserToGroup: 'added to a group user',
  AssumeRole: 'assumed role',
  AssumeRoleWithSAML: 'assumed role',
  AssumeRoleWithWebIdentity: 'assumed role',
  ScheduleKeyDeletion: 'scheduled the deletion of key',
  DisableKey: 'disabled key',
  GetSecretValue: 'read secret',
  DeleteSecret: 'deleted secret',
  DeleteDBInstance: 'deleted database',
  CreateFunction: 'created function',
  UpdateFunctionCode: 'changed the code of function',
  UpdateFunctionConfiguration: 'changed the settings of function',
  DeleteFunction: 'deleted function',
  DeleteStack: 'deleted stack',
  CreateStack: 'created stack',
  UpdateStack: 'updated stack',
  DeleteVpc: 'deleted',
  CreateVpc: 'created',
  DeleteVolume: 'deleted',
  DeleteSnapshot: 'deleted',
  DeleteAlarms: 'deleted alarm',
  DeleteDetector: 'deleted detector',
  DeleteFlowLogs: 'deleted flow log',
  DeleteConfigurationRecorder: 'deleted recorder',
  StopConfigurationRecorder: 'stopped recorder',
  DeleteDeliveryChannel: 'deleted delivery channel',
  DisableAlarmActions: 'switched off the actions of alarm',
  DeleteMetricFilter: 'deleted metric filter',
  DeleteSubscriptionFilter: 'deleted subscription filter',
  DeleteLogGroup: 'deleted log group',
  DeleteTopic: 'deleted topic',
  Unsubscribe: 'ended subscription',
  DeleteRule: 'deleted rule',
  DisableRule: 'disabled rule',
  DeleteWebACL: 'deleted web ACL',
  CreatePolicy: 'created policy',
  CreatePolicyVersion: 'made a new version of policy',
  DeletePolicy: 'deleted policy',
  AttachGroupPolicy: 'attached a policy to group',
  DetachGroupPolicy: 'detached a policy from group',
  PutGroupPolicy: 'put a policy on group',
  CreateRoute: 'created a route in',
  DeleteRoute: 'deleted a route of',
  ReplaceRoute: 'replaced a route of',
  CreateNetworkAclEntry: 'added a rule to',
  DeleteNetworkAclEntry: 'deleted a rule of',
  ReplaceNetworkAclEntry: 'replaced a rule of',
  StartSession: 'opened a session on',
  SendCommand: 'sent a command to',
};

/** Without Lambda's dates: `UpdateFunctionCode` of `UpdateFunctionCode20150331v2`. */
export const plainCall = (call: string): string => call.replace(/\d{8}(?:v\d+)?$/, '');

/** "deleted bucket" of DeleteBucket, for its object to follow; undefined where nothing better is known. */
export const verbOf = (call: string): string | undefined =>
  Object.hasOwn(verbs, call) ? verbs[call] : undefined;

/** As AWS writes those that are more than letters. */
const serviceNames: Readonly<Record<string, string>> = {
  autoscaling: 'Auto Scaling',
  cloudformation: 'CloudFormation',
  cloudfront: 'CloudFront',
  cloudtrail: 'CloudTrail',
  config: 'Config',
  dynamodb: 'DynamoDB',
  elasticloadbalancing: 'ELB',
  events: 'EventBridge',
  guardduty: 'GuardDuty',
  lambda: 'Lambda',
  logs: 'CloudWatch Logs',
  monitoring: 'CloudWatch',
  organizations: 'Organizations',
  route53: 'Route 53',
  secretsmanager: 'Secrets Manager',
  securityhub: 'Security Hub',
};

/** "CloudTrail StopLogging", "console sign-in". */
export const shownCall = ({ service, call, what }: TrailEvent): string =>
  Object.hasOwn(serviceNames, service) ? `${serviceNames[service] ?? ''} ${plainCall(call)}` : what;

/** By what means, as far as the user agent tells, which anybody can write. */
export const meansOf = (event: TrailEvent, human: Human): string | undefined => {
  if (human.through !== undefined || human.kind === 'service') return undefined;
  if (event.viaConsole) return 'console';
  const agent = event.userAgent ?? '';
  if (agent.startsWith('aws-cli/')) return 'AWS CLI';
  if (/terraform/i.test(agent)) return 'Terraform';
  if (/pulumi/i.test(agent)) return 'Pulumi';
  if (/signin\.amazonaws\.com|console\.amazonaws\.com|AWS-?Console/i.test(agent)) return 'console';
  if (/^(?:aws-sdk|Boto3|Botocore|APN)/i.test(agent)) return 'SDK';
  return undefined;
};
