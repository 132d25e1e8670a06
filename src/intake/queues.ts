import type { Clock } from '../core/clock.ts';
import { toError } from '../core/errors.ts';
import type { Handle } from '../core/handle.ts';
import type { Log } from '../core/log.ts';
import type { Metrics } from '../core/metrics.ts';
import type { QueueSettings } from '../core/settings.ts';
import type { Store } from '../core/store.ts';
import { type DeadLetterReader, type DeadLetters, watchDeadLetters } from './dead-letters.ts';
import type { Receive } from './intake.ts';
import { createQueueBatch, type QueueMessage } from './queue-batch.ts';
import { type QueueTiming, type SqsClient, startConsumer } from './queue-consumer.ts';
import { createQueuePause } from './queue-pause.ts';

const defaultTiming: QueueTiming & {
  readonly firstPauseMs: number;
  readonly deadLettersEveryMs: number;
} = {
  visibilitySeconds: 30,
  heartbeatSeconds: 10,
  waitSeconds: 20,
  firstPauseMs: 1_000,
  deadLettersEveryMs: 60_000,
};

export interface QueuesDeps {
  readonly queues: readonly QueueSettings[];
  readonly receive: Receive;
  readonly sqsClient: (queue: QueueSettings) => SqsClient | Promise<SqsClient>;
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly deadLetters?: DeadLetterReader;
  readonly timing?: Partial<typeof defaultTiming>;
}

export interface QueueStatus {
  readonly url: string;
  readonly isPolling: boolean;
  /** What went wrong at the last try, if it did. */
  readonly problem: string | undefined;
  /** Our clock, epoch ms. */
  readonly lastReceivedAt: number | undefined;
  /** Put in quarantine since the start. */
  readonly quarantined: number;
  readonly deadLetters: DeadLetters | undefined;
}

interface Polling extends Handle {
  readonly status: () => QueueStatus;
}

interface Seen {
  problem: string | undefined;
  lastReceivedAt: number | undefined;
  quarantined: number;
}

const startPolling = (queue: QueueSettings, deps: QueuesDeps): Polling => {
  const { clock, metrics, sqsClient, deadLetters } = deps;
  const { url } = queue;
  const log = deps.log.child({ part: 'queue', queue: url });
  const timing = { ...defaultTiming, ...deps.timing };
  const aborter = new AbortController();
  const { signal } = aborter;
  const batch = createQueueBatch({ ...deps, queueUrl: url, log });
  const pause = createQueuePause({ ...deps, signal, firstMs: timing.firstPauseMs });
  const watch =
    deadLetters &&
    watchDeadLetters({ queue, read: deadLetters, clock, log, everyMs: timing.deadLettersEveryMs });
  const seen: Seen = { problem: undefined, lastReceivedAt: undefined, quarantined: 0 };

  const failed = (error: Error): void => {
    pause.failed();
    if (signal.aborted) return;
    seen.problem = error.message;
    metrics.count('trailwarden_queue_errors_total');
    log.error('the queue cannot be read', { reason: error.message });
  };

  const handle = async <M extends QueueMessage>(messages: readonly M[]): Promise<M[]> => {
    seen.lastReceivedAt = clock.now();
    const { done, quarantined } = await batch.handle(messages);
    seen.quarantined += quarantined;
    if (done.length > 0) pause.succeeded();
    else pause.failed();
    return done;
  };

  const consumer = startConsumer({
    url,
    sqsClient: () => sqsClient(queue),
    timing,
    beforePoll: pause.wait,
    polled: () => {
      seen.problem = undefined;
    },
    empty: pause.succeeded,
    failed,
    handle,
  }).catch((thrown: unknown) => failed(toError(thrown)));

  const stop = async (): Promise<void> => {
    aborter.abort();
    await watch?.stop();
    await (await consumer)?.stop();
  };

  return {
    stop,
    status: () => ({
      url,
      isPolling: seen.problem === undefined && !signal.aborted,
      ...seen,
      deadLetters: watch?.status(),
    }),
  };
};

/**
 * Reads SNS messages from SQS queues, each by a long poll of its own. A message is deleted only after
 * it was kept; signatures are verified here as everywhere. SQS's client is loaded on first use.
 */
export const startQueues = (
  deps: QueuesDeps,
): Handle & { readonly status: () => readonly QueueStatus[] } => {
  const pollings = deps.queues.map((queue) => startPolling(queue, deps));
  return {
    stop: async () => {
      await Promise.all(pollings.map((polling) => polling.stop()));
    },
    status: () => pollings.map((polling) => polling.status()),
  };
};
