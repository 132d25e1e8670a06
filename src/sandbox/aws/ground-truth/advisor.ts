import { type OpenedPort, openedPorts } from '../ec2/groups.ts';
import { type AccountFlaw, hasFlaw, type Planned } from '../plan/accounts.ts';
import { isIn, type Week } from '../plan/span.ts';
import { planUsers, type UserFlaw } from '../plan/users.ts';
import { habitsIn } from '../support/drawn.ts';
import { hasPlan } from '../support/plan.ts';
import { type GivenFlaw, givenFlaws } from './practices.ts';
import { hasBadHistory } from './watching.ts';

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

const own = (practice: string, subject = 'account'): GivenFlaw => ({ practice, subject });

/** What is against the bot's own checks, which stand in for Trusted Advisor's where there is no plan. */
export const ownChecks = (planned: Planned, week: Week): readonly GivenFlaw[] => {
  const has = (flaw: AccountFlaw): boolean => hasFlaw(planned, flaw, week);
  const oldKeys = givenFlaws(planned, week).filter(
    ({ practice, subject }) => practice === 'credential-rotation' && subject.includes(', key '),
  );
  const badPasswords = ['no-password-policy', 'short-passwords', 'reused-passwords'] as const;
  return [
    ...oldKeys.map(({ subject }) => own('key-rotation', subject)),
    ...portsIn(planned, week).map(({ group }) => own('unrestricted-ports', group)),
    ...(has('root-key') ? [own('root-keys')] : []),
    ...(has('root-without-mfa') ? [own('root-mfa')] : []),
    ...(badPasswords.some(has) ? [own('password-policy')] : []),
    ...(hasBadHistory(planned, week) ? [own('trail-logging')] : []),
  ];
};
