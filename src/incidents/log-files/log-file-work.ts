import type { TopicArn } from '../../core/ids.ts';
import type { LogFile } from '../../core/log-file.ts';
import type { Via } from '../../core/notification.ts';
import type { Tx } from '../../core/store.ts';
import { isRecord } from '../../core/values.ts';

/** The errand that reads a log file. */
export const logFileWork = 'log-file';

/** A file to read, and the notice that told of it. */
export interface LogFileWork extends Pick<LogFile, 'bucket' | 'key'> {
  readonly topic: TopicArn | undefined;
  readonly via: Via;
  readonly receivedAt: number;
  /** The notice's row in the inbox. */
  readonly inboxId: number | undefined;
  /** Records before this one have been taken in. */
  readonly from: number;
  /** How many of those could not be. */
  readonly lost: number;
}

const workId = ({ bucket, key }: Pick<LogFile, 'bucket' | 'key'>): string =>
  `${logFileWork} ${bucket}/${key}`;

const put = (tx: Tx, work: LogFileWork, at: number): Promise<void> =>
  tx.due.put({ id: workId(work), kind: logFileWork, at, payload: JSON.stringify(work) });

/** Has a file read; one that waits to be read already is read once. */
export const wantFile = async (tx: Tx, work: LogFileWork, now: number): Promise<void> => {
  if ((await tx.due.get(workId(work))) === undefined) await put(tx, work, now);
};

/** Goes on with a file later, where it was left. */
export const goOnWith = put;

export const readWork = (payload: string): LogFileWork => {
  const read: unknown = JSON.parse(payload);
  if (!isRecord(read) || typeof read['key'] !== 'string') throw new Error('this is no log file');
  // Written by `put`, and by nobody else.
  return read as unknown as LogFileWork;
};
