import type { Place } from '../../core/command.ts';
import type { AccountId, RegionId } from '../../core/ids.ts';
import { globalRegion } from '../../core/partition.ts';
import type { Detection } from '../detection.ts';
import type { FoundAlarm } from './read-place.ts';
import type { Sightings } from './sightings.ts';
import type { Reach } from './trails.ts';

/** How one detection is watched in one region of an account. */
export type State =
  | { readonly kind: 'alarm'; readonly by: readonly string[] }
  /** Nobody asked EventBridge; but an event came by a rule. Epoch ms. */
  | { readonly kind: 'event'; readonly lastSeen: number }
  /** There is an alarm, but it tells no listed topic. */
  | { readonly kind: 'unheard'; readonly by: readonly string[] }
  | { readonly kind: 'none' }
  /** Something could watch it, but it was not read, or not told. */
  | { readonly kind: 'unknown'; readonly why: string };

export const isWatched = ({ kind }: State): boolean => kind === 'alarm' || kind === 'event';

export const isMissing = ({ kind }: State): boolean => kind === 'none' || kind === 'unheard';

export interface Judged {
  readonly account: AccountId;
  readonly region: RegionId;
  readonly detection: Detection;
  readonly state: State;
}

/** An alarm with whose records it counts. */
export interface ReachingAlarm extends FoundAlarm {
  readonly reach: Reach;
}

export interface Known {
  readonly alarms: readonly ReachingAlarm[];
  readonly sightings: Sightings;
  /** Is the account one of those whose trails were read, and this trail none of them? */
  readonly isWithout: (account: AccountId, trailArn: string) => boolean;
  /** Could something that was not read watch this account's region? */
  readonly isUncertain: (account: AccountId, region: RegionId) => boolean;
}

const includes = <T>(all: readonly T[] | undefined, one: T): boolean =>
  all === undefined || all.includes(one);

/** Recorded in one region, wherever they are made from. */
const globalSources = new Set(['iam.amazonaws.com', 'organizations.amazonaws.com']);

const isGlobal = ({ events }: Detection): boolean =>
  events.every(({ source }) => source !== undefined && globalSources.has(source));

/** Where an account's calls of a detection are recorded. */
const regionsFor = (detection: Detection, { regions }: Place): readonly RegionId[] => {
  const [first] = regions;
  return isGlobal(detection) && first !== undefined ? [globalRegion(first)] : regions;
};

const namesOf = (alarms: readonly FoundAlarm[]): readonly string[] => [
  ...new Set(alarms.map(({ name }) => name)),
];

/** What keeps from saying that something is not watched. */
const whyUnknown = (
  isUncertain: boolean,
  on: readonly ReachingAlarm[],
  ofAccount: readonly ReachingAlarm[],
): string | undefined => {
  if (isUncertain) return 'not everything was read';
  const narrowed = on.find(({ isNarrowed }) => isNarrowed);
  if (narrowed !== undefined) return `the filter of ${narrowed.name} counts only a part`;
  const guess = ofAccount.find(({ reach, isHeard }) => reach.isGuess && isHeard);
  return guess === undefined
    ? undefined
    : `no trail is known that writes to ${guess.logGroup}, which ${guess.name} counts: it may bring this region too`;
};

/** Does an alarm count the records of an account? What the settings list by name is believed. */
const counts = (
  { accounts, organizationTrail }: Reach,
  account: AccountId,
  { isWithout }: Known,
): boolean =>
  accounts === undefined
    ? organizationTrail === undefined || !isWithout(account, organizationTrail)
    : accounts.includes(account);

const judgeOne = (known: Known, account: AccountId, region: RegionId, detection: string): State => {
  const ofAccount = known.alarms.filter(
    (alarm) => alarm.detection === detection && counts(alarm.reach, account, known),
  );
  const on = ofAccount.filter(({ reach }) => includes(reach.regions, region));
  const heard = on.filter(({ isHeard, isNarrowed }) => isHeard && !isNarrowed);
  if (heard.length > 0) return { kind: 'alarm', by: namesOf(heard) };
  const lastSeen = known.sightings.lastSeen(account, region, detection);
  if (lastSeen !== undefined) return { kind: 'event', lastSeen };
  const why = whyUnknown(known.isUncertain(account, region), on, ofAccount);
  if (why !== undefined) return { kind: 'unknown', why };
  return on.length > 0 ? { kind: 'unheard', by: namesOf(on) } : { kind: 'none' };
};

/** Every detection in every region of every place. */
export const judge = (
  places: readonly Place[],
  detections: readonly Detection[],
  known: Known,
): readonly Judged[] =>
  places.flatMap((place) =>
    detections.flatMap((detection) =>
      regionsFor(detection, place).map((region) => ({
        account: place.account.id,
        region,
        detection,
        state: judgeOne(known, place.account.id, region, detection.id),
      })),
    ),
  );
