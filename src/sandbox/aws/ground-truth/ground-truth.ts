import type { OpenedPort } from '../ec2/groups.ts';
import type { Organisation } from '../organisation.ts';
import { isLocked } from '../plan/accounts.ts';
import type { Week } from '../plan/span.ts';
import { type FlaggedCheck, flaggedChecks, ownChecks, portsIn } from './advisor.ts';
import { type GivenFlaw, givenFlaws } from './practices.ts';
import {
  alarmsWithoutActions,
  alarmsWithoutData,
  detectionsWithAlarm,
  detectionsWithoutAlarm,
  hasBadHistory,
  regionsWithoutTrail,
} from './watching.ts';

/**
 * What was put into an account of the large organisation, as whoever planned it knows it: nothing of
 * this is found out by looking.
 */
export interface GroundTruth {
  /** Nothing of the account can be read. */
  readonly isLocked: boolean;
  readonly flaws: readonly GivenFlaw[];
  /** Undefined: the account has no Support plan. */
  readonly advisor: readonly FlaggedCheck[] | undefined;
  /** The same by the bot's own checks, whose ids are the practices here. */
  readonly ownChecks: readonly GivenFlaw[];
  /** In the home region. */
  readonly openPorts: readonly OpenedPort[];
  /** Of the regions that are enabled. */
  readonly regionsWithoutTrail: readonly string[];
  /** By name, in the home region; also those whose actions are switched off. */
  readonly alarmsWithoutActions: readonly string[];
  /** In INSUFFICIENT_DATA for weeks; by name, in the home region. */
  readonly alarmsWithoutData: readonly string[];
  /** Watched by no alarm anywhere in the account. */
  readonly detectionsWithoutAlarm: readonly string[];
  /** Watched by an alarm in every region. Others are watched in some, or nobody can tell. */
  readonly detectionsWithAlarm: readonly string[];
}

/** @throws Error for an account that the organisation does not have, or for a small organisation */
export const groundTruth = (organisation: Organisation, id: string, week: Week): GroundTruth => {
  const account = organisation.accounts.find((one) => one.id === id);
  if (account === undefined || organisation.size === 'small')
    throw new Error(`nothing is planned of ${id} in the ${organisation.size} organisation`);
  const planned = { organisation, account };
  const history = { practice: 'activity-history', subject: 'account' };
  return {
    isLocked: isLocked(planned, week),
    flaws: [...givenFlaws(planned, week), ...(hasBadHistory(planned, week) ? [history] : [])],
    advisor: flaggedChecks(planned, week),
    ownChecks: ownChecks(planned, week),
    openPorts: portsIn(planned, week),
    regionsWithoutTrail: regionsWithoutTrail(planned, week),
    alarmsWithoutActions: alarmsWithoutActions(planned, week),
    alarmsWithoutData: alarmsWithoutData(planned),
    detectionsWithoutAlarm: detectionsWithoutAlarm(planned, week),
    detectionsWithAlarm: detectionsWithAlarm(planned, week),
  };
};
