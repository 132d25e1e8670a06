import type { Via } from './notification.ts';

export interface Received {
  readonly topicArn: string;
  readonly messageId: string;
  readonly via: Via;
  readonly receivedAt: number;
  /** The SNS envelope as it came, JSON text. */
  readonly envelope: string;
}

export interface InboxRow extends Received {
  readonly id: number;
  readonly attempts: number;
  readonly error: string | undefined;
}

/** What became of a notification. */
export interface Arrival {
  readonly via: Via;
  readonly receivedAt: number;
  readonly state: 'waiting' | 'done' | 'quarantined';
  readonly error: string | undefined;
}

export interface InboxStore {
  /** False if (topicArn, messageId) is there already. */
  readonly add: (received: Received) => Promise<boolean>;
  /**
   * Keeps what was delivered but cannot be trusted or read, quarantined from the start, so that it
   * is neither lost nor shown. False if (topicArn, messageId) is there already.
   */
  readonly addQuarantined: (received: Received, error: string) => Promise<boolean>;
  /** Unprocessed rows whose time has come, oldest first; no other transaction gets them meanwhile. */
  readonly take: (now: number, limit: number) => Promise<readonly InboxRow[]>;
  readonly markDone: (ids: readonly number[], now: number) => Promise<void>;
  readonly retryLater: (id: number, retryAt: number, error: string) => Promise<void>;
  /** Keeps the row, out of the way; shown by `doctor`. */
  readonly quarantine: (id: number, error: string) => Promise<void>;
  readonly quarantined: (limit: number) => Promise<readonly InboxRow[]>;
  /** Puts a quarantined row back; false if there is none of that id. */
  readonly requeue: (id: number) => Promise<boolean>;
  readonly get: (id: number) => Promise<InboxRow | undefined>;
  /** Undefined: it has not come, or is forgotten. */
  readonly arrival: (topicArn: string, messageId: string) => Promise<Arrival | undefined>;
  readonly counts: () => Promise<{
    readonly waiting: number;
    readonly quarantined: number;
    readonly oldestWaitingAt: number | undefined;
  }>;
  /** How many came in this time, by how they came; what was forgotten is not in it. */
  readonly received: (from: number, to: number) => Promise<Readonly<Partial<Record<Via, number>>>>;
  /** When the last row came in that was not found late, epoch ms. */
  readonly lastReceivedAt: () => Promise<number | undefined>;
  /** Forgets done rows received before `before`; returns how many. */
  readonly prune: (before: number) => Promise<number>;
}
