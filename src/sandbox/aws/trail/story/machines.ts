import { day, minute } from '../../../../core/clock.ts';
import { homeRegion } from '../../accounts.ts';
import { ages, iamUsers, people, resources, sessionKeys } from '../../story-facts.ts';
import { agents } from '../agents.ts';
import { assumedRole, iamUser, roleArn } from '../identities.ts';
import type { Deed } from '../record.ts';
import { daveIn, type Scene, type Stage } from './cast.ts';

/** dave's stack makes a role: CloudFormation calls, with his session. */
const davesStack = (stage: Stage): readonly Deed[] => {
  const { staging } = stage.places;
  const { createdRole: roleName, stack: stackName } = resources;
  const at = stage.now - ages.roleCreated;
  const since = at - 10 * minute;
  const service = 'cloudformation.amazonaws.com';
  const stackId = `arn:aws:cloudformation:${homeRegion}:${staging}:stack/${stackName}/0a1b2c3d-0000-4000-8000-00000000000e`;
  return [
    {
      at: at - minute,
      account: staging,
      region: homeRegion,
      actor: assumedRole(daveIn(stage, since)),
      source: 'cloudformation',
      name: 'CreateStack',
      from: people.dave.address,
      agent: agents.console,
      viaConsole: true,
      request: { stackName, capabilities: ['CAPABILITY_IAM'] },
      response: { stackId },
      resources: [{ type: 'AWS::CloudFormation::Stack', name: stackName }],
    },
    {
      at,
      account: staging,
      region: 'us-east-1',
      actor: assumedRole(daveIn(stage, since, { invokedBy: service })),
      source: 'iam',
      name: 'CreateRole',
      from: service,
      agent: service,
      request: { roleName, description: 'Tasks of the orders service' },
      response: { role: { roleName, arn: roleArn(staging, roleName), path: '/' } },
      resources: [
        { type: 'AWS::IAM::Role', name: roleName },
        { type: 'AWS::IAM::Role', name: roleArn(staging, roleName) },
      ],
    },
  ];
};

/** A key that nobody turned over for 400 days, and what uses it every night. */
const legacyBackups = ({ places, now }: Stage): readonly Deed[] => {
  const { name, keyId, address, keyLastUsed } = iamUsers.legacyBackup;
  return Array.from({ length: 14 }, (_, nights) => ({
    at: now - keyLastUsed.ago - nights * day,
    account: places.prod,
    region: keyLastUsed.region,
    actor: iamUser(places.prod, name, keyId),
    source: keyLastUsed.service,
    name: 'ListBuckets',
    readOnly: true,
    from: address,
    agent: `[${agents.boto}]`,
    request: { Host: `s3.${keyLastUsed.region}.amazonaws.com` },
  }));
};

const scaledIn = ({ places, now }: Stage): Deed => {
  const service = 'autoscaling.amazonaws.com';
  const instanceId = resources.scaledInInstance;
  return {
    at: now - ages.instanceScaledIn,
    account: places.prod,
    region: homeRegion,
    actor: assumedRole({
      account: places.prod,
      role: 'AWSServiceRoleForAutoScaling',
      path: `/aws-service-role/${service}/`,
      session: 'AutoScaling',
      accessKeyId: sessionKeys.autoScaling,
      since: now - ages.instanceScaledIn - minute,
      invokedBy: service,
    }),
    source: 'ec2',
    name: 'TerminateInstances',
    from: service,
    agent: service,
    request: { instancesSet: { items: [{ instanceId }] } },
    response: { instancesSet: { items: [{ instanceId }] } },
    resources: [{ type: 'AWS::EC2::Instance', name: instanceId }],
  };
};

/** Who is not a person, or not directly. */
export const machines: Scene = (stage) => [
  ...davesStack(stage),
  ...legacyBackups(stage),
  scaledIn(stage),
];
