import type { Clock } from '../core/clock.ts';
import { toError } from '../core/errors.ts';
import type { Log } from '../core/log.ts';
import type { Metrics } from '../core/metrics.ts';
import type { Store } from '../core/store.ts';
import type { Receive } from './intake.ts';

/** What we read of a message of SQS. */
export interface QueueMessage {
  readonly MessageId?: string | undefined;
  readonly Body?: string | undefined;
  readonly Attributes?: Readonly<Record<string, string>> | undefined;
}

export interface QueueBatchDeps {
  readonly queueUrl: string;
  readonly receive: Receive;
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: Metrics;
}

export interface BatchResult<M> {
  /** Kept for good, so they may be deleted from the queue. */
  readonly done: M[];
  readonly quarantined: number;
}

/**
 * A message that was handed out this often, and never deleted, does more than fail: it may be what
 * ends the process each time. It is put aside unread.
 */
const maxReceives = 50;

const rawHint =
  'is raw message delivery on for the subscription? It must be off: raw has no signature';

/**
 * Takes in what a queue handed out. A temporary failure leaves the message in the queue; what can
 * never be accepted is kept in quarantine under SQS's id, not under the id it claims to have, which
 * could keep the genuine message of that id out.
 *
 * @returns handle: never rejects
 */
export const createQueueBatch = (
  deps: QueueBatchDeps,
): { handle: <M extends QueueMessage>(messages: readonly M[]) => Promise<BatchResult<M>> } => {
  const { queueUrl, receive, store, clock, log, metrics } = deps;

  const quarantine = async (message: QueueMessage, code: string): Promise<boolean> => {
    const { MessageId: messageId = '', Body: envelope = '' } = message;
    const hint = code === 'sns_malformed' || code === 'sns_not_json' ? { hint: rawHint } : {};
    try {
      await store.transaction((tx) =>
        tx.inbox.addQuarantined(
          { topicArn: queueUrl, messageId, via: 'sqs', receivedAt: clock.now(), envelope },
          code,
        ),
      );
    } catch (thrown) {
      const reason = toError(thrown).message;
      log.error('a message could not be put in quarantine', { messageId, code, reason });
      return false;
    }
    metrics.count('trailwarden_quarantined_total', { reason: code });
    log.error('a message from the queue is in quarantine', { messageId, code, ...hint });
    return true;
  };

  const handleOne = async (message: QueueMessage): Promise<'done' | 'quarantined' | 'left'> => {
    const receives = Number(message.Attributes?.['ApproximateReceiveCount'] ?? 1);
    const receipt = receives < maxReceives && (await receive(message.Body ?? '', {}, 'sqs'));
    if (receipt && receipt.status === 200) return 'done';
    if (receipt && receipt.status === 503) return 'left';
    const code = receipt ? receipt.code : 'received_too_often';
    return (await quarantine(message, code)) ? 'quarantined' : 'left';
  };

  const handle = async <M extends QueueMessage>(
    messages: readonly M[],
  ): Promise<BatchResult<M>> => {
    const outcomes = await Promise.all(messages.map(handleOne));
    return {
      done: messages.filter((_, index) => outcomes[index] !== 'left'),
      quarantined: outcomes.filter((outcome) => outcome === 'quarantined').length,
    };
  };

  return { handle };
};
