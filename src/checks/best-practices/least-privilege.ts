import { foreign } from '../../core/redact.ts';
import type { Text } from '../../core/text.ts';
import { counted, shorten } from '../../core/words.ts';
import type { BestPractice } from '../check.ts';
import type { Authorization, Holder } from '../policy/authorization.ts';
import { escalationsWith } from '../policy/escalations.ts';
import {
  type HeldPolicy,
  heldPolicies,
  holdersOf,
  privilegeOf,
  waysWords,
} from '../policy/privilege.ts';
import { brokenGaps, heldBy, holderName, policyName } from '../policy/words.ts';
import { type CheckedResource, couldNotRead, verdict, verdictOn } from '../verdict.ts';

/** Somebody has to be administrator: AWS's own policy is for groups and roles. */
const judgeAdmin = ({ policy, holders }: HeldPolicy): readonly CheckedResource[] => {
  const asked = policy.kind === 'aws' ? holders.filter(({ kind }) => kind === 'user') : holders;
  if (asked.length === 0) return [];
  const held = { policy, holders: asked };
  return [
    {
      outcome: 'fail',
      name: policyName(held),
      region: undefined,
      why: [...heldBy(held), 'gives everything on everything, without a condition'],
    },
  ];
};

const warning = (held: HeldPolicy, why: Text): CheckedResource => ({
  outcome: 'warn',
  name: policyName(held),
  region: undefined,
  why: [...heldBy(held), ...why],
});

const judgePolicy = (held: HeldPolicy): readonly CheckedResource[] => {
  const { isAdmin, wide, escalating } = held.policy.grants;
  if (isAdmin) return judgeAdmin(held);
  const ways = escalationsWith(escalating);
  if (ways.length > 0) return [warning(held, ['lets them ', waysWords(ways)])];
  if (escalating.has('iam:PassRole'))
    return [warning(held, ['lets them hand any role to a service (iam:PassRole on everything)'])];
  return wide.length > 0
    ? [
        warning(held, [
          'gives whole services on everything: ',
          foreign(shorten(wide.join(', '), 120)),
        ]),
      ]
    : [];
};

/** Policies that are harmless alone, and together are not. */
const judgeTogether = (holder: Holder): readonly CheckedResource[] => {
  if (holder.policies.some(({ grants }) => grants.isAdmin)) return [];
  const together = privilegeOf(holder.policies);
  if (together?.kind !== 'escalation') return [];
  const alone = new Set(
    holder.policies.flatMap(({ grants }) => escalationsWith(grants.escalating)),
  );
  const ways = together.ways.filter((way) => !alone.has(way));
  return ways.length === 0
    ? []
    : [
        {
          outcome: 'warn',
          name: holderName(holder),
          region: undefined,
          why: [`may ${waysWords(ways)}, by several policies together`],
        },
      ];
};

const badWords = (bad: readonly CheckedResource[], policies: number): Text => {
  const admin = bad.filter(({ outcome }) => outcome === 'fail').length;
  return admin > 0
    ? [
        `${admin} of ${counted(policies, 'policy', 'policies')} in use ${admin === 1 ? 'gives' : 'give'} everything on everything`,
        bad.length > admin ? `; ${bad.length - admin} more give much.` : '.',
      ]
    : [
        `${counted(bad.length, 'policy', 'policies')} of ${policies} in use ${bad.length === 1 ? 'gives' : 'give'} whole services, or a way to more rights.`,
      ];
};

const judgeAll = (authorization: Authorization) => {
  const held = heldPolicies(authorization);
  if (held.length === 0)
    return verdict('not-applicable', ['Nobody has a policy, so there is none to judge.']);
  const bad = [...held.flatMap(judgePolicy), ...holdersOf(authorization).flatMap(judgeTogether)];
  return verdictOn(bad, brokenGaps(held), {
    bad: badWords(bad, held.length),
    good: [
      `${counted(held.length, 'policy', 'policies')} in use: none gives everything, a whole service, or a way to more rights.`,
    ],
  });
};

export const leastPrivilege: BestPractice = {
  id: 'least-privilege',
  title: 'Least privilege',
  asks: 'A policy gives what the work needs and no more.',
  fails:
    "a policy in use gives every action on every resource without a condition; AWS's own AdministratorAccess only where a user has it directly",
  warns:
    'a policy in use gives a whole service on everything (`s3:*` on `*`), or actions that lead to more rights',
  findings: 'Policies that give too much',
  next: 'See what was used with `/iam-lastused`, and write a policy of that.',
  urgency: { fail: 70, warn: 35 },
  cis: ['1.16'],
  needs: ['authorization'],
  judge: ({ authorization }) =>
    authorization.kind === 'unread'
      ? couldNotRead(authorization.why)
      : judgeAll(authorization.value),
};
