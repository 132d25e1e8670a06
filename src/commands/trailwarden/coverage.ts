import type { Card, CardPart } from '../../core/card.ts';
import type { Clock } from '../../core/clock.ts';
import type { Answer, Place, Question } from '../../core/command.ts';
import type { Account } from '../../core/settings.ts';
import type { Store } from '../../core/store.ts';
import { counted } from '../../core/words.ts';
import { isMissing, isWatched, type Judged, judge } from '../../detections/coverage/judge.ts';
import { knownOf } from '../../detections/coverage/known.ts';
import { type CoverageReaders, type Found, readAll } from '../../detections/coverage/read.ts';
import { readSightings } from '../../detections/coverage/sightings.ts';
import { isCountedElsewhere } from '../../detections/coverage/uncertain.ts';
import { detections } from '../../detections/index.ts';
import { csvPart } from '../asking/csv.ts';
import { type Unread, unreadOf, unreadParts } from '../asking/unread.ts';
import { coverageCsv, coverageDetail, coverageTable, worstPlaces } from './coverage-rows.ts';
import type { CoverageQuery } from './query.ts';

export interface CoverageDeps extends CoverageReaders {
  readonly accounts: () => readonly Account[];
  readonly store: Store;
  readonly clock: Clock;
}

const mostDetails = 20;

/** Metrics of which it is not known what counts into them. */
const unreadMetrics = ({ spots, read }: Found): readonly Unread[] =>
  spots.flatMap(({ account, region }, index) => {
    const one = read[index];
    if (one?.kind !== 'read' || one.value.unreadMetrics === 0) return [];
    const { unreadMetrics: count, firstFailure } = one.value;
    const what = `${account.name}, ${region}: ${counted(count, 'metric')}`;
    return [{ what, error: firstFailure?.error }];
  });

const unreadIn = (found: Found): readonly Unread[] => [
  ...unreadOf(found.spots, found.read, ({ account, region }) => `${account.name}, ${region}`),
  ...unreadMetrics(found),
  ...unreadOf(found.places, found.readTrails, ({ account }) => `the trails of ${account.name}`),
];

const headlineOf = (judged: readonly Judged[], places: readonly Place[]): string => {
  const [first] = places;
  const missing = judged.filter(({ state }) => isMissing(state));
  const unknown = judged.filter(({ state }) => state.kind === 'unknown').length;
  const where =
    places.length === 1 && first !== undefined
      ? `in ${first.account.name}`
      : `in ${counted(places.length, 'account')}`;
  const rest = unknown === 0 ? '' : ` Of ${unknown} it is not known.`;
  const watched = judged.filter(({ state }) => isWatched(state)).length;
  if (missing.length === 0 && unknown === 0) return `Everything is watched ${where}.`;
  if (missing.length === 0) return `${watched} of ${judged.length} are watched ${where}.${rest}`;
  const kinds = new Set(missing.map(({ detection }) => detection.id)).size;
  return `${counted(kinds, 'detection is', 'detections are')} not watched everywhere ${where}: ${missing.length} of ${judged.length} are missing.${rest}`;
};

const badgeOf = (judged: readonly Judged[]): NonNullable<Card['badge']> => {
  if (judged.every(({ state }) => isWatched(state)))
    return { emoji: 'white_check_mark', word: 'COVERED' };
  return judged.some(({ state }) => isMissing(state))
    ? { emoji: 'warning', word: 'GAPS' }
    : { emoji: 'grey_question', word: 'NOT ALL READ' };
};

const notes = (isElsewhereToo: boolean): readonly CardPart[] => [
  {
    kind: 'note',
    text: [
      '✓ watched: by an alarm whose metric filter counts it and whose action leads to a listed topic, or by an event that came in the last 30 days (a rule without an event is not seen). – not watched. ? not known. “2 of 3”: regions. Each row is in the CSV, how it is watched in Details.',
    ],
  },
  ...(!isElsewhereToo
    ? []
    : [
        {
          kind: 'note',
          text: [
            'Alarms on a trail of another account, which was not asked about, may watch more: there it says ?.',
          ],
        } as const,
      ]),
];

/** Account × region × detection: what is watched, and how. */
export const coverageAnswer = async (
  deps: CoverageDeps,
  question: Question<CoverageQuery>,
): Promise<Answer> => {
  const { places, signal, progress } = question;
  const found = await readAll(deps, {
    places,
    signal,
    urgency: 'people',
    sightings: readSightings(deps, signal),
    onDone: (done, of) => progress([`Reading alarms: ${done} of ${counted(of, 'place')} …`]),
  });
  const judged = judge(places, detections, knownOf(found, deps.trailLogs()));
  const unread = unreadIn(found);
  return {
    isPartial: unread.length > 0 || !found.sightings.isComplete,
    card: {
      badge: badgeOf(judged),
      headline: [headlineOf(judged, places)],
      parts: [
        coverageTable(judged, places, detections),
        ...unreadParts(unread, found.spots.length + places.length, 'reading'),
        ...notes(isCountedElsewhere(found, places, deps.trailLogs())),
      ],
    },
    details: worstPlaces(judged, places)
      .slice(0, mostDetails)
      .map((place) => coverageDetail(judged, place)),
    ...csvPart(coverageCsv(judged, deps.accounts())),
  };
};
