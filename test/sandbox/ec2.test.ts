import { EC2, paginateDescribeSecurityGroups } from '@aws-sdk/client-ec2';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { prod, security, staging } from '../../src/sandbox/aws/organisation.ts';
import { resources } from '../../src/sandbox/aws/story-facts.ts';
import { type OrganisationUnderTest, startOrganisation } from './aws-clients.ts';
import { failure } from './fakes.ts';

const usual = new Set([25, 80, 443, 465]);

describe('EC2 of the sample organisation', () => {
  let under: OrganisationUnderTest;
  let ec2: EC2;
  beforeAll(async () => {
    under = await startOrganisation();
    ec2 = await ec2Of(prod);
  });
  afterAll(() => under.aws.stop());

  const ec2Of = async (account: string, region?: string) =>
    new EC2(await under.inAccount(account, region));
  const groupsOf = async (client: EC2) => {
    const pages = paginateDescribeSecurityGroups({ client, pageSize: 5 }, {});
    return (await Array.fromAsync(pages)).flatMap(({ SecurityGroups = [] }) => SecurityGroups);
  };

  it('opens 17 of 52 rules of prod to everybody where that is not usual', async () => {
    const groups = await groupsOf(ec2);
    const rules = groups.flatMap(({ IpPermissions = [] }) => IpPermissions);
    const open = rules.filter(
      ({ FromPort = 0, IpRanges = [] }) =>
        IpRanges.some(({ CidrIp }) => CidrIp === '0.0.0.0/0') && !usual.has(FromPort),
    );

    expect(groups).toHaveLength(30);
    expect(new Set(groups.map(({ GroupId }) => GroupId)).size).toBe(30);
    expect([rules.length, open.length]).toEqual([52, 17]);
  });

  it('has the group that alice opened, with SSH for everybody', async () => {
    const { SecurityGroups } = await ec2.describeSecurityGroups({
      GroupIds: [resources.openedGroup],
    });

    expect(SecurityGroups).toMatchObject([
      {
        GroupId: resources.openedGroup,
        OwnerId: prod,
        IpPermissions: [{ FromPort: 22, ToPort: 22, IpRanges: [{ CidrIp: '0.0.0.0/0' }] }],
      },
    ]);
  });

  it('filters, and says of what it does not have that it has not', async () => {
    const Filters = [{ Name: 'group-name', Values: ['alb-*'] }];
    const named = await ec2.describeSecurityGroups({ Filters });
    const rules = await ec2.describeSecurityGroupRules({
      Filters: [{ Name: 'group-id', Values: [resources.openedGroup] }],
    });
    const absent = await failure(ec2.describeSecurityGroups({ GroupIds: ['sg-0none'] }));
    const odd = await failure(
      ec2.describeSecurityGroups({ Filters: [{ Name: 'colour', Values: ['red'] }] }),
    );

    expect(named.SecurityGroups?.map(({ GroupName }) => GroupName)).toEqual([
      'alb-public',
      'alb-internal',
    ]);
    expect(rules.SecurityGroupRules).toMatchObject([{ CidrIpv4: '0.0.0.0/0', FromPort: 22 }]);
    expect(absent.name).toBe('InvalidGroup.NotFound');
    expect(odd.name).toBe('InvalidParameterValue');
  });

  it('has an empty default group where nobody works', async () => {
    const groups = await groupsOf(await ec2Of(prod, 'us-east-1'));

    expect(groups).toMatchObject([{ GroupName: 'default', IpPermissions: [] }]);
  });

  it('has instances with and without a profile, and no more that which was terminated', async () => {
    const { Reservations = [] } = await ec2.describeInstances();
    const instances = Reservations.flatMap(({ Instances = [] }) => Instances);
    const gone = await failure(
      ec2.describeInstances({ InstanceIds: [resources.terminatedInstance] }),
    );

    expect(instances).toHaveLength(12);
    expect(
      instances.filter(({ IamInstanceProfile }) => IamInstanceProfile === undefined),
    ).toHaveLength(3);
    expect(instances[0]?.IamInstanceProfile?.Arn).toMatch(/:instance-profile\//);
    expect(gone.name).toBe('InvalidInstanceID.NotFound');
  });

  it('knows its regions, and each account its own groups', async () => {
    const { Regions } = await ec2.describeRegions({});
    const [stagings, securitys] = await Promise.all(
      [staging, security].map(async (account) => groupsOf(await ec2Of(account))),
    );

    expect(Regions?.map(({ RegionName }) => RegionName)).toContain('eu-west-1');
    expect(stagings?.length).toBeGreaterThan(2);
    expect(stagings?.[0]?.GroupId).not.toBe(securitys?.[0]?.GroupId);
  });
});
