import type { Consumer, ConsumerOptions } from 'sqs-consumer';
import type { Clock } from '../core/clock.ts';
import { toError } from '../core/errors.ts';
import type { Handle } from '../core/handle.ts';
import type { Log } from '../core/log.ts';
import type { Metrics } from '../core/metrics.ts';
import type { QueueSettings } from '../core/settings.ts';
import type { Store } from '../core/store.ts';
import { type DeadLetterReader, type DeadLetters, watchDeadLetters } from './dead-letters.ts';
import type { Receive } from './intake.ts';
import { createQueueBatch } from './queue-batch.ts';
import { createQueuePause } from './queue-pause.ts';

type SqsClient = NonNullable<ConsumerOptions['sqs']>;

export interface QueuesDeps {
  readonly queues: readonly QueueSettings[];
  readonly receive: Receive;
  readonly sqsClient: (queue: QueueSettings) => SqsClient | Promise<SqsClient>;
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly deadLetters?: DeadLetterReader;
  readonly timing?: Partial<QueueTiming>;
}

export interface QueueTiming {
  /** Longer than a message takes, which is 9 s at most; prolonged while one is in hand. */
  readonly visibilitySeconds: number;
  readonly heartbeatSeconds: number;
  /** Long poll; 20 is the most that SQS allows. */
  readonly waitSeconds: number;
  readonly firstPauseMs: number;
  readonly deadLettersEveryMs: number;
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

const defaultTiming: QueueTiming = {
  visibilitySeconds: 30,
  heartbeatSeconds: 10,
  waitSeconds: 20,
  firstPauseMs: 1_000,
  deadLettersEveryMs: 60_000,
};
/** For a batch that is in hand when we stop. */
const finishWithinMs = 8_000;

interface Polling extends Handle {
  readonly status: () => QueueStatus;
}

/** A long poll is cut short; a batch in hand is finished, so that what was kept is also deleted. */
const stopConsumer = async (consumer: Consumer, isBusy: boolean): Promise<void> => {
  if (!consumer.status.isRunning) return;
  const { promise: stopped, resolve } = Promise.withResolvers<void>();
  consumer.once('stopped', () => resolve());
  consumer.stop({ abort: !isBusy });
  await stopped;
};

const startPolling = (queue: QueueSettings, deps: QueuesDeps): Polling => {
  const { clock, metrics, sqsClient, deadLetters } = deps;
  const { url } = queue;
  const log = deps.log.child({ part: 'queue', queue: url });
  const timing = { ...defaultTiming, ...deps.timing };
  const aborter = new AbortController();
  const { signal } = aborter;
  const batch = createQueueBatch({ ...deps, queueUrl: url, log });
  const pause = createQueuePause({ ...deps, signal, firstMs: timing.firstPauseMs });
  const depth =
    deadLetters &&
    watchDeadLetters({ queue, read: deadLetters, clock, log, everyMs: timing.deadLettersEveryMs });
  let isBusy = false;
  let problem: string | undefined;
  let lastReceivedAt: number | undefined;
  let quarantined = 0;

  const failed = (error: Error): void => {
    pause.failed();
    if (signal.aborted) return;
    problem = error.message;
    metrics.count('trailwarden_queue_errors_total');
    log.error('the queue cannot be read', { reason: problem });
  };

  const handleBatch = async <M extends object>(messages: M[]): Promise<M[]> => {
    isBusy = true;
    lastReceivedAt = clock.now();
    const result = await batch.handle(messages);
    quarantined += result.quarantined;
    if (result.done.length > 0) pause.succeeded();
    else pause.failed();
    return result.done;
  };

  const start = async (): Promise<Consumer> => {
    const { Consumer: SqsConsumer } = await import('sqs-consumer');
    const consumer = SqsConsumer.create({
      queueUrl: url,
      sqs: await sqsClient(queue),
      batchSize: 10,
      messageSystemAttributeNames: ['ApproximateReceiveCount'],
      visibilityTimeout: timing.visibilitySeconds,
      heartbeatInterval: timing.heartbeatSeconds,
      waitTimeSeconds: timing.waitSeconds,
      // The pause before each poll is ours.
      authenticationErrorTimeout: 0,
      pollingCompleteWaitTimeMs: finishWithinMs,
      suppressFifoWarning: true,
      preReceiveMessageCallback: pause.wait,
      postReceiveMessageCallback: async () => {
        problem = undefined;
      },
      handleMessageBatch: handleBatch,
    });
    consumer.on('empty', pause.succeeded);
    consumer.on('error', failed);
    consumer.on('response_processed', () => {
      isBusy = false;
    });
    if (!signal.aborted) consumer.start();
    return consumer;
  };

  const starting = start().catch((thrown: unknown) => {
    failed(toError(thrown));
    return undefined;
  });

  const stop = async (): Promise<void> => {
    aborter.abort();
    await depth?.stop();
    const consumer = await starting;
    if (consumer) await stopConsumer(consumer, isBusy);
  };

  const status = (): QueueStatus => ({
    url,
    isPolling: problem === undefined && !signal.aborted,
    problem,
    lastReceivedAt,
    quarantined,
    deadLetters: depth?.status(),
  });

  return { stop, status };
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
