import { type Clock, hour, minute } from '../../../core/clock.ts';
import { stringOf } from '../../json.ts';
import { regions } from '../accounts.ts';
import type { Organisation } from '../organisation.ts';
import { trailNoise } from './noise.ts';
import { backgroundKeys } from './noise-actors.ts';
import { createRandom, type Random } from './random.ts';
import { type Deed, recordOf, type TrailEvent } from './record.ts';
import { trailStory } from './story/index.ts';

/** https://docs.aws.amazon.com/awscloudtrail/latest/userguide/view-cloudtrail-events.html */
export const historyDays = 90;

export interface TrailOptions {
  readonly clock: Clock;
  readonly organisation: Organisation;
  /** How long after a call Event history has its record; the log group has it at once. */
  readonly latencyMs: number;
}

/** What CloudTrail recorded in every account and region of the organisation. */
export interface Trail {
  /** Writes a record now, or at `at`; @returns it as CloudTrail has it */
  readonly record: (deed: Omit<Deed, 'at'> & { readonly at?: number }) => TrailEvent;
  /**
   * Writes many; those of more than an hour ago were delivered then.
   * @param lateMs How much longer than usual it takes until the others can be seen
   */
  readonly recordAll: (deeds: readonly Deed[], lateMs?: number) => readonly TrailEvent[];
  /** Newest first; the background of a place is made up when it is first asked for. */
  readonly eventsIn: (account: string, region: string) => readonly TrailEvent[];
  /** Of all accounts and regions, by the time of their log events, oldest first. */
  readonly everywhere: () => readonly TrailEvent[];
  /** Whose access key it is. */
  readonly accountOfKey: (accessKeyId: string) => string | undefined;
  /** As at first. */
  readonly reset: () => void;
}

const wholeSecond = (at: number): number => Math.floor(at / 1000) * 1000;

const toEvent = (
  deed: Deed,
  random: Random,
  times: Pick<TrailEvent, 'visibleAt' | 'loggedAt'>,
): TrailEvent => {
  const record = recordOf(deed, random);
  const { identity, username } = deed.actor;
  const accessKeyId = stringOf(identity['accessKeyId']);
  return {
    id: stringOf(record['eventID']),
    at: wholeSecond(deed.at),
    ...times,
    account: deed.account,
    region: deed.region,
    name: deed.name,
    source: stringOf(record['eventSource']),
    readOnly: record['readOnly'] === true,
    username,
    accessKeyId: accessKeyId === '' ? undefined : accessKeyId,
    resources: deed.resources ?? [],
    record,
  };
};

const placeOf = ({ account, region }: { account: string; region: string }): string =>
  `${account} ${region}`;

const newestFirst = (a: TrailEvent, b: TrailEvent): number => b.at - a.at;

/** A log event follows its call by some minutes, as far as that is past. */
const pastTimes = (deed: Deed, now: number, random: Random) => ({
  visibleAt: 0,
  loggedAt: Math.min(wholeSecond(deed.at) + minute + random.integer(4 * minute), now),
});

interface Past {
  readonly now: number;
  readonly story: readonly Deed[];
}

const pastOf = (past: Past, account: string, region: string): readonly TrailEvent[] => {
  const random = createRandom(`past:${account}:${region}`);
  const scenes = past.story.filter((deed) => deed.account === account && deed.region === region);
  return [...scenes, ...trailNoise(account, region, past.now)].map((deed) =>
    toEvent(deed, random, pastTimes(deed, past.now, random)),
  );
};

const keysOf = ({ accounts }: Organisation): ReadonlyMap<string, string> =>
  new Map(accounts.flatMap(({ id }) => backgroundKeys(id).map((key) => [key, id] as const)));

/** Every account and region that has records. */
const placesOf = ({ accounts }: Organisation): readonly (readonly [string, string])[] =>
  accounts.flatMap(({ id }) => regions.map((region) => [id, region] as const));

export const createTrail = ({ clock, organisation, latencyMs }: TrailOptions): Trail => {
  const now = clock.now();
  const past: Past = { now, story: trailStory({ places: organisation.places, now }) };
  const fresh = createRandom(`fresh:${now}`);
  const keys = keysOf(organisation);
  const places = new Map<string, readonly TrailEvent[]>();
  let logged: readonly TrailEvent[] | undefined;
  const eventsIn: Trail['eventsIn'] = (account, region) => {
    const place = placeOf({ account, region });
    const known = places.get(place) ?? pastOf(past, account, region).toSorted(newestFirst);
    places.set(place, known);
    return known;
  };
  const everywhere: Trail['everywhere'] = () => {
    logged ??= placesOf(organisation)
      .flatMap(([account, region]) => eventsIn(account, region))
      .toSorted((a, b) => a.loggedAt - b.loggedAt);
    return logged;
  };
  const recordAll: Trail['recordAll'] = (deeds, lateMs = 0) => {
    // What an alarm counts has reached the log; Event history comes after.
    const time = clock.now();
    const loggedAt = time + lateMs;
    const soon = { visibleAt: loggedAt + latencyMs, loggedAt };
    const events = deeds.map((deed) =>
      toEvent(deed, fresh, deed.at < time - hour ? pastTimes(deed, time, fresh) : soon),
    );
    for (const [place, written] of Map.groupBy(events, placeOf)) {
      const known = written[0] === undefined ? [] : eventsIn(written[0].account, written[0].region);
      places.set(place, [...written.toReversed(), ...known].toSorted(newestFirst));
    }
    logged = undefined;
    return events;
  };
  const record: Trail['record'] = (deed) => {
    const [event] = recordAll([{ ...deed, at: deed.at ?? clock.now() }]);
    if (event === undefined) throw new Error('a record was not written');
    return event;
  };
  return {
    record,
    recordAll,
    eventsIn,
    everywhere,
    accountOfKey: (key) => organisation.accessKeys.get(key) ?? keys.get(key),
    reset: () => {
      places.clear();
      logged = undefined;
    },
  };
};
