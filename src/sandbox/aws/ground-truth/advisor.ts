import { type OpenedPort, openedPorts } from '../ec2/groups.ts';
import { hasFlaw, type Planned } from '../plan/accounts.ts';
import { isIn, type Week } from '../plan/span.ts';
import { planUsers, type UserFlaw } from '../plan/users.ts';
import { habitsIn } from '../support/drawn.ts';
import { hasPlan } from '../support/plan.ts';

/** A check that is yellow or red. */
export interface FlaggedCheck {
  readonly check: string;
  readonly status: 'warning' | 'error';
}

const flagged = (
  check: string,
  status: FlaggedCheck['status'] | undefined,
): readonly FlaggedCheck[] => (status === undefined ? [] : [{ check, status }]);

/** Keys are red after two years. The story's are in `prod`. */
const keyStatus = (planned: Planned, week: Week): FlaggedCheck['status'] | undefined => {
  if (planned.account.id === planned.organisation.places.prod) return 'error';
  const users = planUsers(planned).filter(({ there }) => isIn(there, week));
  const has = (flaw: UserFlaw): boolean => users.some(({ flaws }) => isIn(flaws.get(flaw), week));
  if (has('ancient-key')) return 'error';
  return has('old-key') || has('stale-key') ? 'warning' : undefined;
};

const passwordStatus = (planned: Planned, week: Week): FlaggedCheck['status'] | undefined => {
  if (hasFlaw(planned, 'no-password-policy', week)) return 'error';
  return hasFlaw(planned, 'short-passwords', week) ? 'warning' : undefined;
};

export const portsIn = ({ organisation, account }: Planned, week: Week): readonly OpenedPort[] =>
  openedPorts(organisation, account.id, week);

/** What Trusted Advisor has found; undefined: it tells the account nothing. */
export const flaggedChecks = (
  planned: Planned,
  week: Week,
): readonly FlaggedCheck[] | undefined => {
  const { organisation, account } = planned;
  if (!hasPlan(organisation, account.id)) return undefined;
  const open = portsIn(planned, week).length > 0 ? 'error' : undefined;
  const root = hasFlaw(planned, 'root-without-mfa', week) ? 'error' : undefined;
  return [
    ...habitsIn({ organisation, account: account.id, week }),
    ...flagged('HCP4007jGY', open),
    ...flagged('1iG5NDGVre', open),
    ...flagged('7DAFEmoDos', root),
    ...flagged('DqdJqYeRm5', keyStatus(planned, week)),
    ...flagged('Yw2K9puPzl', passwordStatus(planned, week)),
    // Its network has five of six VPCs.
    ...flagged('jL7PP0l7J9', account.id === organisation.places.prod ? 'warning' : undefined),
  ];
};
