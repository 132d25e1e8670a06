import type {
  IpPermission,
  SecurityGroup as SdkGroup,
  Instance as SdkInstance,
} from '@aws-sdk/client-ec2';
import { allPages, createAsk } from './ask.ts';
import type { AwsClients } from './clients.ts';
import type { Ec2Reader, IngressRule, Instance, SecurityGroup } from './ec2-types.ts';

/** The most that DescribeSecurityGroups and DescribeInstances give. */
const pageSize = 1000;

/** For all protocols EC2 gives no ports, for ICMP they are type and code with -1 for any. */
const portOf = (port: number | undefined): number | undefined => (port === -1 ? undefined : port);

const ruleOf = (rule: IpPermission): IngressRule => ({
  protocol: rule.IpProtocol ?? '-1',
  fromPort: portOf(rule.FromPort),
  toPort: portOf(rule.ToPort),
  cidrs: [
    ...(rule.IpRanges ?? []).map(({ CidrIp }) => CidrIp),
    ...(rule.Ipv6Ranges ?? []).map(({ CidrIpv6 }) => CidrIpv6),
  ].flatMap((cidr) => cidr ?? []),
});

const groupOf = (group: SdkGroup): SecurityGroup => ({
  id: group.GroupId ?? '',
  name: group.GroupName ?? '',
  vpcId: group.VpcId,
  ingress: (group.IpPermissions ?? []).map(ruleOf),
});

const instanceOf = (instance: SdkInstance): Instance => ({
  id: instance.InstanceId ?? '',
  profile: instance.IamInstanceProfile?.Arn,
});

/** What was terminated is told for an hour more. */
const notTerminated = {
  Name: 'instance-state-name',
  Values: ['pending', 'running', 'stopping', 'stopped'],
};

export const createEc2Reader = (clients: AwsClients): Ec2Reader => {
  const ask = createAsk(clients, clients.ec2);
  return {
    securityGroups: (where, reading) =>
      allPages(async (token) => {
        const input = { MaxResults: pageSize, ...(token && { NextToken: token }) };
        const page = await ask('ec2:DescribeSecurityGroups', where, reading, (ec2, options) =>
          ec2.describeSecurityGroups(input, options),
        );
        return { found: (page.SecurityGroups ?? []).map(groupOf), next: page.NextToken };
      }),
    instances: (where, reading) =>
      allPages(async (token) => {
        const input = {
          Filters: [notTerminated],
          MaxResults: pageSize,
          ...(token && { NextToken: token }),
        };
        const page = await ask('ec2:DescribeInstances', where, reading, (ec2, options) =>
          ec2.describeInstances(input, options),
        );
        const found = (page.Reservations ?? []).flatMap(({ Instances = [] }) => Instances);
        return { found: found.map(instanceOf), next: page.NextToken };
      }),
  };
};
