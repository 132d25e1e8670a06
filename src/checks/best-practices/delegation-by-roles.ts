import { foreign } from '../../core/redact.ts';
import { counted } from '../../core/words.ts';
import type { BestPractice } from '../check.ts';
import type { Authorization, Role } from '../policy/authorization.ts';
import { type Trust, trustsOf } from '../policy/trust.ts';
import { holderName } from '../policy/words.ts';
import {
  type CheckedResource,
  couldNotRead,
  type Gap,
  gapOf,
  type Verdict,
  verdict,
  verdictOn,
} from '../verdict.ts';

type Known = ReadonlySet<string>;

const strangersOf = (trusts: readonly Trust[], known: Known): readonly string[] => [
  ...new Set(
    trusts
      .filter(({ isGuarded }) => !isGuarded)
      .flatMap(({ accounts }) => accounts.filter((account) => !known.has(account))),
  ),
];

const judgeRole = (role: Role, known: Known): readonly CheckedResource[] => {
  const trusts = trustsOf(role.trust);
  const named = { name: holderName(role), region: undefined };
  const open = trusts.filter(({ isOpen, isGuarded }) => isOpen && !isGuarded);
  if (open.some(({ isConditional }) => !isConditional))
    return [{ ...named, outcome: 'fail', why: ['anybody with an AWS account may assume it'] }];
  if (open.length > 0)
    return [
      {
        ...named,
        outcome: 'warn',
        why: ['trusts everybody, under a condition that does not tell whose they are'],
      },
    ];
  const strangers = strangersOf(trusts, known);
  return strangers.length === 0
    ? []
    : [
        {
          ...named,
          outcome: 'warn',
          why: [
            `trusts ${strangers.length === 1 ? 'account' : 'accounts'} `,
            foreign(strangers.join(', ')),
            ', which the settings do not list, without an external id',
          ],
        },
      ];
};

const brokenTrusts = (roles: readonly Role[]): readonly Gap[] =>
  roles.flatMap(({ name, trust }) =>
    trust.kind === 'broken'
      ? [
          gapOf([
            'The trust policy of role ',
            { bold: foreign(name) },
            ` could not be judged: it ${trust.why}.`,
          ]),
        ]
      : [],
  );

const judgeRoles = ({ roles }: Authorization, known: Known): Verdict => {
  const own = roles.filter(({ isServiceLinked }) => !isServiceLinked);
  if (own.length === 0) return verdict('not-applicable', ['There are no roles of your own.']);
  const bad = own.flatMap((role) => judgeRole(role, known));
  const open = bad.filter(({ outcome }) => outcome === 'fail').length;
  return verdictOn(bad, brokenTrusts(own), {
    bad: [
      open > 0
        ? `Anybody may assume ${open} of ${counted(own.length, 'role')}.`
        : `${bad.length} of ${counted(own.length, 'role')} ${bad.length === 1 ? 'trusts' : 'trust'} others than the accounts of the settings, without asking who they are.`,
    ],
    good: [
      `${counted(own.length, 'role')}: other accounts that may assume one are in the settings, or have to say who they are.`,
    ],
  });
};

export const delegationByRoles: BestPractice = {
  id: 'delegation-by-roles',
  title: 'Delegation by roles',
  asks: 'Others get in by roles that say who they are, never by credentials that are passed on. Whether credentials are passed on, no API tells.',
  fails: 'a role trusts everybody without a condition that tells who',
  warns:
    'a role trusts an account that the settings do not list, without an external id or a condition on the organisation; or everybody, under a condition that does not tell whose they are',
  findings: 'Roles that trust strangers',
  next: "Write the other account's id into the trust policy, with sts:ExternalId for somebody else's service.",
  urgency: { fail: 95, warn: 40 },
  cis: [],
  needs: ['authorization'],
  judge: ({ authorization, knownAccounts }) =>
    authorization.kind === 'unread'
      ? couldNotRead(authorization.why)
      : judgeRoles(authorization.value, knownAccounts),
};
