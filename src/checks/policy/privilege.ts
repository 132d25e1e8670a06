import { counted } from '../../core/words.ts';
import type { Authorization, Holder, Policy, User } from './authorization.ts';
import { type Escalation, escalationsWith } from './escalations.ts';

/** What makes somebody an administrator, or as good as one. */
export type Privilege =
  | { readonly kind: 'admin' }
  | { readonly kind: 'escalation'; readonly ways: readonly Escalation[] };

/** What policies give together; undefined: nothing of the kind. */
export const privilegeOf = (policies: readonly Policy[]): Privilege | undefined => {
  if (policies.some(({ grants }) => grants.isAdmin)) return { kind: 'admin' };
  const actions = new Set(policies.flatMap(({ grants }) => [...grants.escalating]));
  const ways = actions.size === 0 ? [] : escalationsWith(actions);
  return ways.length > 0 ? { kind: 'escalation', ways } : undefined;
};

/** A user's own policies and those of the groups. */
export const policiesOf = ({ policies, groups }: User): readonly Policy[] => [
  ...policies,
  ...groups.flatMap((group) => group.policies),
];

/** "rewrite any policy (iam:CreatePolicyVersion), and 3 other ways to more rights". */
export const waysWords = ([first, ...others]: readonly Escalation[]): string =>
  first === undefined
    ? ''
    : `${first.may} (${first.actions.join(' and ')})${
        others.length === 0 ? '' : `, and ${counted(others.length, 'other way')} to more rights`
      }`;

export const privilegeWords = (privilege: Privilege): string =>
  privilege.kind === 'admin' ? 'may do everything' : `may ${waysWords(privilege.ways)}`;

/** Everybody whose policies somebody wrote: AWS keeps those of service-linked roles itself. */
export const holdersOf = ({ users, groups, roles }: Authorization): readonly Holder[] => [
  ...users,
  ...groups,
  ...roles.filter(({ isServiceLinked }) => !isServiceLinked),
];

/** A policy, and who has it. */
export interface HeldPolicy {
  readonly policy: Policy;
  readonly holders: readonly Holder[];
}

/** Every policy that somebody has, once, with all who have it; those of nobody give nothing. */
export const heldPolicies = (authorization: Authorization): readonly HeldPolicy[] => {
  const held = new Map<Policy, Holder[]>();
  for (const holder of holdersOf(authorization))
    for (const policy of holder.policies) {
      const known = held.get(policy);
      if (known === undefined) held.set(policy, [holder]);
      else known.push(holder);
    }
  return [...held].map(([policy, holders]) => ({ policy, holders }));
};
