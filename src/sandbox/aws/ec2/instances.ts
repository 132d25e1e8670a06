import { day } from '../../../core/clock.ts';
import { homeRegion } from '../accounts.ts';
import type { Directory } from '../iam/entities.ts';
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

/**
 * What runs in an account and region; every fourth instance has no profile. Terminated ones are
 * forgotten an hour later.
 */
export const instancesOf = (
  directory: Directory,
  groups: readonly SecurityGroup[],
  where: { readonly region: string; readonly count: number; readonly now: number },
): readonly Instance[] => {
  if (where.region !== homeRegion) return [];
  const random = createRandom(`instances:${directory.account}`);
  const profiles = profilesOf(directory);
  return Array.from({ length: where.count }, (_, index) => ({
    id: `i-0${random.hex(16)}`,
    name: `${random.pick(names)}-${index + 1}`,
    type: random.pick(types),
    launchedAt: where.now - Math.floor(random.next() * 200 * day),
    zone: `${where.region}${'abc'.charAt(index % 3)}`,
    address: `192.0.2.${20 + index}`,
    group: groups[1 + random.integer(Math.max(1, groups.length - 1))],
    profile: index % 4 === 3 ? undefined : profiles[index % Math.max(1, profiles.length)],
  }));
};
