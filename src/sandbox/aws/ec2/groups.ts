import { homeRegion } from '../accounts.ts';
import type { Organisation } from '../organisation.ts';
import { drawSpan, isIn, type Span, type Week } from '../plan/span.ts';
import { resources } from '../story-facts.ts';
import { createRandom } from '../trail/random.ts';

export interface IngressRule {
  readonly id: string;
  readonly port: number;
  readonly cidr: string;
}

export interface SecurityGroup {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly vpcId: string;
  readonly ingress: readonly IngressRule[];
}

const everybody = '0.0.0.0/0';
const office = '198.51.100.0/24';
const inside = '192.0.2.0/24';

const hexOf = (seed: string, digits: number): string => createRandom(seed).hex(digits);

export const vpcOf = (account: string, region: string): string =>
  `vpc-0${hexOf(`vpc:${account}:${region}`, 16)}`;

/** A port and who may reach it. */
type Opening = readonly [port: number, cidr: string];

const groupIn =
  (account: string, region: string) =>
  (name: string, openings: readonly Opening[], given?: string): SecurityGroup => {
    const id = given ?? `sg-0${hexOf(`sg:${account}:${region}:${name}`, 16)}`;
    return {
      id,
      name,
      description: name === 'default' ? 'default VPC security group' : `Access to ${name}`,
      vpcId: vpcOf(account, region),
      ingress: openings.map(([port, cidr], index) => ({
        id: `sgr-0${hexOf(`sgr:${id}:${index}`, 16)}`,
        port,
        cidr,
      })),
    };
  };

/** 16 ports that `prod` opens to everybody besides the one of the story. */
const openPorts = [
  21, 1433, 3000, 3306, 3389, 5000, 5432, 5601, 6379, 8000, 8080, 8443, 9090, 9200, 11_211, 27_017,
];
const innerPorts = [22, 443, 3306, 5432, 6379, 8080, 9092];

const prodNames =
  'alb-public alb-internal api auth backoffice billing cache catalog checkout ci-runners crm dashboards data-lake events exports frontend grafana kafka mailer media metrics nfs orders-db payments reports search'.split(
    ' ',
  );

/**
 * 30 groups with 52 rules, 17 of which let everybody in where Trusted Advisor minds: what the story
 * of `prod` says.
 */
const prodGroups = (account: string): readonly SecurityGroup[] => {
  const group = groupIn(account, homeRegion);
  const openings = new Map<string, Opening[]>(prodNames.map((name) => [name, []]));
  const rules: readonly Opening[] = [
    ...openPorts.map((port): Opening => [port, everybody]),
    ...Array.from({ length: 10 }, (_, index): Opening => [index % 2 === 0 ? 443 : 80, everybody]),
    ...Array.from(
      { length: 23 },
      (_, index): Opening => [
        innerPorts[index % innerPorts.length] ?? 443,
        index % 3 === 0 ? office : inside,
      ],
    ),
  ];
  for (const [index, rule] of rules.entries())
    openings.get(prodNames[index % prodNames.length] ?? '')?.push(rule);
  return [
    group('default', []),
    group('orders-admin', [[22, everybody]], resources.openedGroup),
    group('bastion', [[22, office]], 'sg-0feed1234abc56789'),
    group('old-batch', [[443, inside]], 'sg-0abc1230def456789'),
    ...[...openings].map(([name, own]) => group(name, own)),
  ];
};

const otherNames = ['web', 'api', 'workers', 'database', 'cache', 'monitoring', 'batch', 'admin'];

interface PlannedGroup {
  readonly name: string;
  readonly isPublic: boolean;
  /** When everybody gets at its port 22. */
  readonly open: Span | undefined;
}

/** Other accounts have few groups, and now and then one that is open too far. */
const planGroups = (account: string, isClean: boolean): readonly PlannedGroup[] => {
  const random = createRandom(`groups:${account}`);
  return otherNames.slice(0, 3 + random.integer(6)).map((name) => {
    const isPublic = random.next() < 0.5;
    const isOpen = !isClean && random.next() >= 0.9;
    const span = drawSpan(createRandom(`groups:${account}:${name}`));
    return { name, isPublic, open: isOpen ? span : undefined };
  });
};

const fewGroups = (
  account: string,
  planned: readonly PlannedGroup[],
  week: Week,
): readonly SecurityGroup[] => {
  const group = groupIn(account, homeRegion);
  return [
    group('default', []),
    ...planned.map(({ name, isPublic, open }) =>
      group(name, [
        isPublic ? [443, everybody] : [8080, inside],
        [22, isIn(open, week) ? everybody : office],
      ]),
    ),
  ];
};

/** A port that was opened to everybody in the home region. */
export interface OpenedPort {
  readonly group: string;
  readonly port: number;
}

/** What everybody gets at who should not, as it was put in. */
export const openedPorts = (
  { places, own }: Organisation,
  account: string,
  week: Week,
): readonly OpenedPort[] => {
  const group = groupIn(account, homeRegion);
  if (account !== places.prod)
    return planGroups(account, account === own.account)
      .filter(({ open }) => isIn(open, week))
      .map(({ name }) => ({ group: group(name, []).id, port: 22 }));
  return [
    { group: resources.openedGroup, port: 22 },
    ...openPorts.map((port, index) => ({
      group: group(prodNames[index % prodNames.length] ?? '', []).id,
      port,
    })),
  ];
};

/** In regions where nobody works there is the default group, emptied. */
export const groupsOf = (
  { places, own }: Organisation,
  account: string,
  region: string,
  week: Week,
): readonly SecurityGroup[] => {
  if (region !== homeRegion) return [groupIn(account, region)('default', [])];
  if (account === places.prod) return prodGroups(account);
  return fewGroups(account, planGroups(account, account === own.account), week);
};
