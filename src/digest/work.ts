import { minute } from '../core/clock.ts';
import type { Log } from '../core/log.ts';
import type { DigestSettings } from '../core/settings.ts';
import type { Store, Tx } from '../core/store.ts';
import { parseJson } from '../core/unwrap-json.ts';
import { isRecord } from '../core/values.ts';

/** The kind of the due work that sends a digest. */
export const digestWork = 'digest';

/** What is to be sent. */
export interface DigestJob {
  /** As the settings name it. */
  readonly digest: string;
  /** The instant it was due, or at which somebody asked for it. */
  readonly dueAt: number;
  /** Where somebody wants it once more; undefined: it was due, and goes where the settings say. */
  readonly channel?: string;
}

/** Has it sent, as soon as somebody gets to it; the same job once. */
export const putDigestWork = (tx: Tx, job: DigestJob, at: number): Promise<void> =>
  tx.due.put({
    id: [
      digestWork,
      job.digest,
      job.dueAt,
      ...(job.channel === undefined ? [] : [job.channel]),
    ].join(' '),
    kind: digestWork,
    at,
    payload: JSON.stringify(job),
  });

/** What {@link putDigestWork} has written; undefined: it was not written by that. */
export const readJob = (payload: string): DigestJob | undefined => {
  const job = parseJson(payload)?.value;
  if (!isRecord(job) || typeof job['digest'] !== 'string' || typeof job['dueAt'] !== 'number')
    return undefined;
  const { digest, dueAt, channel } = job;
  return { digest, dueAt, ...(typeof channel === 'string' && { channel }) };
};

const jobIn = (payload: string): DigestJob => {
  const job = readJob(payload);
  if (job === undefined) throw new Error('the work of a digest does not say which one it is');
  return job;
};

/** A digest that is to be read and posted. */
export interface DigestToSend {
  readonly settings: DigestSettings;
  readonly job: DigestJob;
  readonly isLate: boolean;
  /** When the last one that was sent was due, epoch ms. */
  readonly lastDueAt: number | undefined;
}

export interface DigestErrandDeps {
  readonly digests: () => readonly DigestSettings[];
  readonly store: Store;
  /**
   * Reads and posts it. Its last transaction has to lock the run, see that it is not sent yet, and say
   * that it is: the same work may be done twice.
   */
  readonly send: (digest: DigestToSend, signal: AbortSignal) => Promise<void>;
  readonly now: () => number;
  readonly log: Log;
}

/** A start, a slow minute and a retry are not yet late. */
const lateMs = 15 * minute;

/** It was neither sent, nor has a newer one taken its place. */
const stillDue = async (tx: Tx, job: DigestJob): Promise<boolean> => {
  const run = await tx.digests.lock(job);
  if (run === undefined || run.sentAt !== undefined) return false;
  const latest = await tx.digests.latest(job.digest);
  return latest === undefined || latest.dueAt <= job.dueAt;
};

/** Sends one digest; what it throws is tried again. */
export const createDigestErrand =
  ({ digests, store, send, now, log }: DigestErrandDeps) =>
  async (payload: string, signal: AbortSignal): Promise<void> => {
    const job = jobIn(payload);
    const settings = digests().find(({ name }) => name === job.digest);
    if (settings === undefined) {
      log.warn('a digest was due that the settings do not know any more', { digest: job.digest });
      return;
    }
    const about = await store.transaction(async (tx) => {
      if (job.channel === undefined && !(await stillDue(tx, job))) return undefined;
      const last = await tx.digests.lastSent(job.digest, job.dueAt);
      return { isLate: now() - job.dueAt > lateMs, lastDueAt: last?.dueAt };
    });
    if (about !== undefined) await send({ settings, job, ...about }, signal);
  };

/** Marks it sent in the transaction that posts it. False: somebody else has done so; post nothing. */
export const markSent = async (tx: Tx, job: DigestJob, now: number): Promise<boolean> => {
  const run = await tx.digests.lock(job);
  if (run === undefined || run.sentAt !== undefined) return false;
  await tx.digests.sent(job, now);
  return true;
};
