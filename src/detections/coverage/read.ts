import type { AlarmReader } from '../../aws/cloudwatch-types.ts';
import type { MetricFilterReader, Reading, Trail, TrailReader } from '../../aws/trail-types.ts';
import type { Place } from '../../core/command.ts';
import { type Gathered, gather } from '../../core/gather.ts';
import type { AccountId, RegionId } from '../../core/ids.ts';
import type { Account, TrailLogGroup } from '../../core/settings.ts';
import { type ReadPlace, readPlace } from './read-place.ts';
import type { Sightings } from './sightings.ts';
import { trailsOf } from './trails.ts';

export interface CoverageReaders {
  readonly alarmReader: Pick<AlarmReader, 'describeAlarms'>;
  readonly metricFilters: MetricFilterReader;
  readonly trail: Pick<TrailReader, 'trails'>;
  readonly trailLogs: () => readonly TrailLogGroup[];
  /** The ARNs of the listed topics. */
  readonly topicArns: () => readonly string[];
}

/** What is to be read, and how. */
export interface Sweep extends Reading {
  readonly places: readonly Place[];
  readonly sightings: Promise<Sightings>;
  /** Called whenever the alarms of one more region are read. */
  readonly onDone?: (done: number, of: number) => void;
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

export interface Found {
  readonly places: readonly Place[];
  readonly spots: readonly Spot[];
  /** In the order of `spots`. */
  readonly read: readonly Gathered<ReadPlace>[];
  /** In the order of `places`. */
  readonly readTrails: readonly Gathered<readonly Trail[]>[];
  /** Of the accounts whose trails were read. */
  readonly trails: ReadonlyMap<AccountId, readonly Trail[]>;
  readonly sightings: Sightings;
}

/** Reads what may watch these places: their alarms, those on the listed log groups, and their trails. */
export const readAll = async (deps: CoverageReaders, sweep: Sweep): Promise<Found> => {
  const { places, signal, onDone } = sweep;
  const spots = spotsOf(places, deps.trailLogs());
  const reader = { ...deps, listedTopics: new Set(deps.topicArns()) };
  const [read, readTrails, sightings] = await Promise.all([
    gather(
      spots,
      ({ account, region }) => readPlace(reader, { account: account.id, region }, sweep),
      { signal, ...(onDone && { onDone }) },
    ),
    gather(places, (place) => trailsOf(deps.trail, place, sweep), { signal }),
    sweep.sightings,
  ]);
  return {
    places,
    spots,
    read,
    readTrails,
    sightings,
    trails: new Map(
      places.flatMap(({ account }, index) => {
        const one = readTrails[index];
        return one?.kind === 'read' ? [[account.id, one.value] as const] : [];
      }),
    ),
  };
};

export const readPlaces = ({ read }: Found): readonly ReadPlace[] =>
  read.flatMap((one) => (one.kind === 'read' ? [one.value] : []));
