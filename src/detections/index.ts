import { alarmDeletedOrDisabled } from './alarm-deleted-or-disabled.ts';
import { cloudhsmClusterDeleted } from './cloudhsm-cluster-deleted.ts';
import { cloudtrailChange } from './cloudtrail-change.ts';
import { cloudtrailSwitchedOff } from './cloudtrail-switched-off.ts';
import { configChange } from './config-change.ts';
import { configSwitchedOff } from './config-switched-off.ts';
import { consoleSignInFailure } from './console-sign-in-failure.ts';
import { consoleSignInWithoutMfa } from './console-sign-in-without-mfa.ts';
import { deniedCall } from './denied-call.ts';
import type { Detection } from './detection.ts';
import { dnsQueryLoggingSwitchedOff } from './dns-query-logging-switched-off.ts';
import { ec2InstanceChange } from './ec2-instance-change.ts';
import { eventRuleDeletedOrDisabled } from './event-rule-deleted-or-disabled.ts';
import { flowLogDeleted } from './flow-log-deleted.ts';
import { guarddutySwitchedOff } from './guardduty-switched-off.ts';
import { iamPolicyChange } from './iam-policy-change.ts';
import { inspectorSwitchedOff } from './inspector-switched-off.ts';
import { kmsKeyDisabledOrDeleted } from './kms-key-disabled-or-deleted.ts';
import { largeEc2Instance } from './large-ec2-instance.ts';
import { logFilterDeleted } from './log-filter-deleted.ts';
import { logGroupDeleted } from './log-group-deleted.ts';
import { macieSwitchedOff } from './macie-switched-off.ts';
import { networkAclChange } from './network-acl-change.ts';
import { networkGatewayChange } from './network-gateway-change.ts';
import { organizationsChange } from './organizations-change.ts';
import { rootUse } from './root-use.ts';
import { routeTableChange } from './route-table-change.ts';
import { s3BucketPolicyChange } from './s3-bucket-policy-change.ts';
import { securityGroupChange } from './security-group-change.ts';
import { securityHubSwitchedOff } from './security-hub-switched-off.ts';
import { topicOrSubscriptionDeleted } from './topic-or-subscription-deleted.ts';
import { vpcChange } from './vpc-change.ts';
import { wafAclDeletedOrDisassociated } from './waf-acl-deleted-or-disassociated.ts';

/** Every watched operation, the gravest first, and what tells more before what tells less. */
export const detections: readonly Detection[] = [
  cloudtrailSwitchedOff,
  configSwitchedOff,
  guarddutySwitchedOff,
  securityHubSwitchedOff,
  wafAclDeletedOrDisassociated,
  cloudhsmClusterDeleted,
  kmsKeyDisabledOrDeleted,
  rootUse,
  cloudtrailChange,
  configChange,
  inspectorSwitchedOff,
  macieSwitchedOff,
  flowLogDeleted,
  dnsQueryLoggingSwitchedOff,
  alarmDeletedOrDisabled,
  logFilterDeleted,
  logGroupDeleted,
  topicOrSubscriptionDeleted,
  eventRuleDeletedOrDisabled,
  organizationsChange,
  iamPolicyChange,
  s3BucketPolicyChange,
  consoleSignInWithoutMfa,
  securityGroupChange,
  networkAclChange,
  networkGatewayChange,
  routeTableChange,
  vpcChange,
  consoleSignInFailure,
  largeEc2Instance,
  deniedCall,
  ec2InstanceChange,
];
