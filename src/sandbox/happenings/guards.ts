import { homeRegion, prod } from '../aws/accounts.ts';
import type { Json } from '../json.ts';
import { writeAndSend } from './bridge.ts';
import { frank } from './doers.ts';
import type { Happening } from './happening.ts';
import { prodRootSignsIn } from './trail-records.ts';

interface Guard {
  readonly what: string;
  readonly title: string;
  readonly source: string;
  readonly name: string;
  readonly request: Json;
  readonly type: string;
  readonly resource: string;
}

const detector = '12abc34d567e8fa901bc2d34e56789f0';
const webAcl = 'arn:aws:wafv2:eu-west-1:111122223333:regional/webacl/shop/EXAMPLE1-2345';
const topic = 'arn:aws:sns:eu-west-1:111122223333:security-alarms';
const key = '1234abcd-12ab-34cd-56ef-1234567890ab';

/** What watches over prod, and how it is switched off. */
const guards: readonly Guard[] = [
  {
    what: 'guardduty-off',
    title: 'GuardDuty is switched off in prod',
    source: 'guardduty',
    name: 'UpdateDetector',
    request: { detectorId: detector, enable: false },
    type: 'AWS::GuardDuty::Detector',
    resource: detector,
  },
  {
    what: 'security-hub-off',
    title: 'Security Hub is switched off in prod',
    source: 'securityhub',
    name: 'DisableSecurityHub',
    request: {},
    type: 'AWS::SecurityHub::Hub',
    resource: 'arn:aws:securityhub:eu-west-1:111122223333:hub/default',
  },
  {
    what: 'inspector-off',
    title: 'Inspector is switched off in prod',
    source: 'inspector2',
    name: 'Disable',
    request: { accountIds: [prod], resourceTypes: ['EC2', 'ECR'] },
    type: 'AWS::Organizations::Account',
    resource: prod,
  },
  {
    what: 'macie-off',
    title: 'Macie is switched off in prod',
    source: 'macie2',
    name: 'DisableMacie',
    request: {},
    type: 'AWS::Organizations::Account',
    resource: prod,
  },
  {
    what: 'flow-log-deleted',
    title: 'A flow log is deleted in prod',
    source: 'ec2',
    name: 'DeleteFlowLogs',
    request: { DeleteFlowLogsRequest: { FlowLogId: { content: 'fl-0abc1230def456789', tag: 1 } } },
    type: 'AWS::EC2::FlowLog',
    resource: 'fl-0abc1230def456789',
  },
  {
    what: 'alarm-deleted',
    title: 'An alarm is deleted in prod',
    source: 'monitoring',
    name: 'DeleteAlarms',
    request: { alarmNames: ['CloudTrailChanges'] },
    type: 'AWS::CloudWatch::Alarm',
    resource: 'CloudTrailChanges',
  },
  {
    what: 'metric-filter-deleted',
    title: 'A metric filter is deleted in prod',
    source: 'logs',
    name: 'DeleteMetricFilter',
    request: { logGroupName: 'CloudTrail/DefaultLogGroup', filterName: 'iam-inline-policies' },
    type: 'AWS::Logs::MetricFilter',
    resource: 'iam-inline-policies',
  },
  {
    what: 'log-group-deleted',
    title: 'A log group is deleted in prod',
    source: 'logs',
    name: 'DeleteLogGroup',
    request: { logGroupName: 'CloudTrail/OldLogGroup' },
    type: 'AWS::Logs::LogGroup',
    resource: 'CloudTrail/OldLogGroup',
  },
  {
    what: 'topic-deleted',
    title: 'A topic is deleted in prod',
    source: 'sns',
    name: 'DeleteTopic',
    request: { topicArn: topic },
    type: 'AWS::SNS::Topic',
    resource: topic,
  },
  {
    what: 'event-rule-disabled',
    title: 'A rule of EventBridge is disabled in prod',
    source: 'events',
    name: 'DisableRule',
    request: { name: 'trailwarden-guardduty-switched-off' },
    type: 'AWS::Events::Rule',
    resource: 'trailwarden-guardduty-switched-off',
  },
  {
    what: 'web-acl-disassociated',
    title: 'The web ACL of the shop is taken off in prod',
    source: 'wafv2',
    name: 'DisassociateWebACL',
    request: {
      resourceArn:
        'arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/app/shop/50dc6c495c0c9188',
    },
    type: 'AWS::WAFv2::WebACL',
    resource: webAcl,
  },
  {
    what: 'key-deletion-scheduled',
    title: 'The deletion of a KMS key is scheduled in prod',
    source: 'kms',
    name: 'ScheduleKeyDeletion',
    request: { keyId: key, pendingWindowInDays: 7 },
    type: 'AWS::KMS::Key',
    resource: `arn:aws:kms:eu-west-1:111122223333:key/${key}`,
  },
];

const switchOff = ({ what, title, source, name, request, type, resource }: Guard): Happening => ({
  what,
  title: `${title} (EventBridge)`,
  run: (world) => {
    const at = world.clock.now();
    const resources = [{ type, name: resource }];
    const place = { at, account: prod, region: homeRegion };
    return writeAndSend(world, [{ ...place, ...frank(at), source, name, request, resources }]);
  },
});

/** What EventBridge tells of, without an alarm. */
export const guardHappenings: readonly Happening[] = [
  ...guards.map(switchOff),
  {
    what: 'root-signs-in',
    title: 'Root signs in in prod (EventBridge)',
    run: (world) => writeAndSend(world, prodRootSignsIn(world.clock.now())),
  },
];
