import type { AlarmReader, AlarmStateChange, Where } from '../aws/cloudwatch-types.ts';
import { hintOf, toError } from '../core/errors.ts';
import { asRegionId } from '../core/ids.ts';
import type { Account, TopicSettings } from '../core/settings.ts';
import type { MissedState } from './found-late-message.ts';
import { missedStates } from './missed-states.ts';

/** A place that could not be read, why, and what to do about it. */
export interface GapProblem {
  readonly account: string | undefined;
  readonly region: string;
  readonly reason: string;
  readonly cure: string | undefined;
}

export interface PlaceReading {
  readonly missed: readonly MissedState[];
  /** Set where alarms or their history could not be read. */
  readonly problem: GapProblem | undefined;
}

const readWithinMs = 120_000;

export const keyOf = ({ account, region }: Where): string => `${account ?? ''}/${region}`;

/** Where alarms live that may tell us: the accounts in the settings, the regions of the topics. */
export const placesOf = (
  accounts: readonly Account[],
  topics: readonly TopicSettings[],
): readonly Where[] => {
  const own = topics.flatMap(({ arn }) => {
    const region = asRegionId(arn.split(':')[3]);
    return region ? [{ account: undefined, region }] : [];
  });
  const named = accounts.flatMap(({ id, regions }) =>
    regions.map((region) => ({ account: id, region })),
  );
  return [...new Map([...own, ...named].map((where) => [keyOf(where), where])).values()];
};

const problemOf = ({ account, region }: Where, thrown: unknown): GapProblem => ({
  account,
  region,
  reason: toError(thrown).message,
  cure: hintOf(thrown),
});

/**
 * Reads what the alarms of one place would have told the listed topics since `since` (epoch ms).
 * Never rejects. Without their history the states they are in are still found.
 */
export const readPlace = async (
  reader: AlarmReader,
  where: Where,
  listed: ReadonlySet<string>,
  since: number,
  stopped: AbortSignal,
): Promise<PlaceReading> => {
  const signal = AbortSignal.any([stopped, AbortSignal.timeout(readWithinMs)]);
  try {
    const alarms = await reader.describeAlarms(where, signal);
    const ours = alarms.filter(({ actions }) => actions.some((action) => listed.has(action)));
    let changes: readonly AlarmStateChange[] = [];
    let problem: GapProblem | undefined;
    try {
      if (ours.length > 0) changes = await reader.stateChanges(where, since, signal);
    } catch (thrown) {
      problem = problemOf(where, thrown);
    }
    return { missed: missedStates(ours, changes, listed, since), problem };
  } catch (thrown) {
    return { missed: [], problem: problemOf(where, thrown) };
  }
};
