import type { ConsumerOptions } from 'sqs-consumer';

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

const withinMs = async (work: Promise<void>, timeoutMs: number): Promise<void> => {
  const { promise: late, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, timeoutMs);
  await Promise.race([work, late]);
  clearTimeout(timer);
};

/** Knows whether a poll is out and whether a batch is in hand; sqs-consumer looks only once a second. */
const createProgress = () => {
  let isBusy = false;
  let poll = Promise.withResolvers<void>();
  poll.resolve();
  return {
    isBusy: () => isBusy,
    polling: () => {
      poll = Promise.withResolvers<void>();
    },
    handling: () => {
      isBusy = true;
    },
    /** A failure while a batch is in hand (a heartbeat, a delete) does not end its poll. */
    failed: () => {
      if (!isBusy) poll.resolve();
    },
    finished: () => {
      isBusy = false;
      poll.resolve();
    },
    whenFinished: () => poll.promise,
  };
};

/**
 * Polls one queue until `stop`. The library, and with it SQS's client, is loaded here and not at the
 * start of the process, which need not have a queue at all.
 */
export const startConsumer = async (
  deps: QueueConsumerDeps,
): Promise<{ stop: () => Promise<void> }> => {
  const { Consumer: SqsConsumer } = await import('sqs-consumer');
  const progress = createProgress();
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
    suppressFifoWarning: true,
    preReceiveMessageCallback: () => {
      progress.polling();
      return deps.beforePoll();
    },
    postReceiveMessageCallback: async () => deps.polled(),
    handleMessageBatch: (messages) => {
      progress.handling();
      return deps.handle(messages);
    },
  });
  consumer.on('empty', () => {
    deps.empty();
    progress.finished();
  });
  consumer.on('error', (error) => {
    deps.failed(error);
    progress.failed();
  });
  consumer.on('response_processed', progress.finished);
  consumer.start();
  return {
    stop: async () => {
      // A long poll is cut short; a batch in hand is finished, so that what was kept is also deleted.
      consumer.stop({ abort: !progress.isBusy() });
      await withinMs(progress.whenFinished(), finishWithinMs);
    },
  };
};
