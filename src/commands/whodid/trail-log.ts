import type { Where } from '../../aws/cloudwatch-types.ts';
import type { TrailRecord } from '../../aws/trail-types.ts';
import { day, hour, minute } from '../../core/clock.ts';
import { AppError } from '../../core/errors.ts';
import type { TrailLogGroup } from '../../core/settings.ts';
import { type Text, untrusted } from '../../core/text.ts';
import { textAt } from '../../core/values.ts';
import { shownNumber } from '../../core/words.ts';
import type { Collector } from './collector.ts';
import { type NamesOf, recordsIn } from './conditions.ts';
import type { WhodidDeps } from './deps.ts';
import { filterPattern, insightsQuery } from './log-pattern.ts';
import { historyMs, type WhodidQuery } from './query.ts';
import type { Pair } from './scan.ts';
import { untilAbort } from './until-abort.ts';

export interface LogScan {
  readonly deps: Pick<WhodidDeps, 'logs' | 'whereOf' | 'clock'>;
  readonly collector: Collector;
  readonly query: WhodidQuery;
  readonly namesOf: NamesOf;
  readonly signal: AbortSignal;
  readonly progress: (text: Text, isNews?: boolean) => void;
}

export interface LogRead {
  readonly how: 'filter' | 'insights';
  readonly pages: number;
  /** Logs Insights only. */
  readonly bytesScanned: number | undefined;
  /** As in `Scanned`. */
  readonly frontier: number | undefined;
}

/** CloudTrail delivers within about five minutes, not always. */
const deliveryMs = 30 * minute;
/** Beyond this Logs Insights is the faster one. */
const longWindowMs = 26 * hour;
const insightsLimit = 1000;
const pollMs = 1000;
/** https://aws.amazon.com/cloudwatch/pricing/, most regions. */
const dollarsPerGb = 0.005;
/** Five dollars: nobody wants to spend more by a question in passing. */
const mostGb = 1000;

const placeOf = (scan: LogScan, { account, region }: TrailLogGroup): Where =>
  scan.deps.whereOf(account, region);

/** Only what was asked about: the log of an organisation holds everybody's records. */
const belongsTo = (pairs: readonly Pair[]) => {
  const known = new Set(pairs.map(({ account, region }) => `${account.id} ${region}`));
  return (record: TrailRecord): boolean =>
    known.has(
      `${textAt(record, 'recipientAccountId') ?? textAt(record, 'userIdentity', 'accountId') ?? ''} ${textAt(record, 'awsRegion') ?? ''}`,
    );
};

/** A record of the window may be logged after it. */
const loggedUntil = ({ deps, query }: LogScan): number =>
  Math.max(query.until, Math.min(query.until + deliveryMs, deps.clock.now()));

type LogPage = Awaited<ReturnType<WhodidDeps['logs']['filter']>>;

const nothingAnswered = { answers: undefined, side: undefined };

/** Only from then on CloudWatch gives the newest first. */
const newestFirstFrom = Date.UTC(2024, 0, 1);

const filterPages = async (
  scan: LogScan,
  group: TrailLogGroup,
  isAsked: (record: TrailRecord) => boolean,
): Promise<LogRead> => {
  const { deps, query, signal, collector } = scan;
  const wanted = {
    logGroup: group.logGroup,
    pattern: filterPattern(query, scan.namesOf),
    from: query.since,
    to: loggedUntil(scan),
  };
  let pages = 0;
  let token: string | undefined;
  do {
    const page: LogPage = await untilAbort(signal, () =>
      deps.logs.filter(placeOf(scan, group), { ...wanted, token }, { urgency: 'people', signal }),
    );
    pages += 1;
    const records = recordsIn(page.events.map(({ message }) => message));
    collector.add(records.filter(isAsked), nothingAnswered);
    token = page.next;
    // What is logged earlier happened earlier.
    const mark = page.events.at(-1)?.at;
    if (token === undefined || mark === undefined || query.since < newestFirstFrom) continue;
    if (collector.isEnough(mark))
      return { how: 'filter', pages, bytesScanned: undefined, frontier: mark };
  } while (token !== undefined);
  return { how: 'filter', pages, bytesScanned: undefined, frontier: undefined };
};

/**
 * About how much a query over the window looks at, in GB; undefined where the group tells nothing.
 * Rejects where the group does not go back far enough.
 */
const estimatedGb = async (scan: LogScan, group: TrailLogGroup): Promise<number | undefined> => {
  const { deps, query, signal } = scan;
  const size = await untilAbort(signal, () =>
    deps.logs.logGroup(placeOf(scan, group), group.logGroup, { urgency: 'people', signal }),
  );
  if (size === undefined) return undefined;
  const { storedBytes, retentionDays = 365 } = size;
  const back = deps.clock.now() - query.since;
  if (back > retentionDays * day + hour && back <= historyMs + hour)
    throw new AppError(`it keeps ${retentionDays} days, Event history 90`, {
      kind: 'input',
      code: 'log_too_short',
    });
  const share = Math.min(1, (query.until - query.since) / (retentionDays * day));
  return (storedBytes * share) / 1e9;
};

const sayCost = (scan: LogScan, group: TrailLogGroup, gb: number): void =>
  scan.progress(
    [
      'Logs Insights reads ',
      { code: untrusted(group.logGroup) },
      `: about ${shownNumber(gb)} GB, about $${shownNumber(gb * dollarsPerGb)} …`,
    ],
    true,
  );

const waitFor = async (scan: LogScan, where: Where, queryId: string) => {
  const { deps, signal } = scan;
  try {
    for (;;) {
      const results = await untilAbort(signal, () =>
        deps.logs.queryResults(where, queryId, { urgency: 'people', signal }),
      );
      if (results.status !== 'running') return results;
      await untilAbort(signal, () => deps.clock.sleep(pollMs, signal));
    }
  } catch (error) {
    const ending = { urgency: 'people', signal: AbortSignal.timeout(5000) } as const;
    // It costs money as long as it runs; that it could not be stopped is not what to report.
    void deps.logs.stopQuery(where, queryId, ending).catch(() => undefined);
    throw error;
  }
};

const runInsights = async (
  scan: LogScan,
  group: TrailLogGroup,
  isAsked: (record: TrailRecord) => boolean,
): Promise<LogRead> => {
  const { deps, query, signal, collector } = scan;
  const gb = await estimatedGb(scan, group);
  if (gb !== undefined && gb > mostGb)
    throw new AppError(
      `Logs Insights would read about ${shownNumber(gb)} GB for about $${shownNumber(gb * dollarsPerGb)}, so it was not asked`,
      { kind: 'input', code: 'insights_too_large' },
    );
  if (gb !== undefined) sayCost(scan, group, gb);
  const where = placeOf(scan, group);
  const wanted = {
    logGroup: group.logGroup,
    query: insightsQuery(query, scan.namesOf, insightsLimit),
    from: query.since,
    to: loggedUntil(scan),
    limit: insightsLimit,
  };
  const id = await untilAbort(signal, () =>
    deps.logs.startQuery(where, wanted, { urgency: 'people', signal }),
  );
  const { status, rows, bytesScanned } = await waitFor(scan, where, id);
  if (status === 'failed')
    throw new AppError('Logs Insights failed', { kind: 'upstream', code: 'insights_failed' });
  const records = recordsIn(rows.map((row) => row['@message'] ?? ''));
  const oldest = collector.add(records.filter(isAsked), nothingAnswered);
  const frontier = rows.length >= insightsLimit ? oldest : undefined;
  return { how: 'insights', pages: 1, bytesScanned, frontier };
};

/** Reads a trail's log group for these pairs. Rejects with an AppError. */
export const scanLog = (
  scan: LogScan,
  group: TrailLogGroup,
  pairs: readonly Pair[],
): Promise<LogRead> => {
  const isLong = scan.query.until - scan.query.since > longWindowMs;
  return (isLong ? runInsights : filterPages)(scan, group, belongsTo(pairs));
};
