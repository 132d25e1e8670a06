import type { AlarmReader, Where } from '../../../aws/cloudwatch-types.ts';
import type { Sns } from '../../../aws/sns.ts';
import type { MetricFilterReader, Reading, Trail, TrailReader } from '../../../aws/trail-types.ts';
import type { Place } from '../../../core/command.ts';
import type { SectionPart, Unread } from '../../../core/digest.ts';
import type { AccountId, RegionId } from '../../../core/ids.ts';
import type { Account, TopicSettings, TrailLogGroup } from '../../../core/settings.ts';
import type { CoverageReaders } from '../../../detections/coverage/read.ts';
import { readSightings, type Sightings } from '../../../detections/coverage/sightings.ts';
import { once, onceEach } from '../../once.ts';
import type { Section, SectionReader, SectionRun } from '../../section.ts';
import { alarmScope, enabledIn, lookAtAlarms } from './alarms.ts';
import { type BotLookDeps, lookAtBot } from './bot.ts';
import { kinds, type Looked } from './kinds.ts';
import { lookAtSubscriptions } from './subscriptions.ts';
import { tellWatching, type WatchingDetail } from './tell-watching.ts';
import { lookAtTrails, trailScope } from './trails.ts';
import { lookAtDetections } from './unwatched.ts';

export interface WatchingSectionDeps extends Omit<BotLookDeps, 'sns' | 'subscriptions'> {
  readonly alarmReader: Pick<AlarmReader, 'describeAlarms'>;
  readonly metricFilters: MetricFilterReader;
  readonly trail: Pick<TrailReader, 'trails' | 'trailState'>;
  readonly sns: Pick<Sns, 'subscriptions' | 'subscriptionAttributes'>;
  /** With which credentials an account is read. */
  readonly whereOf: (account: AccountId, region: RegionId) => Where;
  readonly trailLogs: () => readonly TrailLogGroup[];
  readonly accounts: () => readonly Account[];
}

const placeKey = ({ account, region }: Where): string => `${account ?? ''}/${region}`;

/**
 * What several parts and accounts ask for is asked once: an account's alarms and trails, and the alarms
 * on the log group that a trail of all accounts writes to.
 */
const createOnce = (deps: WatchingSectionDeps, { urgency, signal }: SectionRun) => {
  const reading: Reading = { urgency, signal };
  const placed = ({ account, region }: Where): Where =>
    account === undefined ? { account, region } : deps.whereOf(account, region);
  const describeAlarms = onceEach(placeKey, (where: Where) =>
    deps.alarmReader.describeAlarms(placed(where), signal),
  );
  const trails = onceEach(
    ({ account }: Where) => account ?? '',
    (where: Where) => deps.trail.trails(placed(where), reading),
  );
  const metricFilters = onceEach(
    (where: Where, metric: { readonly namespace: string; readonly name: string }) =>
      JSON.stringify([placeKey(where), metric.namespace, metric.name]),
    (where: Where, metric) => deps.metricFilters.metricFilters(placed(where), metric, reading),
  );
  const readers: CoverageReaders = {
    alarmReader: { describeAlarms },
    metricFilters: { metricFilters },
    trail: { trails },
    trailLogs: deps.trailLogs,
    topicArns: () => deps.topics().map(({ arn }) => arn),
  };
  return {
    readers,
    subscriptions: onceEach(
      (arn: TopicSettings['arn']) => arn,
      (arn: TopicSettings['arn']) => deps.sns.subscriptions(arn, signal),
    ),
    sightings: once((): Promise<Sightings> => readSightings(deps, signal)),
  };
};

type Once = ReturnType<typeof createOnce>;

/** Regions of the account that are not asked about this time. */
const leftOut = ({ account, regions }: Place): Looked => ({
  findings: [],
  unread: account.regions
    .filter((region) => !regions.includes(region))
    .flatMap((region) =>
      [trailScope(region), alarmScope(region)].map((scope) => ({
        scope,
        why: [`Only ${regions.join(', ')} was asked about.`],
      })),
    ),
});

/** Where nothing could be read for one reason, it is told once. */
const unreadOf = (looked: readonly Looked[]): readonly Unread[] => {
  const unread = looked.flatMap((one) => one.unread);
  const reasons = new Set(unread.map(({ why }) => JSON.stringify(why)));
  const [first] = unread;
  const isNothingRead = looked.every(
    ({ findings, unread: gaps }) => findings.length === 0 && gaps.length > 0,
  );
  return first !== undefined && isNothingRead && reasons.size === 1
    ? [{ scope: '*', why: first.why }]
    : unread;
};

const readAccount = async (
  deps: WatchingSectionDeps,
  shared: Once,
  place: Place,
  run: SectionRun,
): Promise<SectionPart<WatchingDetail>> => {
  const { readers, sightings, subscriptions } = shared;
  const { urgency, signal } = run;
  const listed = new Set(readers.topicArns());
  const ofAlarms = {
    alarms: (account: AccountId, region: RegionId) =>
      readers.alarmReader.describeAlarms({ account, region }, signal),
    isListed: (arn: string) => listed.has(arn),
    now: deps.clock.now(),
  };
  const ofTrails = {
    trails: (account: AccountId, region: RegionId) =>
      readers.trail.trails({ account, region }, { urgency, signal }),
    trailState: (account: AccountId, trail: Trail) =>
      deps.trail.trailState(deps.whereOf(account, run.home), trail, { urgency, signal }),
  };
  const enabled = await enabledIn(ofAlarms, place);
  const [trails, alarms, detections, topics] = await Promise.all([
    lookAtTrails(ofTrails, enabled, run),
    lookAtAlarms(ofAlarms, place, run),
    lookAtDetections({ ...deps, readers, sightings }, enabled, run),
    lookAtSubscriptions({ ...deps, subscriptions }, place, run),
  ]);
  const looked: readonly Looked[] = [trails, topics, alarms, detections, leftOut(place)];
  return {
    findings: looked
      .flatMap(({ findings }) => findings)
      .toSorted((a, b) => Number(b.weight === 'fail') - Number(a.weight === 'fail')),
    kinds,
    unread:
      alarms.regionsUnread === place.regions.length
        ? unreadOf([trails, alarms, detections])
        : looked.flatMap(({ unread }) => unread),
    detail: {
      kind: 'account',
      regions: enabled.regions.length,
      regionsWithTrail: trails.regionsWithTrail,
      alarms: alarms.alarms,
      heard: alarms.heard,
      regionsUnread: alarms.regionsUnread,
      detections: detections.detections,
      watched: detections.watched,
      isAtLeast: detections.isAtLeast,
    },
  };
};

const createReader = (
  deps: WatchingSectionDeps,
  run: SectionRun,
): SectionReader<WatchingDetail> => {
  const shared = createOnce(deps, run);
  return {
    account: (place) => readAccount(deps, shared, place, run),
    bot: () => lookAtBot({ ...deps, subscriptions: shared.subscriptions }, run),
  };
};

/**
 * Whether those that watch the accounts do: trails, alarms, detections, the topics that lead to the
 * bot, and the bot itself. In an account one call a region, one a metric that an alarm counts, two a
 * trail and one a topic, and the trails.
 */
export const createWatchingSection = (deps: WatchingSectionDeps): Section<WatchingDetail> => ({
  id: 'watching',
  title: 'Watching the watcher',
  begin: (run) => createReader(deps, run),
  tell: tellWatching,
});
