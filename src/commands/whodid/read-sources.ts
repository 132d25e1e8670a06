import type { Question } from '../../core/command.ts';
import { AppError } from '../../core/errors.ts';
import { foreign } from '../../core/redact.ts';
import type { TrailLogGroup } from '../../core/settings.ts';
import type { Text } from '../../core/text.ts';
import { counted, shownNumber } from '../../core/words.ts';
import type { Collector } from './collector.ts';
import type { NamesOf } from './conditions.ts';
import type { WhodidDeps } from './deps.ts';
import type { Plan } from './plan.ts';
import { historyMs, type WhodidQuery } from './query.ts';
import { type Pair, type Scanned, scanHistory, type Unread } from './scan.ts';
import { type LogRead, scanLog } from './trail-log.ts';
import { isOutOfTime } from './until-abort.ts';

interface LogResult {
  readonly group: TrailLogGroup;
  readonly pairs: readonly Pair[];
  readonly read: LogRead | undefined;
  readonly error: unknown;
}

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

/** One search, with all that it needs. */
export interface Search {
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

/** Reads the logs of trails, and Event history for what they do not cover. */
export const readSources = async (search: Search, pairs: readonly Pair[]) => {
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
    usesHistory,
    logged: usesHistory ? undefined : fromLogs[0]?.group,
    hasLog: fromLogs.some(({ read }) => read !== undefined),
  };
};
