import type { Alert } from '../../core/alert.ts';
import { alertKey } from '../../core/alert-key.ts';
import type { Fact } from '../../core/card.ts';
import { day } from '../../core/clock.ts';
import { isTrailLog, type LogFile } from '../../core/log-file.ts';
import type { Metrics } from '../../core/metrics.ts';
import type { TrailBucket } from '../../core/settings.ts';
import type { Tx } from '../../core/store.ts';
import { untrusted } from '../../core/text.ts';
import type { Source } from '../record.ts';
import { wantFile } from './log-file-work.ts';

export interface NoticesDeps {
  /** The buckets whose files are read; no other is. */
  readonly buckets: () => readonly TrailBucket[];
  /** Called as soon as there is a file to read that can be seen. */
  readonly fileWanted: () => void;
  readonly now: () => number;
  readonly metrics: Metrics;
}

/** The listed bucket that a file's key belongs to, by its prefix. */
export const bucketOf = (
  { bucket, key }: Pick<LogFile, 'bucket' | 'key'>,
  buckets: readonly TrailBucket[],
): TrailBucket | undefined =>
  buckets.find((each) => each.bucket === bucket && isTrailLog(key, each.prefix));

/** What a person adds to the settings to have the files read. */
const lineToAdd = ({ bucket, account, region }: LogFile): Fact => ({
  label: 'Next',
  value: [
    'Its records are not read. To have them matched, add under trailBuckets in the settings: ',
    {
      code: untrusted(
        `- { bucket: ${bucket}, account: ${account === undefined ? '<its account>' : `'${account}'`}, region: ${region ?? '<its region>'} }`,
      ),
    },
  ],
});

/** One message a bucket, however many files come: it is about the settings, not about the file. */
const askForSetting = (alert: Alert, log: LogFile): Alert => ({
  ...alert,
  key: alertKey(['log-files-not-read', log.bucket]),
  facts: [...alert.facts, lineToAdd(log)],
  foldsWithinMs: day,
});

const isListed = ({ bucket }: LogFile, buckets: readonly TrailBucket[]): boolean =>
  buckets.some((each) => each.bucket === bucket);

/**
 * Takes in a notice that objects were put into a bucket: has the log files of listed buckets read,
 * and counts what else is put there; returns the notice where it is to be shown.
 */
export const createNotices = ({ buckets, fileWanted, now, metrics }: NoticesDeps) => {
  const want = async (tx: Tx, file: LogFile, alert: Alert, source: Source): Promise<void> => {
    if (bucketOf(file, buckets()) === undefined) {
      metrics.count('trailwarden_log_files_total', { outcome: 'ignored' });
      return;
    }
    const { bucket, key } = file;
    const { via, receivedAt, id: inboxId } = source;
    const work = { bucket, key, topic: alert.topic, via, receivedAt, inboxId, from: 0, lost: 0 };
    await wantFile(tx, work, now());
    tx.whenVisible(fileWanted);
  };

  return async (tx: Tx, alert: Alert, source: Source): Promise<Alert | undefined> => {
    const { logFiles = [], ...shown } = alert;
    const [first] = logFiles;
    if (first === undefined) return alert;
    // A notice tells of one bucket.
    if (isListed(first, buckets())) {
      for (const file of logFiles) await want(tx, file, alert, source);
      return undefined;
    }
    const log = logFiles.find(({ key }) => isTrailLog(key));
    return log === undefined ? shown : askForSetting(shown, log);
  };
};
