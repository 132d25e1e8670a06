import type { AlarmReader } from '../../../aws/cloudwatch-types.ts';
import type { MetricFilterReader, Trail, TrailReader } from '../../../aws/trail-types.ts';
import type { Clock } from '../../../core/clock.ts';
import type { Place, Question } from '../../../core/command.ts';
import type { AccountId, RegionId } from '../../../core/ids.ts';
import type { Account, TrailLogGroup } from '../../../core/settings.ts';
import type { Store } from '../../../core/store.ts';
import { counted } from '../../../core/words.ts';
import { type Gathered, gather } from '../../asking/gather.ts';
import type { Unread } from '../../asking/unread.ts';
import type { CoverageQuery } from '../query.ts';
import { type ReadPlace, readPlace } from './read-place.ts';
import { readSightings, type Sightings } from './sightings.ts';
import { trailsOf } from './trails.ts';

export interface CoverageDeps {
  readonly alarmReader: Pick<AlarmReader, 'describeAlarms'>;
  readonly metricFilters: MetricFilterReader;
  readonly trail: Pick<TrailReader, 'trails'>;
  readonly trailLogs: () => readonly TrailLogGroup[];
  /** The ARNs of the listed topics. */
  readonly topicArns: () => readonly string[];
  readonly accounts: () => readonly Account[];
  readonly store: Store;
  readonly clock: Clock;
}

/** A region of an account whose alarms are read. */
interface Spot {
  readonly account: Account;
  readonly region: RegionId;
}

const spotsOf = (places: readonly Place[], trailLogs: readonly TrailLogGroup[]): readonly Spot[] =>
  places.flatMap(({ account, regions }) => {
    // The trail's log group may be where nobody asked; without it nothing is known of its alarms.
    const more = trailLogs.filter((one) => one.account === account.id).map(({ region }) => region);
    return [...new Set([...regions, ...more])].map((region) => ({ account, region }));
  });

/** What was read, in the order of `spots`. */
export interface Found {
  readonly spots: readonly Spot[];
  readonly read: readonly Gathered<ReadPlace>[];
  readonly trails: ReadonlyMap<AccountId, readonly Trail[]>;
  readonly unreadTrails: readonly Unread[];
  readonly sightings: Sightings;
}

export const readAll = async (
  deps: CoverageDeps,
  { places, signal, progress }: Question<CoverageQuery>,
): Promise<Found> => {
  const spots = spotsOf(places, deps.trailLogs());
  const reader = { ...deps, listedTopics: new Set(deps.topicArns()) };
  const [read, trails, sightings] = await Promise.all([
    gather(
      spots,
      ({ account, region }) => readPlace(reader, { account: account.id, region }, signal),
      {
        signal,
        onDone: (done, of) => progress([`Reading alarms: ${done} of ${counted(of, 'place')} …`]),
      },
    ),
    gather(places, (place) => trailsOf(deps.trail, place, signal), { signal }),
    readSightings(deps, signal),
  ]);
  return {
    spots,
    read,
    sightings,
    trails: new Map(
      places.flatMap(({ account }, index) => {
        const one = trails[index];
        return one?.kind === 'read' ? [[account.id, one.value] as const] : [];
      }),
    ),
    unreadTrails: places.flatMap(({ account }, index) => {
      const one = trails[index];
      if (one?.kind === 'read') return [];
      const error = one?.kind === 'failed' ? one.error : undefined;
      return [{ what: `the trails of ${account.name}`, error }];
    }),
  };
};

export const readPlaces = ({ read }: Found): readonly ReadPlace[] =>
  read.flatMap((one) => (one.kind === 'read' ? [one.value] : []));

export const unreadOf = ({ spots, read, unreadTrails }: Found): readonly Unread[] => [
  ...spots.flatMap(({ account, region }, index): readonly Unread[] => {
    const one = read[index];
    const what = `${account.name}, ${region}`;
    if (one?.kind !== 'read')
      return [{ what, error: one?.kind === 'failed' ? one.error : undefined }];
    const { unreadMetrics, firstFailure } = one.value;
    return unreadMetrics === 0
      ? []
      : [{ what: `${what}: ${counted(unreadMetrics, 'metric')}`, error: firstFailure?.error }];
  }),
  ...unreadTrails,
];
