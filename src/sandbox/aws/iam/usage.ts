import { createRandom } from '../trail/random.ts';
import type { Directory, IamGroup, IamPolicy, IamUser, Principal } from './entities.ts';
import { services } from './services.ts';

export interface Use {
  readonly at: number;
  readonly region: string;
}

export type Uses = ReadonlyMap<string, Use>;
type Policies = Directory['policies'];

const everything: readonly string[] = services.map(({ namespace }) => namespace);

export const policiesOf = (
  directory: Directory,
  one: Principal | IamGroup,
): readonly IamPolicy[] => {
  const groups = one.kind === 'user' ? groupsOf(directory, one) : [];
  const arns = [...one.policies, ...groups.flatMap((group) => group.policies)];
  return resolve(directory.policies, arns);
};

const resolve = (policies: Policies, arns: readonly string[]): readonly IamPolicy[] =>
  [...new Set(arns)].flatMap((arn) => policies.get(arn) ?? []);

export const groupsOf = (directory: Directory, user: IamUser): readonly IamGroup[] =>
  user.groups.flatMap((name) => directory.groups.get(name) ?? []);

export const namespacesOf = ({ services: allowed }: IamPolicy): readonly string[] =>
  allowed === 'all' ? everything : allowed;

/** What policies allow, in the order of reports. */
export const grantedBy = (policies: readonly IamPolicy[]): readonly string[] => {
  const granted = new Set(policies.flatMap(namespacesOf));
  return everything.filter((namespace) => granted.has(namespace));
};

/** When it did anything at all last. */
const lastActivity = (one: Principal): Use | undefined => {
  if (one.kind === 'role') return one.lastUsed;
  const uses: Use[] = one.keys.flatMap(({ lastUsed }) => lastUsed ?? []);
  if (one.password?.lastUsedAt !== undefined)
    uses.push({ at: one.password.lastUsedAt, region: 'us-east-1' });
  return uses.toSorted((a, b) => b.at - a.at)[0];
};

const keyUses = (one: Principal): readonly (readonly [string, Use])[] =>
  one.kind === 'role'
    ? []
    : one.keys.flatMap(({ lastUsed }) => (lastUsed ? [[lastUsed.service, lastUsed] as const] : []));

/** What a user or role used of what it may: always the same, and none later than it was active. */
export const drawUses = (directory: Directory, one: Principal): Uses => {
  const last = lastActivity(one);
  if (last === undefined) return new Map();
  const random = createRandom(`uses:${one.arn}`);
  const granted = grantedBy(policiesOf(directory, one));
  const count = Math.min(granted.length, 1 + random.integer(5));
  const drawn = Array.from({ length: count }, (_, index) => {
    const namespace = granted[random.integer(granted.length)] ?? 'sts';
    const earlier = index === 0 ? 0 : random.integer(40 * 24) * 3_600_000;
    return [namespace, { at: last.at - earlier, region: last.region }] as const;
  });
  return new Map([...drawn.toReversed(), ...keyUses(one)]);
};
