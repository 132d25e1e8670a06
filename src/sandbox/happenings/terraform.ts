import { day, minute } from '../../core/clock.ts';
import { homeRegion, prod } from '../aws/accounts.ts';
import { oidcSubject, roles } from '../aws/story-facts.ts';
import { agents } from '../aws/trail/agents.ts';
import { assumedRole, type RoleSession, webIdentity } from '../aws/trail/identities.ts';
import { exampleId } from '../aws/trail/random.ts';
import type { Deed } from '../aws/trail/record.ts';
import { assumeRequest, issued, issuedResources, roleResource } from '../aws/trail/sts.ts';
import { sendByBridge } from './bridge.ts';
import type { Happening, World } from './happening.ts';

/** A kind of change, and what the `number`th of it is about. */
interface Change {
  readonly source: string;
  readonly name: string;
  readonly type: string;
  /** The member of the request that names the resource. */
  readonly member: string;
  readonly resource: (number: number) => string;
}

const numbered =
  (prefix: string) =>
  (number: number): string =>
    `${prefix}${number.toString(16).padStart(17, '0')}`;

const ec2 = (name: string, kind: string, member: string, prefix: string): Change => ({
  source: 'ec2',
  name,
  type: `AWS::EC2::${kind}`,
  member,
  resource: numbered(prefix),
});

const policyArn = (number: number): string => `arn:aws:iam::${prod}:policy/shop-${number}`;

const iam = (name: string, kind: string, member: string, resource: Change['resource']): Change => ({
  source: 'iam',
  name,
  type: `AWS::IAM::${kind}`,
  member,
  resource,
});

const usual: readonly Change[] = [
  ec2('CreateSecurityGroup', 'SecurityGroup', 'groupId', 'sg-'),
  ec2('AuthorizeSecurityGroupIngress', 'SecurityGroup', 'groupId', 'sg-'),
  ec2('AuthorizeSecurityGroupEgress', 'SecurityGroup', 'groupId', 'sg-'),
  ec2('RevokeSecurityGroupEgress', 'SecurityGroup', 'groupId', 'sg-'),
  ec2('CreateNetworkAcl', 'NetworkAcl', 'networkAclId', 'acl-'),
  ec2('CreateNetworkAclEntry', 'NetworkAcl', 'networkAclId', 'acl-'),
  ec2('CreateRouteTable', 'RouteTable', 'routeTableId', 'rtb-'),
  ec2('CreateRoute', 'RouteTable', 'routeTableId', 'rtb-'),
  ec2('CreateInternetGateway', 'InternetGateway', 'internetGatewayId', 'igw-'),
  ec2('AttachInternetGateway', 'InternetGateway', 'internetGatewayId', 'igw-'),
  ec2('ModifyVpcAttribute', 'VPC', 'vpcId', 'vpc-'),
  iam('CreatePolicy', 'Policy', 'policyArn', policyArn),
  iam('AttachRolePolicy', 'Role', 'roleName', (number) => `shop-task-${number}`),
];

/** Once each, among the many, and never before. */
const unusual: readonly Change[] = [
  ec2('DeleteNetworkAclEntry', 'NetworkAcl', 'networkAclId', 'acl-'),
  iam('DeleteRolePolicy', 'Role', 'roleName', (number) => `shop-task-${number}`),
];

const size = 300;

const runner = '203.0.113.120';

const sessionAt = (at: number): RoleSession => ({
  account: prod,
  role: roles.deploy.name,
  session: 'infra-main',
  accessKeyId: exampleId('ASIA', `terraform/${at}`),
  since: at - 2 * minute,
});

/** How the session came to be, for those who ask who is behind it. */
const signIn = (session: RoleSession): Deed => ({
  at: session.since,
  account: prod,
  region: homeRegion,
  actor: webIdentity(prod, oidcSubject),
  source: 'sts',
  name: 'AssumeRoleWithWebIdentity',
  readOnly: true,
  from: runner,
  agent: agents.actions,
  request: assumeRequest(session),
  response: { subjectFromWebIdentityToken: oidcSubject, ...issued(session) },
  resources: issuedResources(session),
  more: roleResource(session),
});

const changeAt = (change: Change, session: RoleSession, at: number, number: number): Deed => {
  const name = change.resource(number);
  return {
    at,
    account: prod,
    region: change.source === 'iam' ? 'us-east-1' : homeRegion,
    actor: assumedRole(session),
    source: change.source,
    name: change.name,
    from: runner,
    agent: agents.terraform,
    request: { [change.member]: name },
    resources: [{ type: change.type, name }],
  };
};

/** The changes of one run, over the minute before `at`. */
const changesAt = (session: RoleSession, at: number): readonly Deed[] => {
  const many = size - unusual.length;
  const kinds = [
    ...Array.from({ length: many }, (_, index) => usual[index % usual.length]),
    ...unusual,
  ].filter((change) => change !== undefined);
  return kinds.map((change, index) =>
    changeAt(change, session, at - (size - 1 - index) * 200, Math.floor(index / usual.length) + 1),
  );
};

/** A month ago the pipeline did what is usual, too. */
const historyAt = (at: number): readonly Deed[] => {
  const session = sessionAt(at);
  return usual.map((change, index) => changeAt(change, session, at + index * 1000, 1));
};

const apply = async (world: World): Promise<void> => {
  const at = world.clock.now();
  const session = sessionAt(at);
  world.trail.recordAll([...historyAt(at - 31 * day), signIn(session)]);
  await sendByBridge(world, world.trail.recordAll(changesAt(session, at)));
};

export const terraformHappenings: readonly Happening[] = [
  {
    what: 'terraform-apply',
    title: `terraform apply makes ${size} changes in prod (EventBridge)`,
    run: apply,
  },
];
