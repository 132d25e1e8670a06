import type { Consumer, ConsumerOptions } from 'sqs-consumer';

export type SqsClient = NonNullable<ConsumerOptions['sqs']>;
type Message = Parameters<NonNullable<ConsumerOptions['handleMessageBatch']>>[0][number];

export interface QueueTiming {
  /** Longer than a message takes, which is 9 s at most; prolonged while one is in hand. */
  readonly visibilitySeconds: number;
  readonly heartbeatSeconds: number;
  /** Long poll; 20 is the most that SQS allows. */
  readonly waitSeconds: number;
}

export interface QueueConsumerDeps {
  readonly url: string;
  readonly sqsClient: () => SqsClient | Promise<SqsClient>;
  readonly timing: QueueTiming;
  /** Resolves when to poll next; a rejection is passed to `failed`. */
  readonly beforePoll: () => Promise<void>;
  /** SQS has answered. */
  readonly polled: () => void;
  readonly empty: () => void;
  readonly failed: (error: Error) => void;
  /** Returns those that may be deleted. */
  readonly handle: (messages: Message[]) => Promise<Message[]>;
}

/** For a batch that is in hand when we stop. */
const finishWithinMs = 8_000;

/** A long poll is cut short; a batch in hand is finished, so that what was kept is also deleted. */
const stopConsumer = async (consumer: Consumer, isBusy: boolean): Promise<void> => {
  if (!consumer.status.isRunning) return;
  const { promise: stopped, resolve } = Promise.withResolvers<void>();
  consumer.once('stopped', () => resolve());
  consumer.stop({ abort: !isBusy });
  await stopped;
};

/**
 * Polls one queue until `stop`. The library, and with it SQS's client, is loaded here and not at the
 * start of the process, which need not have a queue at all.
 */
export const startConsumer = async (
  deps: QueueConsumerDeps,
): Promise<{ stop: () => Promise<void> }> => {
  const { Consumer: SqsConsumer } = await import('sqs-consumer');
  let isBusy = false;
  const consumer = SqsConsumer.create({
    queueUrl: deps.url,
    sqs: await deps.sqsClient(),
    batchSize: 10,
    messageSystemAttributeNames: ['ApproximateReceiveCount'],
    visibilityTimeout: deps.timing.visibilitySeconds,
    heartbeatInterval: deps.timing.heartbeatSeconds,
    waitTimeSeconds: deps.timing.waitSeconds,
    // The pause before each poll is ours.
    authenticationErrorTimeout: 0,
    pollingCompleteWaitTimeMs: finishWithinMs,
    suppressFifoWarning: true,
    preReceiveMessageCallback: deps.beforePoll,
    postReceiveMessageCallback: async () => deps.polled(),
    handleMessageBatch: (messages) => {
      isBusy = true;
      return deps.handle(messages);
    },
  });
  consumer.on('empty', deps.empty);
  consumer.on('error', deps.failed);
  consumer.on('response_processed', () => {
    isBusy = false;
  });
  consumer.start();
  return { stop: () => stopConsumer(consumer, isBusy) };
};
