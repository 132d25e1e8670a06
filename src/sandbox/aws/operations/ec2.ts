import { type Json, listOf } from '../../json.ts';
import { regions } from '../accounts.ts';
import { AwsError } from '../aws-error.ts';
import { byIds, filterOf, pageOf } from '../ec2/answers.ts';
import { groupsOf, type IngressRule, type SecurityGroup, vpcOf } from '../ec2/groups.ts';
import { type Instance, instancesOf } from '../ec2/instances.ts';
import type { AwsContext, Caller, Operation } from '../operation.ts';
import { isoSeconds } from '../trail/identities.ts';

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeRegions.html */
const describeRegions: Operation = {
  service: 'ec2',
  name: 'DescribeRegions',
  run: ({ organisation }, { account: id }, input) => {
    const account = organisation.accounts.find((one) => one.id === id);
    const disabled = account?.disabledRegions ?? [];
    const wanted = listOf(input['RegionName']).map(String);
    const enabled = regions.map((name) => ({ name, status: 'opt-in-not-required' }));
    const others = disabled.map((name) => ({ name, status: 'not-opted-in' }));
    const known = input['AllRegions'] === 'true' ? [...enabled, ...others] : enabled;
    return {
      regionInfo: known
        .filter(({ name }) => wanted.length === 0 || wanted.includes(name))
        .map(({ name, status }) => ({
          regionName: name,
          regionEndpoint: `ec2.${name}.amazonaws.com`,
          optInStatus: status,
        })),
    };
  },
};

const ruleFacts = ({ port, cidr }: IngressRule): Json => ({
  ipProtocol: 'tcp',
  fromPort: String(port),
  toPort: String(port),
  groups: [],
  ipRanges: [{ cidrIp: cidr }],
  ipv6Ranges: [],
  prefixListIds: [],
});

const everythingOut: Json = {
  ipProtocol: '-1',
  groups: [],
  ipRanges: [{ cidrIp: '0.0.0.0/0' }],
  ipv6Ranges: [],
  prefixListIds: [],
};

const groupFacts = (account: string, group: SecurityGroup): Json => ({
  ownerId: account,
  groupId: group.id,
  groupName: group.name,
  groupDescription: group.description,
  vpcId: group.vpcId,
  ipPermissions: group.ingress.map(ruleFacts),
  ipPermissionsEgress: [everythingOut],
  tagSet: group.name === 'default' ? [] : [{ key: 'Name', value: group.name }],
});

const noGroup = (id: string): AwsError =>
  new AwsError('InvalidGroup.NotFound', `The security group '${id}' does not exist`);

const groupFilters = {
  'group-id': ({ id }: SecurityGroup) => [id],
  'group-name': ({ name }: SecurityGroup) => [name],
  'vpc-id': ({ vpcId }: SecurityGroup) => [vpcId],
  'ip-permission.cidr': ({ ingress }: SecurityGroup) => ingress.map(({ cidr }) => cidr),
  'ip-permission.from-port': ({ ingress }: SecurityGroup) =>
    ingress.map(({ port }) => String(port)),
};

const ownGroups = ({ organisation, weeks }: AwsContext, { account, region }: Caller) =>
  groupsOf(organisation, account, region, weeks.week());

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeSecurityGroups.html */
const describeSecurityGroups: Operation = {
  service: 'ec2',
  name: 'DescribeSecurityGroups',
  run: (context, caller, input) => {
    const ids = listOf(input['GroupId']).map(String);
    const found = byIds(ownGroups(context, caller), ids, noGroup).filter(
      filterOf(input, groupFilters),
    );
    const { items, nextToken } = pageOf(caller, input, found, ids);
    return { securityGroupInfo: items.map((one) => groupFacts(caller.account, one)), nextToken };
  },
};

interface GroupRule extends IngressRule {
  readonly groupId: string;
}

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeSecurityGroupRules.html */
const describeSecurityGroupRules: Operation = {
  service: 'ec2',
  name: 'DescribeSecurityGroupRules',
  run: (context, caller, input) => {
    const ids = listOf(input['SecurityGroupRuleId']).map(String);
    const all = ownGroups(context, caller).flatMap(({ id: groupId, ingress }) =>
      ingress.map((rule): GroupRule => ({ ...rule, groupId })),
    );
    const missing = (id: string): AwsError =>
      new AwsError(
        'InvalidSecurityGroupRuleId.NotFound',
        `The security group rule ID '${id}' does not exist`,
      );
    const filter = filterOf(input, { 'group-id': ({ groupId }: GroupRule) => [groupId] });
    const { items, nextToken } = pageOf(
      caller,
      input,
      byIds(all, ids, missing).filter(filter),
      ids,
    );
    const securityGroupRuleSet = items.map((rule) => ({
      securityGroupRuleId: rule.id,
      groupId: rule.groupId,
      groupOwnerId: caller.account,
      isEgress: 'false',
      ipProtocol: 'tcp',
      fromPort: String(rule.port),
      toPort: String(rule.port),
      cidrIpv4: rule.cidr,
      tagSet: [],
    }));
    return { securityGroupRuleSet, nextToken };
  },
};

const instanceFacts = (caller: Caller, one: Instance): Json => ({
  reservationId: one.id.replace('i-', 'r-'),
  ownerId: caller.account,
  groupSet: [],
  instancesSet: [
    {
      instanceId: one.id,
      instanceState: { code: '16', name: 'running' },
      instanceType: one.type,
      launchTime: isoSeconds(one.launchedAt),
      placement: { availabilityZone: one.zone, tenancy: 'default' },
      privateIpAddress: one.address,
      vpcId: vpcOf(caller.account, caller.region),
      groupSet:
        one.group === undefined ? [] : [{ groupId: one.group.id, groupName: one.group.name }],
      iamInstanceProfile:
        one.profile === undefined ? undefined : { arn: one.profile, id: 'AIPAEXAMPLE' },
      tagSet: [{ key: 'Name', value: one.name }],
    },
  ],
});

const noInstance = (id: string): AwsError =>
  new AwsError('InvalidInstanceID.NotFound', `The instance ID '${id}' does not exist`);

const instanceFilters = {
  'instance-id': ({ id }: Instance) => [id],
  'instance-state-name': () => ['running'],
  'vpc-id': ({ group }: Instance) => (group === undefined ? [] : [group.vpcId]),
};

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeInstances.html */
const describeInstances: Operation = {
  service: 'ec2',
  name: 'DescribeInstances',
  run: (context, caller, input) => {
    const ids = listOf(input['InstanceId']).map(String);
    const all = instancesOf(context.iam.directory(caller.account), ownGroups(context, caller), {
      organisation: context.organisation,
      region: caller.region,
      now: context.clock.now(),
      week: context.weeks.week(),
    });
    const found = byIds(all, ids, noInstance).filter(filterOf(input, instanceFilters));
    const { items, nextToken } = pageOf(caller, input, found, ids);
    return { reservationSet: items.map((one) => instanceFacts(caller, one)), nextToken };
  },
};

export const ec2Operations: readonly Operation[] = [
  describeInstances,
  describeRegions,
  describeSecurityGroupRules,
  describeSecurityGroups,
];
