import { counted } from '../../core/words.ts';
import type { BestPractice } from '../check.ts';
import type { Authorization } from '../policy/authorization.ts';
import type { Statement } from '../policy/document.ts';
import { escalatingActions } from '../policy/escalations.ts';
import { covers } from '../policy/grants.ts';
import { type HeldPolicy, heldPolicies } from '../policy/privilege.ts';
import { brokenGaps, heldBy, policyName } from '../policy/words.ts';
import { couldNotRead, type Gap, gapWords, unknown, type Verdict, verdict } from '../verdict.ts';

const ofIam = escalatingActions.filter((action) => action.startsWith('iam:'));

const statementsOf = ({ policy }: HeldPolicy): readonly Statement[] =>
  policy.document?.kind === 'read' ? policy.document.statements : [];

const isPrivileged = (statement: Statement): boolean =>
  statement.effect === 'allow' && ofIam.some((action) => covers(statement, action));

/** A condition on what gives much, or one under which much is denied. */
const isUsed = (statement: Statement): boolean =>
  statement.conditions.length > 0 && (statement.effect === 'deny' || isPrivileged(statement));

const withoutAny = (held: readonly HeldPolicy[], gaps: readonly Gap[], count: number): Verdict => ({
  ...verdict(
    'warn',
    [
      `None of ${counted(count, 'statement')} that ${count === 1 ? 'lets' : 'let'} people change rights has a condition: from any address, without MFA, at any time.`,
    ],
    ...gaps.map(gapWords),
  ),
  gaps,
  resources: held.map((one) => ({
    outcome: 'warn',
    name: policyName(one),
    region: undefined,
    why: [...heldBy(one), 'lets people change rights, without a condition'],
  })),
});

const judgeAll = (authorization: Authorization): Verdict => {
  const held = heldPolicies(authorization);
  const gaps = brokenGaps(held);
  const privileged = held.filter((one) => statementsOf(one).some(isPrivileged));
  const count = privileged.flatMap(statementsOf).filter(isPrivileged).length;
  const used = held.flatMap(statementsOf).filter(isUsed).length;
  if (used > 0 && count > 0)
    return verdict('pass', [
      `${counted(count, 'statement')} ${count === 1 ? 'lets' : 'let'} people change rights; ${counted(used, 'statement')} with a condition ${used === 1 ? 'narrows' : 'narrow'} that.`,
    ]);
  if (count > 0) return withoutAny(privileged, gaps, count);
  return gaps.length > 0
    ? unknown(gaps)
    : verdict('not-applicable', ['No policy of the account itself lets people change rights.']);
};

export const policyConditions: BestPractice = {
  id: 'policy-conditions',
  title: 'Policy conditions',
  asks: 'Where a policy gives much, a condition (MFA, address, organisation, time) makes stolen credentials worth less.',
  fails: undefined,
  warns: 'policies of the account let people change rights, and not one condition narrows that',
  findings: 'Rights to change rights, without a condition',
  next: 'Add a condition such as aws:MultiFactorAuthPresent or aws:SourceIp to what gives much.',
  urgency: { fail: 15, warn: 15 },
  cis: [],
  needs: ['authorization'],
  judge: ({ authorization }) =>
    authorization.kind === 'unread'
      ? couldNotRead(authorization.why)
      : judgeAll(authorization.value),
};
