import { setImmediate } from 'node:timers/promises';
import type { Alert, Destination } from '../../core/alert.ts';
import { minute } from '../../core/clock.ts';
import { AppError, toError } from '../../core/errors.ts';
import type { TrailBucket } from '../../core/settings.ts';
import type { Store, Tx } from '../../core/store.ts';
import { counted } from '../../core/words.ts';
import type { Errand } from '../errands.ts';
import { compareAlerts, lockInOrder } from '../in-order.ts';
import { isStoreOutage } from '../inbox-batch.ts';
import type { Source } from '../record.ts';
import { type Batch, type BatchesDeps, batchesIn } from './batches.ts';
import { goOnWith, type LogFileWork, readWork } from './log-file-work.ts';
import { bucketOf } from './notices.ts';
import { createTellUnreadable, type UnreadableDeps } from './unreadable.ts';
import { unzip } from './unzip.ts';

/** What reading log files needs from outside. */
export interface LogFileSources extends BatchesDeps {
  readonly buckets: () => readonly TrailBucket[];
  /** The object as it is stored; rejects with an AppError, also where it is too large. */
  readonly fetch: (bucket: TrailBucket, key: string, signal: AbortSignal) => Promise<Buffer>;
}

export interface ReadLogFileDeps extends UnreadableDeps {
  readonly store: Store;
  readonly sources: LogFileSources;
  readonly destinations: (alert: Alert) => readonly Destination[];
  /** Takes an alert in as if a notification had brought it. */
  readonly takeIn: (tx: Tx, alert: Alert, source: Source) => Promise<void>;
}

/** An errand has 100 s; the rest of a file is another one. */
const patienceMs = 60_000;
/** What a bucket was denied for is not asked again for every file in it. */
const pauseMs = minute;

/** Nothing that anybody mends brings it back. */
const isFinal = (error: Error): boolean =>
  error instanceof AppError && (error.kind === 'bad-event' || error.kind === 'input');

/** It is gone by itself. */
const isPassing = (error: Error): boolean => !(error instanceof AppError) || error.retryable;

const lostRecords = (lost: number): AppError =>
  new AppError(`${counted(lost, 'record')} of the file could not be read; the others were.`, {
    kind: 'bad-event',
    code: 'log_file_records_lost',
  });

const sourceOf = ({ via, receivedAt, inboxId }: LogFileWork): Source => ({
  via,
  receivedAt,
  ...(inboxId !== undefined && { id: inboxId }),
});

/** Takes a batch in; resolves with the number of alerts that could not be. */
const createTake = ({ store, destinations, takeIn }: ReadLogFileDeps) => {
  const together = (alerts: readonly Alert[], source: Source): Promise<void> =>
    store.transaction(async (tx) => {
      const wanted = alerts.flatMap((alert) => destinations(alert).map(({ channel }) => channel));
      await lockInOrder(store, tx, wanted);
      for (const alert of alerts.toSorted(compareAlerts)) await takeIn(tx, alert, source);
    });

  const take = async (alerts: readonly Alert[], source: Source): Promise<number> => {
    if (alerts.length === 0) return 0;
    try {
      await together(alerts, source);
      return 0;
    } catch (thrown) {
      if (isStoreOutage(thrown)) throw thrown;
      if (alerts.length === 1) return 1;
    }
    // One of them is bad: each for itself, so that the others are not held up.
    let lost = 0;
    for (const alert of alerts) lost += await take([alert], source);
    return lost;
  };
  return take;
};

/** Takes in what a file holds; resolves with the work that is left of it, if its time is over. */
const createTakeFile = (deps: ReadLogFileDeps) => {
  const { sources, clock, metrics } = deps;
  const take = createTake(deps);

  const takeBatch = async (batch: Batch, work: LogFileWork): Promise<LogFileWork> => {
    const lost = await take(batch.alerts, sourceOf(work));
    metrics.count('trailwarden_events_ignored_total', {}, batch.ignored);
    return { ...work, from: batch.done, lost: work.lost + batch.broken + lost };
  };

  return async (bytes: Buffer, work: LogFileWork, signal: AbortSignal) => {
    const until = clock.monotonic() + patienceMs;
    let left = work;
    for (const batch of batchesIn(bytes, work, sources)) {
      left = await takeBatch(batch, left);
      if (clock.monotonic() > until) return left;
      await setImmediate();
      signal.throwIfAborted();
    }
    if (left.lost > 0) throw lostRecords(left.lost);
    return undefined;
  };
};

/** Reads objects; what a bucket was refused for, it is for a minute. */
const createFetch = ({ sources, clock }: ReadLogFileDeps) => {
  const refused = new Map<string, { readonly error: Error; readonly until: number }>();
  return async (bucket: TrailBucket, key: string, signal: AbortSignal): Promise<Buffer> => {
    const known = refused.get(bucket.bucket);
    if (known !== undefined && known.until > clock.now()) throw known.error;
    try {
      return await sources.fetch(bucket, key, signal);
    } catch (thrown) {
      const error = toError(thrown);
      if (!isFinal(error) && !isPassing(error))
        refused.set(bucket.bucket, { error, until: clock.now() + pauseMs });
      throw error;
    }
  };
};

/** Reads a log file that a notice told of, and takes its records in as if each had come by itself. */
export const createReadLogFile = (deps: ReadLogFileDeps): Errand => {
  const { store, sources, clock, metrics } = deps;
  const fetch = createFetch(deps);
  const takeFile = createTakeFile(deps);
  const tell = createTellUnreadable(deps);

  const read = async (work: LogFileWork, signal: AbortSignal): Promise<void> => {
    const bucket = bucketOf(work, sources.buckets());
    // It was taken off the settings meanwhile.
    if (bucket === undefined) {
      metrics.count('trailwarden_log_files_total', { outcome: 'ignored' });
      return;
    }
    const bytes = await unzip(await fetch(bucket, work.key, signal));
    signal.throwIfAborted();
    const left = await takeFile(bytes, work, signal);
    if (left === undefined) metrics.count('trailwarden_log_files_total', { outcome: 'read' });
    else await store.transaction((tx) => goOnWith(tx, left, clock.now()));
  };

  return async (payload, signal) => {
    const work = readWork(payload);
    try {
      await read(work, signal);
    } catch (thrown) {
      const error = toError(thrown);
      if (isPassing(error)) throw error;
      await store.transaction((tx) => tell(tx, work, error, isFinal(error)));
      if (!isFinal(error)) throw error;
    }
  };
};
