import type { Place, Question } from '../../core/command.ts';
import { AppError } from '../../core/errors.ts';
import type { TrailLogGroup } from '../../core/settings.ts';
import type { Text } from '../../core/text.ts';
import { createCollector } from './collector.ts';
import { conditionsOf, isBy, isOn, type NamesOf } from './conditions.ts';
import type { WhodidDeps } from './deps.ts';
import { placesOfKey } from './key-place.ts';
import { filterPattern } from './log-pattern.ts';
import { nameNotes, namesFor } from './names.ts';
import { isSurely, type People } from './people.ts';
import { globalRegion, type Plan, planOf } from './plan.ts';
import { historyMs, type WhodidQuery } from './query.ts';
import { readSources } from './read-sources.ts';
import type { Row, Side } from './row.ts';
import { type Pair, pairsOf, type Unread } from './scan.ts';
import type { Term } from './term.ts';

/** Where an answer goes on. */
export interface Older {
  /** Epoch ms of the oldest row that was shown. */
  readonly until: number;
  /** Event ids of that very time that were shown. */
  readonly skip: readonly string[];
}

/** All that was found, and what was read for it. */
export interface Found {
  /** Newest first; none older than `frontier` is left out unless it is unread. */
  readonly rows: readonly Row[];
  readonly plan: Plan;
  readonly pairs: readonly Pair[];
  readonly unread: readonly Unread[];
  readonly pages: number;
  /** There are older ones from here on. */
  readonly frontier: number | undefined;
  /** What was read, in order. */
  readonly sources: readonly Text[];
  readonly notes: readonly Text[];
  /** The log group and the pattern, where Event history was not asked. */
  readonly log: { readonly group: TrailLogGroup; readonly pattern: string | undefined } | undefined;
  /** The whole window is older than what Event history keeps, and there is no log to ask. */
  readonly isTooOld: boolean;
}

/** Records enough to fill an answer. */
const wantedRows = 100;

const membersWithoutAddress = (query: WhodidQuery, namesOf: NamesOf): AppError | undefined =>
  [query.term, query.by].some((term) => term?.kind === 'member' && namesOf(term).length === 0)
    ? new AppError('Slack tells no e-mail address of that member', {
        kind: 'input',
        code: 'member_without_email',
        hint: 'Say the name or the e-mail address that AWS knows them by.',
      })
    : undefined;

const sidesFor =
  (term: Term | undefined, namesOf: NamesOf) =>
  (row: Row): readonly Side[] => {
    if (term?.kind !== 'word') return [];
    return [
      ...(isOn(term.word)(row) ? (['resource'] as const) : []),
      ...(isBy(namesOf(term))(row) ? (['user'] as const) : []),
    ];
  };

const ageNotes = (query: WhodidQuery, now: number, hasLog: boolean): readonly Text[] => {
  if (query.since >= now - historyMs - 60_000) return [];
  return [
    hasLog
      ? [
          'Event history keeps 90 days; what is older is from the log group, as far as that goes back.',
        ]
      : [
          'Event history keeps 90 days, so nothing older was read; a trail in S3 may still have it.',
        ],
  ];
};

/** A resource with an id of its own is of one region; people and keys are everywhere. */
const globalNotes = (
  { term }: WhodidQuery,
  plan: Plan,
  places: readonly Place[],
): readonly Text[] => {
  if (plan.isGlobal || term?.kind === 'resource' || term?.kind === 'event-id') return [];
  const missing = places.flatMap(({ regions }) => {
    const region = globalRegion(regions);
    return regions.some((each) => each === region) ? [] : [region];
  });
  const [region] = missing;
  return region === undefined
    ? []
    : [[`${region}, where IAM and other global services are recorded, was not read.`]];
};

/** Searches for everything that was asked, in the log groups of trails and in Event history. */
export const search = async (
  deps: WhodidDeps,
  question: Question<WhodidQuery>,
  people: People,
  older: Older | undefined,
): Promise<Found> => {
  const { self, signal } = question;
  const query = { ...question.query, until: older?.until ?? question.query.until };
  const namesOf = await namesFor(deps, question, people);
  const missing = membersWithoutAddress(query, namesOf);
  if (missing !== undefined) throw missing;
  const user = self === undefined ? undefined : await people.userByEmail(self);
  const selfNames = self === undefined ? undefined : [...new Set([self, user?.userName ?? self])];
  const plan = planOf(query, namesOf, selfNames);
  // Whose key it is is nobody's own doing, so that not even where it is looked for may tell.
  const keyPlaces =
    self === undefined
      ? await placesOfKey(deps, query, question.places, signal)
      : { places: question.places, notes: [] };
  const places: readonly Place[] = keyPlaces.places;
  const pairs = pairsOf(places, plan);
  const collector = createCollector({
    conditions: [
      ...conditionsOf(query, namesOf),
      ...(self === undefined ? [] : [{ about: 'self', test: isSurely(self, user) } as const]),
    ],
    sidesOf: sidesFor(query.term, namesOf),
    wanted: wantedRows,
    skip: new Set(older?.skip),
  });
  const { hasLog, usesHistory, logged, ...read } = await readSources(
    { deps, question, query, namesOf, plan, collector },
    pairs,
  );
  const now = deps.clock.now();
  return {
    ...read,
    rows: collector.rows(),
    plan,
    pairs,
    notes: [
      ...keyPlaces.notes,
      ...globalNotes(query, plan, places),
      ...nameNotes(query, namesOf),
      ...(usesHistory ? plan.notes : []),
      ...ageNotes(query, now, hasLog),
    ],
    log:
      logged === undefined ? undefined : { group: logged, pattern: filterPattern(query, namesOf) },
    isTooOld: query.until < now - historyMs && !hasLog,
  };
};
