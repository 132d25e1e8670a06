import type { Place, Question } from '../../core/command.ts';
import { AppError } from '../../core/errors.ts';
import { asEmail } from '../../core/human.ts';
import { foreign } from '../../core/redact.ts';
import type { TrailLogGroup } from '../../core/settings.ts';
import type { Text } from '../../core/text.ts';
import { counted, shownNumber } from '../../core/words.ts';
import { type Collector, createCollector } from './collector.ts';
import { conditionsOf, isBy, isOn, type NamesOf } from './conditions.ts';
import type { WhodidDeps } from './deps.ts';
import { placesOfKey } from './key-place.ts';
import { isSurely, type People } from './people.ts';
import { type Plan, planOf } from './plan.ts';
import { historyMs, type WhodidQuery } from './query.ts';
import type { Row, Side } from './row.ts';
import { type Pair, pairsOf, type Scanned, scanHistory, type Unread } from './scan.ts';
import type { Term } from './term.ts';
import { type LogRead, scanLog } from './trail-log.ts';
import { isOutOfTime } from './until-abort.ts';

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
  /** The whole window is older than what Event history keeps, and there is no log to ask. */
  readonly isTooOld: boolean;
}

/** Records enough to fill an answer. */
const wantedRows = 100;

interface LogResult {
  readonly group: TrailLogGroup;
  readonly pairs: readonly Pair[];
  readonly read: LogRead | undefined;
  readonly error: unknown;
}

/** E-mail addresses and names are needed before anything is compared with them. */
const namesFor = async (
  deps: Pick<WhodidDeps, 'emailOfMember'>,
  { query, asker }: Question<WhodidQuery>,
): Promise<NamesOf> => {
  const emails = new Map<string, string | undefined>();
  for (const term of [query.term, query.by])
    if (term?.kind === 'member' && term.id !== undefined)
      emails.set(term.id, await deps.emailOfMember(term.id));
  const domain = asker.email?.split('@')[1];
  return (term: Term) => {
    if (term.kind === 'member') {
      const email = term.id === undefined ? asker.email : emails.get(term.id);
      return email === undefined ? [] : [email];
    }
    const name = term.kind === 'user' ? term.name : term.kind === 'word' ? term.word : '';
    // alice is alice@example.com to her colleagues.
    const address = domain === undefined ? undefined : asEmail(`${name}@${domain}`);
    return name.includes('@') || address === undefined ? [name] : [name, address];
  };
};

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

/** Which log has the records of which places; the first that covers an account. */
const byLog = (groups: readonly TrailLogGroup[], pairs: readonly Pair[]) => {
  const isCovered = (group: TrailLogGroup, { account }: Pair): boolean =>
    group.covers === undefined || group.covers.includes(account.id);
  const logs = new Map<TrailLogGroup, Pair[]>();
  const others: Pair[] = [];
  for (const pair of pairs) {
    const group = groups.find((each) => isCovered(each, pair));
    if (group === undefined) others.push(pair);
    else logs.set(group, [...(logs.get(group) ?? []), pair]);
  }
  return { logs, others };
};

const logSource = ({ group, read, error }: LogResult): Text => {
  const name = [{ code: foreign(group.logGroup) }];
  if (read === undefined) {
    const reason = error instanceof Error ? error.message.replace(/\.$/, '') : 'it failed';
    return ['the log group ', ...name, ' not, because ', foreign(reason)];
  }
  const scanned =
    read.bytesScanned === undefined ? '' : `, ${shownNumber(read.bytesScanned / 1e9)} GB scanned`;
  return read.how === 'filter'
    ? ['the log group ', ...name, ` (${counted(read.pages, 'page')})`]
    : ['the log group ', ...name, ` with Logs Insights${scanned}`];
};

const shares = (pairs: readonly Pair[]): string => {
  const accounts = new Set(pairs.map(({ account }) => account.id)).size;
  return `${counted(accounts, 'account')}, ${counted(pairs.length, 'account-region')}`;
};

const historySource = (pairs: readonly Pair[], { pages }: Scanned): Text => [
  `Event history of ${shares(pairs)} (${counted(pages, 'page')})`,
];

const highest = (...marks: readonly (number | undefined)[]): number | undefined =>
  marks.reduce((best, mark) => (best === undefined || (mark ?? 0) > best ? mark : best), undefined);

interface Search {
  readonly deps: WhodidDeps;
  readonly question: Question<WhodidQuery>;
  /** With the window as it is after `older`. */
  readonly query: WhodidQuery;
  readonly namesOf: NamesOf;
  readonly plan: Plan;
  readonly collector: Collector;
}

const readLogs = (
  { deps, question, query, namesOf, collector }: Search,
  logs: ReadonlyMap<TrailLogGroup, readonly Pair[]>,
): Promise<readonly LogResult[]> => {
  const { signal, progress } = question;
  const scan = { deps, collector, query, namesOf, signal, progress };
  return Promise.all(
    [...logs].map(async ([group, pairs]): Promise<LogResult> => {
      try {
        return { group, pairs, read: await scanLog(scan, group, pairs), error: undefined };
      } catch (error) {
        return { group, pairs, read: undefined, error };
      }
    }),
  );
};

const nothingRead: Scanned = { read: 0, unread: [], pages: 0, frontier: undefined };

const readHistory = (search: Search, pairs: readonly Pair[]): Promise<Scanned> => {
  const { deps, question, query, plan, collector } = search;
  const oldest = deps.clock.now() - historyMs;
  const isAsked = pairs.length > 0 && plan.notRecorded === undefined && query.until > oldest;
  if (!isAsked) return Promise.resolve(nothingRead);
  const onRead = (read: number, all: number): void =>
    question.progress([`${shownNumber(read)} of ${counted(all, 'account-region')} read …`]);
  const since = Math.max(query.since, oldest);
  const { signal } = question;
  const scan = { deps, collector, since, until: query.until, signal, onRead };
  return scanHistory(scan, pairs, plan.lookups);
};

const unreadOf = ({ pairs, error }: LogResult): readonly Unread[] =>
  isOutOfTime(error) && error instanceof AppError ? pairs.map((pair) => ({ pair, error })) : [];

const readAll = async (search: Search, pairs: readonly Pair[]) => {
  const { logs, others } = byLog(search.deps.trailLogs(), pairs);
  const [fromLogs, direct] = await Promise.all([
    readLogs(search, logs),
    readHistory(search, others),
  ]);
  // A log that could not be read is no reason to know nothing.
  const failed = fromLogs.filter(({ read, error }) => read === undefined && !isOutOfTime(error));
  const again = failed.flatMap((result) => result.pairs);
  const instead = await readHistory(search, again);
  const byHistory = [...others, ...again];
  const scanned = {
    pages: direct.pages + instead.pages,
    read: direct.read + instead.read,
  };
  const unread = [...fromLogs.flatMap(unreadOf), ...direct.unread, ...instead.unread];
  const usesHistory = scanned.pages > 0 || direct.unread.length + instead.unread.length > 0;
  return {
    unread,
    pages: scanned.pages + fromLogs.reduce((sum, { read }) => sum + (read?.pages ?? 0), 0),
    frontier: highest(
      direct.frontier,
      instead.frontier,
      ...fromLogs.map(({ read }) => read?.frontier),
    ),
    sources: [
      ...fromLogs.map(logSource),
      ...(usesHistory ? [historySource(byHistory, { ...nothingRead, ...scanned })] : []),
    ],
    hasLog: fromLogs.some(({ read }) => read !== undefined),
  };
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

/** Searches for everything that was asked, in the log groups of trails and in Event history. */
export const search = async (
  deps: WhodidDeps,
  question: Question<WhodidQuery>,
  people: People,
  older: Older | undefined,
): Promise<Found> => {
  const { self, signal } = question;
  const query = { ...question.query, until: older?.until ?? question.query.until };
  const namesOf = await namesFor(deps, question);
  const missing = membersWithoutAddress(query, namesOf);
  if (missing !== undefined) throw missing;
  const user = self === undefined ? undefined : await people.userByEmail(self);
  const plan = planOf(query, namesOf, self);
  const keyPlaces = await placesOfKey(deps, query, question.places, signal);
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
  const { hasLog, ...read } = await readAll(
    { deps, question, query, namesOf, plan, collector },
    pairs,
  );
  const now = deps.clock.now();
  return {
    ...read,
    rows: collector.rows(),
    plan,
    pairs,
    notes: [...keyPlaces.notes, ...plan.notes, ...ageNotes(query, now, hasLog)],
    isTooOld: query.until < now - historyMs && !hasLog,
  };
};
