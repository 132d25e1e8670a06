import { day } from '../../../core/clock.ts';
import { homeRegion } from '../accounts.ts';
import { groupsOf, type IngressRule, type SecurityGroup } from '../ec2/groups.ts';
import type { Directory } from '../iam/entities.ts';
import type { Organisation } from '../organisation.ts';
import type { Week } from '../plan/span.ts';
import { colourOf, type Flagged, type Result } from './result.ts';

/** What a check can look at. */
export interface Account {
  readonly organisation: Organisation;
  readonly directory: Directory;
  /** Epoch ms. */
  readonly now: number;
  readonly week: Week;
}

// https://docs.aws.amazon.com/awssupport/latest/user/security-checks.html
const redPorts = new Set([20, 21, 22, 1433, 1434, 3306, 3389, 4333, 5432, 5500]);
const greenPorts = new Set([25, 80, 443, 465]);
const plainPorts = new Set([25, 80, 443]);

interface GroupRule {
  readonly group: SecurityGroup;
  readonly rule: IngressRule;
}

const rulesOf = ({ organisation, directory, week }: Account): readonly GroupRule[] =>
  groupsOf(organisation, directory.account, homeRegion, week).flatMap((group) =>
    group.ingress.map((rule) => ({ group, rule })),
  );

const isOpen = ({ rule }: GroupRule): boolean => rule.cidr.endsWith('/0');

const groupCells = ({ group, rule }: GroupRule, status: Flagged['status']): readonly string[] => [
  homeRegion,
  group.name,
  `${group.id} (${group.vpcId})`,
  'tcp',
  colourOf(status),
  String(rule.port),
];

const specificPorts = (account: Account): Result => {
  const rules = rulesOf(account);
  const open = rules.filter((one) => isOpen(one) && !greenPorts.has(one.rule.port));
  return {
    processed: rules.length,
    flagged: open.map((one) => {
      const status = redPorts.has(one.rule.port) ? 'error' : 'warning';
      return { status, region: homeRegion, metadata: groupCells(one, status) };
    }),
  };
};

const unrestricted = (account: Account): Result => {
  const rules = rulesOf(account);
  const open = rules.filter((one) => isOpen(one) && !plainPorts.has(one.rule.port));
  return {
    processed: rules.length,
    flagged: open.map((one) => ({
      status: 'error',
      region: homeRegion,
      metadata: [...groupCells(one, 'error'), one.rule.cidr],
    })),
  };
};

const rootMfa = ({ directory }: Account): Result => ({
  processed: 1,
  flagged: directory.root.hasMfa ? [] : [{ status: 'error', region: undefined, metadata: [] }],
});

const keyRotation = ({ directory, now }: Account): Result => {
  const keys = [...directory.users.values()].flatMap((user) =>
    user.keys.filter(({ isActive }) => isActive).map((key) => ({ user, key })),
  );
  const old = keys.filter(({ key }) => now - key.createdAt > 90 * day);
  return {
    processed: keys.length,
    flagged: old.map(({ user, key }) => {
      const status = now - key.createdAt > 2 * 365 * day ? 'error' : 'warning';
      const rotated = new Date(key.createdAt).toISOString();
      const metadata = [colourOf(status), user.name, key.id, rotated, null];
      return { status, region: undefined, metadata };
    }),
  };
};

const passwordPolicy = ({ directory: { passwordPolicy: policy } }: Account): Result => {
  if (policy?.isStrict === true) return { processed: 1, flagged: [] };
  const status = policy === undefined ? 'error' : 'warning';
  const has = policy === undefined ? 'Disabled' : 'Enabled';
  const metadata = [has, 'No', 'No', 'No', 'No', colourOf(status), null];
  return { processed: 1, flagged: [{ status, region: undefined, metadata }] };
};

const share = (
  service: string,
  name: string,
  used: number,
  limit: number,
  region = '-',
): Flagged => {
  const status = used >= limit ? 'error' : used > limit * 0.8 ? 'warning' : 'ok';
  const cells = [region, service, name, String(limit), String(used), colourOf(status)];
  return { status, region, metadata: cells };
};

const limitOf = (...shares: readonly Flagged[]): Result => ({
  processed: shares.length,
  flagged: shares.filter(({ status }) => status !== 'ok'),
});

/** Checks whose result follows from what IAM and EC2 hold, so that all tell the same. */
export const judged: Readonly<Record<string, (account: Account) => Result>> = {
  HCP4007jGY: specificPorts,
  '1iG5NDGVre': unrestricted,
  '7DAFEmoDos': rootMfa,
  DqdJqYeRm5: keyRotation,
  Yw2K9puPzl: passwordPolicy,
  qS7VV0l7J9: ({ directory }) => limitOf(share('IAM', 'Users', directory.users.size, 5000)),
  oQ7TT0l7J9: ({ directory }) => limitOf(share('IAM', 'Roles', directory.roles.size, 1000)),
  jL7PP0l7J9: ({ organisation, directory }) =>
    directory.account === organisation.places.prod
      ? limitOf(share('VPC', 'VPCs', 5, 6, homeRegion), share('VPC', 'VPCs', 1, 5, 'us-east-1'))
      : limitOf(share('VPC', 'VPCs', 2, 5, homeRegion)),
};
