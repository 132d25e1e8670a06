import type { Alert } from '../../core/alert.ts';
import { toError } from '../../core/errors.ts';
import type { Notification } from '../../core/notification.ts';
import { untrusted } from '../../core/text.ts';
import { isTrailRecord } from '../../core/trail-event.ts';
import { matchDetections } from '../../detections/match.ts';
import type { LogFileWork } from './log-file-work.ts';
import { recordsIn } from './records.ts';

/** Alerts that are taken in together. */
const alertsAtOnce = 50;
/** Records after which others have their turn. */
const recordsAtOnce = 500;

/** What some records come to. */
export interface Batch {
  readonly alerts: readonly Alert[];
  /** Nobody watches for them. */
  readonly ignored: number;
  /** They cannot be read. */
  readonly broken: number;
  /** How many records of the file are done with it. */
  readonly done: number;
}

export interface BatchesDeps {
  readonly alertsOf: (notification: Notification) => readonly Alert[];
  /** Does a route ask for records that no detection matches? */
  readonly takesUnwatched: () => boolean;
}

type Json = Readonly<Record<string, unknown>>;

const notificationOf = (body: Json, { topic, via, receivedAt }: LogFileWork): Notification => ({
  via,
  ...(topic !== undefined && { topicArn: topic }),
  message: untrusted(''),
  body,
  sentAt: receivedAt,
});

/** The alerts of one record: none for what nobody watches for, undefined if it cannot be read. */
const createRead =
  ({ alertsOf, takesUnwatched }: BatchesDeps, work: LogFileWork) =>
  (record: unknown): readonly Alert[] | undefined => {
    if (record === undefined) return undefined;
    if (!isTrailRecord(record)) return [];
    try {
      const isWanted = matchDetections(record).length > 0 || takesUnwatched();
      return isWanted ? alertsOf(notificationOf(record, work)) : [];
    } catch {
      return undefined;
    }
  };

/**
 * A log file's records in small batches, from where the work was left. What stands before a fault
 * of the file is given first.
 *
 * @throws AppError as `recordsIn` does
 */
export function* batchesIn(
  bytes: Buffer,
  work: LogFileWork,
  deps: BatchesDeps,
): Generator<Batch, void> {
  const read = createRead(deps, work);
  let done = work.from;
  let since = done;
  let fresh = { alerts: [] as Alert[], ignored: 0, broken: 0 };
  let fault: Error | undefined;
  const close = (): Batch => {
    const batch = { ...fresh, done };
    fresh = { alerts: [], ignored: 0, broken: 0 };
    since = done;
    return batch;
  };
  try {
    for (const record of recordsIn(bytes, work.from)) {
      const alerts = read(record);
      done += 1;
      if (alerts === undefined) fresh.broken += 1;
      else if (alerts.length === 0) fresh.ignored += 1;
      else fresh.alerts.push(...alerts);
      if (fresh.alerts.length >= alertsAtOnce || done - since >= recordsAtOnce) yield close();
    }
  } catch (thrown) {
    fault = toError(thrown);
  }
  if (done > since) yield close();
  if (fault !== undefined) throw fault;
}
