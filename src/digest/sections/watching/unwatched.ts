import { asRead } from '../../../checks/read-facts.ts';
import type { Place } from '../../../core/command.ts';
import type { Finding } from '../../../core/digest.ts';
import { asRegionId } from '../../../core/ids.ts';
import { globalRegion } from '../../../core/partition.ts';
import { noTimeLeft, reasonOf } from '../../../core/reason.ts';
import { foreign } from '../../../core/redact.ts';
import type { Account, TrailLogGroup } from '../../../core/settings.ts';
import type { Text } from '../../../core/text.ts';
import { counted } from '../../../core/words.ts';
import { isMissing, isWatched, type Judged, judge } from '../../../detections/coverage/judge.ts';
import { knownOf } from '../../../detections/coverage/known.ts';
import { type CoverageReaders, type Found, readAll } from '../../../detections/coverage/read.ts';
import type { Sightings } from '../../../detections/coverage/sightings.ts';
import { countedIn } from '../../../detections/coverage/uncertain.ts';
import { detections } from '../../../detections/index.ts';
import type { SectionRun } from '../../section.ts';
import type { Looked } from './kinds.ts';

export interface LookedAtDetections extends Looked {
  /** How many detections are watched everywhere in the account. */
  readonly watched: number;
  readonly detections: number;
  /** Of some it is not known. */
  readonly isAtLeast: boolean;
}

interface DetectionLookDeps {
  readonly readers: CoverageReaders;
  readonly sightings: () => Promise<Sightings>;
  readonly trailLogs: () => readonly TrailLogGroup[];
  readonly accounts: () => readonly Account[];
}

const scopeOf = (detection: string): string => `detection/${detection}`;

const shownRegions = 3;

const regionWords = (missing: readonly Judged[], of: number): string => {
  if (missing.length === of && of > 1) return 'in any region';
  const names = missing.map(({ region }) => region);
  const more = names.length - shownRegions;
  return more > 1
    ? `in ${names.slice(0, shownRegions).join(', ')} and ${more} more regions`
    : `in ${names.join(', ')}`;
};

const whatOf = (missing: readonly Judged[], of: number): Text => {
  const [first] = missing;
  const unheard = missing.flatMap(({ state }) => (state.kind === 'unheard' ? state.by : []));
  const [name] = unheard;
  const title = first?.detection.title ?? '';
  const where = regionWords(missing, of);
  if (name === undefined) return [`${title}: nothing watches it ${where}`];
  const others = new Set(unheard).size - 1;
  return [
    `${title}: alarm `,
    foreign(name),
    others > 0 ? ` and ${counted(others, 'other')} ` : ' ',
    `tells no listed topic, ${where}`,
  ];
};

/** Why it is not known what is watched: what AWS said, where it said something. */
const whyUnknown = ({ read, readTrails, sightings }: Found): Text => {
  const failed = [...read, ...readTrails].find(({ kind }) => kind === 'failed');
  if (failed?.kind === 'failed') return reasonOf(failed.error);
  const filters = read.flatMap((one) =>
    one.kind === 'read' && one.value.firstFailure !== undefined ? [one.value.firstFailure] : [],
  )[0];
  if (filters !== undefined) return reasonOf(filters.error);
  if ([...read, ...readTrails].some(({ kind }) => kind === 'late')) return noTimeLeft;
  if (!sightings.isComplete) return ['There were more incidents than are read at a time.'];
  return [
    'Alarms may watch it, but it is not known whose records the log groups hold that they count, or they count only a part. List the log groups under trailLogs; ',
    { code: '/trailwarden coverage' },
    ' tells which alarms.',
  ];
};

const leftOut = ({ account, regions }: Place): Text | undefined =>
  account.regions.some((region) => !regions.includes(region))
    ? [`Only ${regions.join(', ')} was asked about.`]
    : undefined;

const lookAt = (judged: readonly Judged[], found: Found, place: Place): Looked => {
  const [first] = judged;
  if (first === undefined) return { findings: [], unread: [] };
  const { id, severity } = first.detection;
  const missing = judged.filter(({ state }) => isMissing(state));
  const isGrave = severity.level === 'critical';
  const finding: Finding = {
    id: scopeOf(id),
    kind: isGrave ? 'unwatched' : 'unwatched/warn',
    scope: scopeOf(id),
    // Nothing is broken where nothing was built: red would drown what is.
    weight: 'warn',
    what: whatOf(missing, judged.length),
  };
  if (missing.length > 0) return { findings: [finding], unread: [] };
  const isKnown = judged.every(({ state }) => isWatched(state));
  const why = isKnown ? leftOut(place) : whyUnknown(found);
  return { findings: [], unread: why === undefined ? [] : [{ scope: scopeOf(id), why }] };
};

/** What is recorded in one region for all is looked for there, whether it is listed or not. */
const withGlobal = ({ account, regions }: Place): Place => {
  const [first] = regions;
  return {
    account,
    regions: first === undefined ? [] : [...new Set([...regions, globalRegion(first)])],
  };
};

/** The alarms of other accounts that count what this one does: on the log group of a trail of all. */
const countingPlaces = async (
  { readers, accounts, trailLogs }: DetectionLookDeps,
  { account, regions }: Place,
  { urgency, signal }: SectionRun,
): Promise<readonly Place[]> => {
  const [region] = regions;
  if (region === undefined) return [];
  const where = { account: account.id, region };
  const trails = await asRead(() => readers.trail.trails(where, { urgency, signal }), {
    urgency,
    signal,
  });
  const places = countedIn(account.id, trails.kind === 'read' ? trails.value : [], trailLogs());
  const byAccount = Map.groupBy(places, (one) => one.account);
  return accounts().flatMap((one) => {
    const found = one.id === account.id ? [] : (byAccount.get(one.id) ?? []);
    const known = found.flatMap((place) => asRegionId(place.region) ?? []);
    return known.length === 0 ? [] : [{ account: one, regions: [...new Set(known)] }];
  });
};

/** Which detections neither an alarm nor an event watches in an account; each over its regions. */
export const lookAtDetections = async (
  deps: DetectionLookDeps,
  place: Place,
  run: SectionRun,
): Promise<LookedAtDetections> => {
  const { readers, sightings, trailLogs } = deps;
  const { urgency, signal } = run;
  const places = [withGlobal(place), ...(await countingPlaces(deps, place, run))];
  const found = await readAll(readers, { places, urgency, signal, sightings: sightings() });
  const judged = judge([place], detections, knownOf(found, trailLogs()));
  const groups = [...Map.groupBy(judged, ({ detection }) => detection.id).values()];
  const looked = groups.map((alike) => lookAt(alike, found, place));
  return {
    findings: looked.flatMap(({ findings }) => findings),
    unread: looked.flatMap(({ unread }) => unread),
    watched: groups.filter((alike) => alike.every(({ state }) => isWatched(state))).length,
    detections: groups.length,
    isAtLeast: judged.some(({ state }) => state.kind === 'unknown'),
  };
};
