import type { TopicArn } from './ids.ts';
import type { Untrusted } from './text.ts';

/** How a notification came to us; `evidence`: it was found under an alarm. */
export type Via = 'https' | 'sqs' | 'found-late' | 'replay' | 'evidence';

/**
 * One thing that happened, freed of its envelopes (SNS, SQS, Lambda, EventBridge over SNS …).
 * `body` is the innermost JSON value, or undefined when the message is plain text or nested
 * too deep to walk.
 */
export interface Notification {
  readonly via: Via;
  readonly topicArn?: TopicArn;
  /** SNS's MessageId, or EventBridge's event id. */
  readonly messageId?: string;
  readonly subject?: Untrusted;
  readonly message: Untrusted;
  readonly body?: unknown;
  /** The envelope's clock (SNS `Timestamp`, EventBridge `time`), epoch ms. */
  readonly sentAt: number;
}
