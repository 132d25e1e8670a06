import { homeRegion, prod, security, staging } from '../aws/accounts.ts';
import { iamUsers } from '../aws/story-facts.ts';
import { agents } from '../aws/trail/agents.ts';
import { root, userArn } from '../aws/trail/identities.ts';
import type { Deed } from '../aws/trail/record.ts';
import { deniedText } from '../aws/trail/story/cast.ts';
import { ingressRequest, ingressResponse } from '../aws/trail/story/opened-group.ts';
import { failedSignIn } from '../aws/trail/story/sign-ins.ts';
import { trailArn } from '../aws/trail/trails.ts';
import { alice, bob, type Doer, dave, frank } from './doers.ts';

/** The records that AWS writes of something that happens at a time. */
export type RecordsOf = (at: number) => readonly Deed[];

const groupResource = (name: string) => [{ type: 'AWS::EC2::SecurityGroup', name }];

export const groupOpened: RecordsOf = (at) => {
  const groupId = 'sg-0feed1234abc56789';
  return [
    {
      at,
      account: prod,
      region: homeRegion,
      ...frank(at),
      source: 'ec2',
      name: 'AuthorizeSecurityGroupIngress',
      request: ingressRequest(groupId, 3389),
      response: ingressResponse(prod, groupId, 3389),
      resources: groupResource(groupId),
    },
  ];
};

const groupDeletedBy = (
  account: string,
  at: number,
  doer: Doer,
  groupId: string,
): readonly Deed[] => [
  {
    at,
    account,
    region: homeRegion,
    ...doer,
    source: 'ec2',
    name: 'DeleteSecurityGroup',
    request: { groupId },
    response: { _return: true, groupId },
    resources: groupResource(groupId),
  },
];

export const groupDeleted: RecordsOf = (at) =>
  groupDeletedBy(prod, at, alice(at), 'sg-0abc1230def456789');

export const groupDeletedAgain: RecordsOf = (at) =>
  groupDeletedBy(prod, at, bob, 'sg-0aaa1230bbb456ccc');

export const groupDeletedInStaging: RecordsOf = (at) =>
  groupDeletedBy(staging, at, dave(at, staging), 'sg-0ddd1230eee456fff');

/** @param times How often bob tries, some time apart, the last time at the end. */
export const secretDenied =
  (times: number, apartMs = 4000): RecordsOf =>
  (at) => {
    const secretId = 'prod/orders/database';
    const action = 'secretsmanager:GetSecretValue';
    const deed: Deed = {
      at,
      account: prod,
      region: homeRegion,
      ...bob,
      source: 'secretsmanager',
      name: 'GetSecretValue',
      readOnly: true,
      error: {
        code: 'AccessDenied',
        message: deniedText(userArn(prod, iamUsers.bob.name), action, secretId),
      },
      request: { secretId },
      resources: [{ type: 'AWS::SecretsManager::Secret', name: secretId }],
    };
    return Array.from({ length: times }, (_, index) => ({
      ...deed,
      at: at - (times - 1 - index) * apartMs,
    }));
  };

/** A change of a network by frank. */
const networkChanged =
  (name: string, kind: string, member: string, resource: string): RecordsOf =>
  (at) => [
    {
      at,
      account: prod,
      region: homeRegion,
      ...frank(at),
      source: 'ec2',
      name,
      request: { [member]: resource },
      resources: [{ type: `AWS::EC2::${kind}`, name: resource }],
    },
  ];

export const vpcChanged = networkChanged('DeleteVpc', 'VPC', 'vpcId', 'vpc-0abc1230def456789');

export const aclChanged = networkChanged(
  'DeleteNetworkAclEntry',
  'NetworkAcl',
  'networkAclId',
  'acl-0abc1230def456789',
);

export const gatewayDetached = networkChanged(
  'DetachInternetGateway',
  'InternetGateway',
  'internetGatewayId',
  'igw-0abc1230def456789',
);

/** Trails of two accounts, each by somebody of its own. */
export const organizationTrailsChanged: RecordsOf = (at) =>
  [
    { account: prod, doer: frank(at), name: 'StopLogging' },
    { account: staging, doer: dave(at, staging), name: 'UpdateTrail' },
  ].map(({ account, doer, name }) => ({
    at,
    account,
    region: homeRegion,
    ...doer,
    source: 'cloudtrail',
    name,
    request: { name: trailArn(account, homeRegion, 'team') },
    resources: [{ type: 'AWS::CloudTrail::Trail', name: 'team' }],
  }));

const logging =
  (action: 'StartLogging' | 'StopLogging'): RecordsOf =>
  (at) => {
    const name = trailArn(prod, 'us-east-1');
    return [
      {
        at,
        account: prod,
        region: 'us-east-1',
        ...frank(at),
        source: 'cloudtrail',
        name: action,
        request: { name },
        resources: [{ type: 'AWS::CloudTrail::Trail', name: name.split('/').at(-1) ?? name }],
      },
    ];
  };

export const trailStopped = logging('StopLogging');
export const trailStarted = logging('StartLogging');

export const policyChanged: RecordsOf = (at) => {
  const request = {
    roleName: 'orders-task',
    policyName: 'read-more-buckets',
    policyDocument: '{"Version":"2012-10-17","Statement":[]}',
  };
  return [
    {
      at,
      account: prod,
      region: 'us-east-1',
      ...alice(at),
      source: 'iam',
      name: 'PutRolePolicy',
      request,
      resources: [
        { type: 'AWS::IAM::Role', name: request.roleName },
        { type: 'AWS::IAM::Policy', name: request.policyName },
      ],
    },
  ];
};

export const signInsFailed: RecordsOf = (at) =>
  [52, 40, 27, 11, 0].map((seconds) => failedSignIn(staging, at - seconds * 1000, '203.0.113.201'));

/** @param from As the message of the alarm that follows has it. */
const rootSignsIn =
  (account: string, from: string): RecordsOf =>
  (at) => [
    {
      at,
      account,
      region: 'us-east-1',
      actor: root(account),
      source: 'signin',
      name: 'ConsoleLogin',
      from,
      agent: agents.console,
      response: { ConsoleLogin: 'Success' },
      more: {
        eventType: 'AwsConsoleSignIn',
        additionalEventData: {
          LoginTo: 'https://console.aws.amazon.com/console/home',
          MobileVersion: 'No',
          MFAUsed: 'No',
        },
      },
    },
  ];

export const prodRootSignsIn = rootSignsIn(prod, '203.0.113.7');
export const securityRootSignsIn = rootSignsIn(security, '203.0.113.7');
