import { minute } from '../../../../core/clock.ts';
import type { Json } from '../../../json.ts';
import { homeRegion, security } from '../../accounts.ts';
import { ages, iamUsers, people, resources, sessionKeys } from '../../story-facts.ts';
import { agents } from '../agents.ts';
import {
  assumedRole,
  iamUser,
  identityCenterUser,
  userArn,
  workforceSession,
} from '../identities.ts';
import { type Deed, sharedId } from '../record.ts';
import { deniedText, type Scene, type Stage } from './cast.ts';

const group = resources.openedGroup;
const groupResource = [{ type: 'AWS::EC2::SecurityGroup', name: group }];

export const ingressRequest = (groupId: string, port: number): Json => ({
  groupId,
  ipPermissions: {
    items: [
      {
        ipProtocol: 'tcp',
        fromPort: port,
        toPort: port,
        groups: {},
        ipRanges: { items: [{ cidrIp: '0.0.0.0/0' }] },
        ipv6Ranges: {},
        prefixListIds: {},
      },
    ],
  },
});

export const ingressResponse = (account: string, groupId: string, port: number): Json => ({
  requestId: sharedId(`ingress:${groupId}`),
  _return: true,
  securityGroupRuleSet: {
    items: [
      {
        groupOwnerId: account,
        groupId,
        securityGroupRuleId: 'sgr-0123456789abcdef0',
        isEgress: false,
        ipProtocol: 'tcp',
        fromPort: port,
        toPort: port,
        cidrIpv4: '0.0.0.0/0',
      },
    ],
  },
});

const aliceActor = ({ places, now }: Stage) =>
  assumedRole(
    workforceSession(places.prod, people.alice, {
      accessKeyId: sessionKeys.alice,
      since: now - ages.groupOpened - 12 * minute,
      mfa: true,
    }),
  );

/** She comes from the access portal, whose record is where Identity Center lives. */
const signIn = (stage: Stage): readonly Deed[] => {
  const at = stage.now - ages.groupOpened - 12 * minute;
  const shared = { at, region: homeRegion, from: people.alice.address, agent: agents.console };
  return [
    {
      ...shared,
      account: security,
      actor: identityCenterUser(security, people.alice.userId),
      source: 'sso',
      name: 'Federate',
      more: {
        eventType: 'AwsServiceEvent',
        serviceEventDetails: {
          role_name: people.alice.permissionSet,
          account_id: stage.places.prod,
        },
      },
    },
    {
      ...shared,
      at: at + 2000,
      account: stage.places.prod,
      actor: aliceActor(stage),
      source: 'signin',
      name: 'ConsoleLogin',
      response: { ConsoleLogin: 'Success' },
      more: {
        eventType: 'AwsConsoleSignIn',
        additionalEventData: {
          LoginTo: 'https://console.aws.amazon.com/',
          MobileVersion: 'No',
          MFAUsed: 'No',
        },
      },
    },
  ];
};

const looks: readonly (readonly [string, number])[] = [
  ['DescribeInstances', 9],
  ['DescribeSecurityGroups', 6],
  ['DescribeSecurityGroupRules', 4],
  ['DescribeSecurityGroups', 1],
];

const alicesCalls = (stage: Stage): readonly Deed[] => {
  const opened = stage.now - ages.groupOpened;
  const { places } = stage;
  const shared = {
    account: places.prod,
    region: homeRegion,
    actor: aliceActor(stage),
    source: 'ec2',
    from: people.alice.address,
    agent: agents.console,
    viaConsole: true,
  };
  return [
    ...looks.map(([name, before]) => ({
      ...shared,
      at: opened - before * minute,
      name,
      readOnly: true,
    })),
    {
      ...shared,
      at: opened,
      name: 'AuthorizeSecurityGroupIngress',
      request: ingressRequest(group, 22),
      response: ingressResponse(places.prod, group, 22),
      resources: groupResource,
    },
  ];
};

/** What EC2 says to who may not; the encoded part is longer than what the record keeps. */
const unauthorized = (
  arn: string,
  action: string,
  resource: string,
): NonNullable<Deed['error']> => ({
  code: 'Client.UnauthorizedOperation',
  message: `You are not authorized to perform this operation. ${deniedText(arn, action, resource)}. Encoded authorization failure message: ${'EXAMPLEencodedMessage'.repeat(60)}`,
});

const bobsTry = ({ places, now }: Stage): Deed => {
  const { bob } = iamUsers;
  const resource = `arn:aws:ec2:${homeRegion}:${places.prod}:security-group/${group}`;
  return {
    at: now - ages.revokeDenied,
    account: places.prod,
    region: homeRegion,
    actor: iamUser(places.prod, bob.name, bob.keyId),
    source: 'ec2',
    name: 'RevokeSecurityGroupIngress',
    from: bob.address,
    agent: agents.cliPlain,
    error: unauthorized(userArn(places.prod, bob.name), 'ec2:RevokeSecurityGroupIngress', resource),
    request: ingressRequest(group, 22),
    resources: groupResource,
  };
};

/** alice opens SSH to everybody; bob sees it and may not close it. */
export const openedGroup: Scene = (stage) => [
  ...signIn(stage),
  ...alicesCalls(stage),
  bobsTry(stage),
];
