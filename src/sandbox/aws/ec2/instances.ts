import { day } from '../../../core/clock.ts';
import { homeRegion } from '../accounts.ts';
import type { Directory } from '../iam/entities.ts';
import type { Organisation } from '../organisation.ts';
import { always, drawSpan, isIn, type Span, type Week } from '../plan/span.ts';
import { createRandom } from '../trail/random.ts';
import type { SecurityGroup } from './groups.ts';

export interface Instance {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly launchedAt: number;
  readonly zone: string;
  readonly address: string;
  readonly group: SecurityGroup | undefined;
  /** ARN of its instance profile. */
  readonly profile: string | undefined;
}

const types = ['t3.medium', 'm6i.large', 'c6i.xlarge', 'r6g.large'] as const;
const names = ['api', 'worker', 'indexer', 'batch', 'legacy-ftp', 'build'] as const;

const profilesOf = ({ roles }: Directory): readonly string[] =>
  [...roles.values()].flatMap(({ isForInstances, arn }) =>
    isForInstances ? [arn.replace(':role/', ':instance-profile/')] : [],
  );

interface PlannedInstance {
  readonly id: string;
  /** When it has no profile. */
  readonly bare: Span | undefined;
}

/** How much runs in the home region; `prod` runs the most. */
const countIn = ({ places, size }: Organisation, account: string): number =>
  account === places.prod ? 12 : (Number(account.at(-1)) % 4) + (size === 'large' ? 2 : 0);

/** In `prod` every fourth instance has no profile, elsewhere now and then one. */
const bareIn = (
  { places, size }: Organisation,
  account: string,
  index: number,
): Span | undefined => {
  if (account === places.prod) return index % 4 === 3 ? always : undefined;
  const random = createRandom(`bare:${account}:${index}`);
  return size === 'large' && random.next() < 0.15 ? drawSpan(random) : undefined;
};

/** What runs in an account's home region, before it is looked at. */
export const planInstances = (
  organisation: Organisation,
  account: string,
): readonly PlannedInstance[] =>
  Array.from({ length: countIn(organisation, account) }, (_, index) => ({
    id: `i-0${createRandom(`instance:${account}:${index}`).hex(16)}`,
    bare: bareIn(organisation, account, index),
  }));

/** What runs in an account and region. Terminated instances are forgotten an hour later. */
export const instancesOf = (
  directory: Directory,
  groups: readonly SecurityGroup[],
  where: {
    readonly organisation: Organisation;
    readonly region: string;
    readonly now: number;
    readonly week: Week;
  },
): readonly Instance[] => {
  if (where.region !== homeRegion) return [];
  const random = createRandom(`instances:${directory.account}`);
  const profiles = profilesOf(directory);
  return planInstances(where.organisation, directory.account).map(({ id, bare }, index) => ({
    id,
    name: `${random.pick(names)}-${index + 1}`,
    type: random.pick(types),
    launchedAt: where.now - Math.floor(random.next() * 200 * day),
    zone: `${where.region}${'abc'.charAt(index % 3)}`,
    address: `192.0.2.${20 + index}`,
    group: groups[1 + random.integer(Math.max(1, groups.length - 1))],
    profile: isIn(bare, where.week) ? undefined : profiles[index % Math.max(1, profiles.length)],
  }));
};
