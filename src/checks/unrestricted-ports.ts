import type { IngressRule, SecurityGroup } from '../aws/ec2-types.ts';
import type { RegionId } from '../core/ids.ts';
import { foreign } from '../core/redact.ts';
import { counted } from '../core/words.ts';
import type { OwnCheck } from './check.ts';
import { type CheckedResource, gapsByRegion, valuesOf, verdict, verdictOn } from './verdict.ts';

/**
 * How Trusted Advisor's check HCP4007jGY weighs ports that anybody reaches: these are red, the green
 * ones are meant for everybody, all others are yellow.
 * https://docs.aws.amazon.com/awssupport/latest/user/security-checks.html#security-groups-specific-ports-unrestricted
 */
const redPorts: ReadonlyMap<number, string> = new Map([
  [20, 'FTP'],
  [21, 'FTP'],
  [22, 'SSH'],
  [1433, 'SQL Server'],
  [1434, 'SQL Server'],
  [3306, 'MySQL'],
  [3389, 'RDP'],
  [4333, 'mSQL'],
  [5432, 'PostgreSQL'],
  [5500, 'VNC'],
]);
const greenPorts: ReadonlySet<number> = new Set([25, 80, 443, 465]);

/** By name or by number; the ports of other protocols are no ports. */
const isAboutPorts = ({ protocol }: IngressRule): boolean =>
  ['tcp', 'udp', '6', '17', '-1'].includes(protocol.toLowerCase());

const openTo = ({ cidrs }: IngressRule): readonly string[] =>
  cidrs.filter((cidr) => cidr.endsWith('/0'));

const portRange = ({ protocol, fromPort, toPort }: IngressRule): readonly [number, number] =>
  protocol === '-1' || fromPort === undefined || toPort === undefined || fromPort < 0
    ? [0, 65_535]
    : [fromPort, toPort];

const isGreen = (from: number, to: number): boolean => {
  // Four ports are green: a longer range holds another one.
  if (to - from >= greenPorts.size) return false;
  for (let port = from; port <= to; port += 1) if (!greenPorts.has(port)) return false;
  return true;
};

const protocolName = (protocol: string): string =>
  ({ '6': 'TCP', '17': 'UDP', '-1': '' })[protocol] ?? protocol.toUpperCase();

const shownPorts = (rule: IngressRule, [from, to]: readonly [number, number]): string => {
  const protocol = protocolName(rule.protocol);
  if (from === 0 && to === 65_535) return `every ${protocol === '' ? '' : `${protocol} `}port`;
  const name = from === to ? redPorts.get(from) : undefined;
  const ports = from === to ? `port ${from}` : `ports ${from} to ${to}`;
  return `${protocol} ${ports}${name === undefined ? '' : ` (${name})`}`.trim();
};

const judgeRule = (rule: IngressRule): Pick<CheckedResource, 'outcome' | 'why'> | undefined => {
  const cidrs = openTo(rule);
  const [from, to] = portRange(rule);
  if (cidrs.length === 0 || !isAboutPorts(rule) || isGreen(from, to)) return undefined;
  const isRed = [...redPorts.keys()].some((port) => port >= from && port <= to);
  return {
    outcome: isRed ? 'fail' : 'warn',
    why: [`${shownPorts(rule, [from, to])} is open to `, foreign(cidrs.join(' and '))],
  };
};

const judgeGroup = (group: SecurityGroup, region: RegionId): readonly CheckedResource[] =>
  group.ingress.flatMap((rule) => {
    const judged = judgeRule(rule);
    return judged === undefined
      ? []
      : [{ ...judged, region, name: foreign(`${group.id} (${group.name})`) }];
  });

export const unrestrictedPorts: OwnCheck = {
  id: 'unrestricted-ports',
  title: 'Ports open to everybody',
  cis: ['5.2', '5.3'],
  fails: "a port of Trusted Advisor's red list (SSH, RDP, databases …) is open to everybody",
  warns: 'another port than 25, 80, 443 and 465 is open to everybody',
  findings: 'Ports open to everybody',
  next: 'Let in only the addresses that need it.',
  urgency: { fail: 88, warn: 40 },
  advisor: { id: 'HCP4007jGY', name: 'Security Groups – Specific Ports Unrestricted' },
  needs: ['securityGroups'],
  judge: ({ securityGroups }) => {
    const bad = securityGroups.flatMap(({ region, groups }) =>
      groups.kind === 'unread' ? [] : groups.value.flatMap((group) => judgeGroup(group, region)),
    );
    const all = valuesOf(securityGroups.map(({ groups }) => groups)).flat();
    const rules = all.reduce((sum, { ingress }) => sum + ingress.length, 0);
    const gaps = gapsByRegion(
      securityGroups.map(({ region, groups }) => ({ region, part: groups })),
    );
    if (all.length === 0 && gaps.length === 0)
      return verdict('not-applicable', ['There are no security groups.']);
    return verdictOn(bad, gaps, {
      bad: [
        `${bad.length} of ${counted(rules, 'inbound rule')} of security groups ${bad.length === 1 ? 'lets' : 'let'} everybody in where that is not usual. Whether a group is in use is not looked at.`,
      ],
      good: [
        `${counted(all.length, 'security group')} with ${counted(rules, 'inbound rule')}: open to everybody are at most ports 25, 80, 443 and 465.`,
      ],
    });
  },
};
