import { foreign } from '../../core/redact.ts';
import type { Text } from '../../core/text.ts';
import { textAt, valueAt } from '../../core/values.ts';
import type { Row } from './row.ts';

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
  StartSession: 'opened a session on',
  SendCommand: 'sent a command to',
};

/** Without Lambda's dates. */
export const plainCall = (call: string): string => call.replace(/\d{8}(?:v\d+)?$/, '');

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
export const shownCall = ({ event }: Row): string =>
  Object.hasOwn(serviceNames, event.service)
    ? `${serviceNames[event.service] ?? ''} ${plainCall(event.call)}`
    : event.what;

/** What a call made: its own id is only in the answer. */
const made = ({ record }: Row): readonly string[] => {
  const { responseElements } = record;
  const items = valueAt(responseElements, 'instancesSet', 'items');
  const instances = Array.isArray(items)
    ? items.flatMap((item: unknown) => textAt(item, 'instanceId') ?? [])
    : [];
  const one = [
    textAt(responseElements, 'groupId'),
    textAt(responseElements, 'vpc', 'vpcId'),
    textAt(responseElements, 'subnet', 'subnetId'),
    textAt(responseElements, 'volumeId'),
    textAt(responseElements, 'snapshotId'),
    textAt(responseElements, 'imageId'),
  ].filter((id) => id !== undefined);
  return [...instances, ...one];
};

/** `user/alice` of an ARN with a path is alice to people. */
const shortName = (name: string): string =>
  name.startsWith('aws-reserved/') ? (name.split('/').at(-1) ?? name) : name;

const named = new Set([
  'roleName',
  'userName',
  'groupName',
  'bucketName',
  'functionName',
  'stackName',
]);

/** What it was done to; of a policy put on a role, the role. */
export const targets = (row: Row): readonly string[] => {
  const { requestParameters } = row.record;
  const call = plainCall(row.event.call);
  if (/(?:Role|User|Group)Polic/.test(call) || /AccessKey|LoginProfile|MFADevice/.test(call)) {
    const holder = ['roleName', 'userName', 'groupName'].find(
      (name) => textAt(requestParameters, name) !== undefined,
    );
    const name = holder === undefined ? undefined : textAt(requestParameters, holder);
    if (name !== undefined && named.has(holder ?? '')) return [name];
  }
  const which = row.event.which.length > 0 ? row.event.which : made(row);
  return [...new Set(which.map(shortName))];
};

/** The newest opened way in: ` to 0.0.0.0/0, port 22`. */
const opening = ({ record, event }: Row): Text => {
  if (event.call !== 'AuthorizeSecurityGroupIngress') return [];
  const rule = valueAt(record, 'requestParameters', 'ipPermissions', 'items', 0);
  const range =
    textAt(rule, 'ipRanges', 'items', 0, 'cidrIp') ??
    textAt(rule, 'ipv6Ranges', 'items', 0, 'cidrIpv6');
  const port = textAt(rule, 'fromPort');
  if (range === undefined) return [];
  return [
    ' to ',
    foreign(range),
    ...(port === undefined || port === '-1' ? [] : [', port ', foreign(port)]),
  ];
};

const objects = (row: Row): Text => {
  const [first, ...more] = targets(row);
  if (first === undefined) return [];
  return [foreign(first), ...(more.length === 0 ? [] : [` and ${more.length} more`])];
};

/** " deleted sg-0abc123", " was denied DeleteTrail on x", " called PutThing on y". */
export const predicate = (row: Row): Text => {
  const { event } = row;
  const call = plainCall(event.call);
  const on = objects(row);
  const onThem: Text = on.length === 0 ? [] : [' on ', ...on];
  if (call === 'ConsoleLogin')
    return [
      event.outcome === 'ok' ? ' signed in to the console' : ' failed to sign in to the console',
    ];
  if (event.outcome === 'denied') return [' was denied ', foreign(call), ...onThem];
  if (event.outcome === 'failed') return [' tried ', foreign(call), ...onThem, ', which failed'];
  const verb = Object.hasOwn(verbs, call) ? verbs[call] : undefined;
  if (verb === undefined || on.length === 0) return [' called ', foreign(call), ...onThem];
  return [` ${verb} `, ...on, ...opening(row)];
};

/** By what means, as far as the user agent tells, which anybody can write. */
export const means = ({ event, human }: Row): string | undefined => {
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
