import type { Where } from '../../../aws/cloudwatch-types.ts';
import type { LogReader, Reading } from '../../../aws/trail-types.ts';
import { type Clock, day } from '../../../core/clock.ts';
import type { Period } from '../../../core/digest.ts';
import { AppError } from '../../../core/errors.ts';
import type { AccountId, RegionId } from '../../../core/ids.ts';
import type { TrailLogGroup } from '../../../core/settings.ts';
import { shownNumber } from '../../../core/words.ts';
import { detections } from '../../../detections/index.ts';

export interface TrailLogDeps {
  readonly logs: Pick<LogReader, 'startQuery' | 'queryResults' | 'stopQuery' | 'logGroup'>;
  readonly whereOf: (account: AccountId, region: RegionId) => Where;
  readonly clock: Clock;
}

/** Records alike, with as much of each as tells what they are. */
interface CountedRecord {
  readonly record: Readonly<Record<string, unknown>>;
  readonly account: string;
  readonly count: number;
}

export interface TrailCounts {
  readonly rows: readonly CountedRecord[];
  /** There were more kinds of records than an answer holds. */
  readonly isCut: boolean;
  readonly bytesScanned: number;
}

/** The most that a query answers. https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/cloudwatch_limits_cwl.html */
const mostRows = 10_000;
const pollMs = 2_000;
/** https://aws.amazon.com/cloudwatch/pricing/, most regions. */
const dollarsPerGb = 0.005;
/** Five dollars a log group and digest. */
const mostGb = 1_000;
/** CloudTrail delivers within about five minutes, not always. */
const deliveryMs = 30 * 60_000;

/** What tells of a record who did what, and how it went. */
const fields = [
  'recipientAccountId',
  'userIdentity.type',
  'userIdentity.arn',
  'userIdentity.userName',
  'userIdentity.accountId',
  'userIdentity.invokedBy',
  'eventSource',
  'eventName',
  'eventType',
  'errorCode',
  'responseElements.ConsoleLogin',
  'additionalEventData.MFAUsed',
  'requestParameters.enable',
  'requestParameters.status',
] as const;

const guardNames = [
  ...new Set(
    detections
      .filter(({ guardsTheGuards }) => guardsTheGuards)
      .flatMap(({ events }) => events.flatMap(({ names = [] }) => names)),
  ),
];

/** One question for everything: what is looked through costs money, not what is asked. */
export const activityQuery = [
  `filter userIdentity.type = "Root" or eventName = "ConsoleLogin" or errorCode like /UnauthorizedOperation|AccessDenied/ or eventName in [${guardNames.map((name) => `"${name}"`).join(', ')}]`,
  `stats count(*) as calls by ${fields.join(', ')}`,
  'sort calls desc',
  `limit ${mostRows}`,
].join(' | ');

type Row = Readonly<Record<string, string>>;

const put = (record: Record<string, unknown>, path: readonly string[], value: unknown): void => {
  const [name = '', ...rest] = path;
  if (rest.length === 0) {
    record[name] = value;
    return;
  }
  const inner = record[name];
  const next: Record<string, unknown> =
    typeof inner === 'object' && inner !== null ? { ...inner } : {};
  put(next, rest, value);
  record[name] = next;
};

/** Insights writes true and false as 1 and 0. */
const valueOf = (field: string, text: string): unknown =>
  field === 'requestParameters.enable' ? text !== '0' && text !== 'false' : text;

const countedOf = (row: Row): CountedRecord => {
  const record: Record<string, unknown> = {};
  for (const field of fields) {
    const text = row[field] ?? '';
    if (text !== '') put(record, field.split('.'), valueOf(field, text));
  }
  const count = Number(row['calls']);
  return {
    record,
    account: row['recipientAccountId'] ?? '',
    count: Number.isFinite(count) ? count : 0,
  };
};

const refuseCostly = async (
  { logs, whereOf }: TrailLogDeps,
  { logGroup, account, region }: TrailLogGroup,
  { from, to }: Period,
  reading: Reading,
): Promise<void> => {
  const size = await logs.logGroup(whereOf(account, region), logGroup, reading);
  if (size === undefined) return;
  const share = Math.min(1, (to - from) / ((size.retentionDays ?? 365) * day));
  const gb = (size.storedBytes * share) / 1e9;
  if (gb > mostGb)
    throw new AppError(
      `Logs Insights would read about ${shownNumber(gb)} GB for about $${shownNumber(gb * dollarsPerGb)}, so it was not asked.`,
      {
        kind: 'input',
        code: 'insights_too_large',
        hint: 'List a log group that keeps less in trailLogs.',
      },
    );
};

const waitFor = async (
  { logs, clock }: TrailLogDeps,
  where: Where,
  queryId: string,
  reading: Reading,
) => {
  const { signal, urgency } = reading;
  try {
    for (;;) {
      const results = await logs.queryResults(where, queryId, reading);
      if (results.status !== 'running') return results;
      await clock.sleep(pollMs, signal);
      signal.throwIfAborted();
    }
  } catch (thrown) {
    // It costs money as long as it runs; that it could not be stopped is not what to report.
    const ending = { urgency, signal: AbortSignal.timeout(5_000) };
    void logs.stopQuery(where, queryId, ending).catch(() => undefined);
    throw thrown;
  }
};

/** Counts what a trail's log group tells of a period. Rejects with an AppError. */
export const readTrailLog = async (
  deps: TrailLogDeps,
  group: TrailLogGroup,
  period: Period,
  reading: Reading,
): Promise<TrailCounts> => {
  const { logs, whereOf, clock } = deps;
  await refuseCostly(deps, group, period, reading);
  const where = whereOf(group.account, group.region);
  const wanted = {
    logGroup: group.logGroup,
    query: activityQuery,
    from: period.from,
    // A record of the period may be logged after it.
    to: Math.max(period.to, Math.min(period.to + deliveryMs, clock.now())),
    limit: mostRows,
  };
  const queryId = await logs.startQuery(where, wanted, reading);
  const { status, rows, bytesScanned } = await waitFor(deps, where, queryId, reading);
  if (status === 'failed')
    throw new AppError('Logs Insights failed.', { kind: 'upstream', code: 'insights_failed' });
  return { rows: rows.map(countedOf), isCut: rows.length >= mostRows, bytesScanned };
};
