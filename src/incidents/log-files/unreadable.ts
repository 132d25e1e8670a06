import type { Card } from '../../core/card.ts';
import { type Clock, day } from '../../core/clock.ts';
import { AppError, hintOf } from '../../core/errors.ts';
import type { Metrics } from '../../core/metrics.ts';
import { foreign } from '../../core/redact.ts';
import type { Say } from '../../core/say.ts';
import type { Tx } from '../../core/store.ts';
import { type Text, untrusted } from '../../core/text.ts';
import type { LogFileWork } from './log-file-work.ts';

export interface UnreadableDeps {
  readonly say: Say;
  readonly clock: Clock;
  readonly metrics: Metrics;
}

const codeOf = (error: Error): string => (error instanceof AppError ? error.code : 'other');

const keptText = ({ inboxId }: LogFileWork, isGivenUp: boolean): Text => {
  if (!isGivenUp) return ['It is tried again for a day.'];
  return inboxId === undefined
    ? ['It is not read any more.']
    : ['Its notice is kept. To try again: ', { code: `npm run store -- requeue ${inboxId}` }];
};

const cardOf = (work: LogFileWork, error: Error, isGivenUp: boolean): Card => ({
  headline: ['A log file of CloudTrail could not be read: bucket ', untrusted(work.bucket)],
  badge: { emoji: 'warning', word: 'NOT SHOWN' },
  parts: [
    {
      kind: 'facts',
      facts: [
        { label: 'File', value: [{ code: untrusted(work.key) }] },
        { label: 'Reason', value: [foreign(error.message)] },
        { label: 'Cure', value: [foreign(hintOf(error) ?? "The bot's log tells more.")] },
      ],
    },
    { kind: 'text', text: keptText(work, isGivenUp) },
    {
      kind: 'note',
      text: [
        'Other files of this bucket that fail alike today are counted (trailwarden_log_files_total) and not told one by one.',
      ],
    },
  ],
});

/**
 * Says, once a bucket, reason and day (UTC), that a log file cannot be read and what helps. One that
 * is given up is put aside with its notice.
 */
export const createTellUnreadable =
  ({ say, clock, metrics }: UnreadableDeps) =>
  async (tx: Tx, work: LogFileWork, error: Error, isGivenUp: boolean): Promise<void> => {
    const { bucket, key, inboxId } = work;
    const date = new Date(Math.floor(clock.now() / day) * day).toISOString().slice(0, 10);
    const end = isGivenUp ? 'given-up' : 'tried-again';
    const notice = `log-file/${bucket}/${codeOf(error)}/${end}/${date}`;
    const known = await tx.posts.ofOwner('notice', notice);
    if (known.length === 0) await say(tx, { key: notice, card: cardOf(work, error, isGivenUp) });
    if (!isGivenUp) return;
    metrics.count('trailwarden_log_files_total', { outcome: 'unreadable' });
    if (inboxId === undefined) return;
    metrics.count('trailwarden_quarantined_total', { reason: 'unreadable' });
    await tx.inbox.quarantine(inboxId, `The log file ${bucket}/${key}: ${error.message}`);
  };
