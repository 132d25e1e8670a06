import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { type FauxqsServer, startFauxqs } from 'fauxqs';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../src/core/clock.ts';
import { asRegionId } from '../../src/core/ids.ts';
import type { QueueSettings } from '../../src/core/settings.ts';
import { createIntake, type Receive } from '../../src/intake/intake.ts';
import { createQueueBatch } from '../../src/intake/queue-batch.ts';
import { type QueuesDeps, startQueues } from '../../src/intake/queues.ts';
import { createSnsVerifier } from '../../src/intake/sns-verifier.ts';
import { createTestClock, createTestLog, createTestMetrics, eventually, topic } from './helpers.ts';
import { createMemoryStore, type MemoryStore } from './memory-store.ts';
import {
  createSigner,
  notificationFields,
  type Signer,
  type SnsFields,
  signFields,
  topicArn,
} from './signer.ts';

let signer: Signer;
let aws: FauxqsServer;
let sqs: SQSClient;
beforeAll(async () => {
  signer = await createSigner();
  aws = await startFauxqs({ port: 0, logger: false });
  sqs = new SQSClient({
    endpoint: `http://127.0.0.1:${aws.port}`,
    region: 'us-east-1',
    credentials: { accessKeyId: 'none', secretAccessKey: 'none' },
  });
});
afterAll(async () => {
  sqs.destroy();
  await aws.stop();
});

const running: { stop: () => Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((queues) => queues.stop()));
});

const region = asRegionId('us-east-1');
let queueNumber = 0;
const newQueue = async (attributes: Record<string, string> = {}): Promise<QueueSettings> => {
  queueNumber += 1;
  const QueueName = `alarms-${queueNumber}`;
  const { QueueUrl: url } = await sqs.send(
    new CreateQueueCommand({ QueueName, Attributes: attributes }),
  );
  if (!url || !region) throw new Error('no queue');
  return { url, region };
};

/** How many messages are left, waiting or held. */
const leftIn = async ({ url }: QueueSettings): Promise<number> => {
  const { Attributes = {} } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['All'] }),
  );
  return (
    Number(Attributes['ApproximateNumberOfMessages']) +
    Number(Attributes['ApproximateNumberOfMessagesNotVisible'])
  );
};

const eventuallyLeft = async (queue: QueueSettings, count: number): Promise<void> => {
  const until = performance.now() + 5_000;
  while ((await leftIn(queue)) !== count) {
    if (performance.now() > until) throw new Error(`not ${count} messages left in time`);
    await systemClock.sleep(20);
  }
};

const idOf = (index: number): string =>
  `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`;
const body = (fields: SnsFields = {}): string =>
  JSON.stringify(signFields(notificationFields(fields), signer.identity));

const send = (queue: QueueSettings, MessageBody: string) =>
  sqs.send(new SendMessageCommand({ QueueUrl: queue.url, MessageBody }));

const intakeFor = (store: MemoryStore, certificates = () => Promise.resolve(signer.identity.pem)) =>
  createIntake({
    store,
    verifier: createSnsVerifier({
      topics: () => [topic()],
      certificates,
      clock: createTestClock(),
      fetchTimeoutMs: 30,
    }),
    subscriptions: { confirm: async () => {} },
    say: async () => {},
    accepted: () => {},
    clock: createTestClock(),
    log: createTestLog(),
    metrics: createTestMetrics(),
  });

const start = (
  queues: readonly QueueSettings[],
  options: Partial<QueuesDeps> & { store?: MemoryStore } = {},
) => {
  const store = options.store ?? createMemoryStore();
  const log = createTestLog();
  const metrics = createTestMetrics();
  const started = startQueues({
    queues,
    receive: intakeFor(store).receive,
    sqsClient: () => sqs,
    clock: systemClock,
    log,
    metrics,
    ...options,
    store,
    timing: {
      visibilitySeconds: 1,
      heartbeatSeconds: 0.4,
      waitSeconds: 1,
      firstPauseMs: 20,
      ...options.timing,
    },
  });
  running.push(started);
  const kept = () => store.rows().filter(({ state }) => state === 'waiting');
  const aside = () => store.rows().filter(({ state }) => state === 'quarantined');
  return { ...started, store, log, metrics, kept, aside };
};

describe('messages in queues', () => {
  it('are kept and then deleted, from several queues', async () => {
    const queues = [await newQueue(), await newQueue()];
    const [first, second] = queues;
    if (!first || !second) throw new Error('no queues');
    await sqs.send(
      new SendMessageBatchCommand({
        QueueUrl: first.url,
        Entries: Array.from({ length: 10 }, (_, index) => ({
          Id: String(index),
          MessageBody: body({ MessageId: idOf(index) }),
        })),
      }),
    );
    await send(second, body({ MessageId: idOf(10) }));

    const { kept, status } = start(queues);
    await eventually(() => kept().length === 11);

    await eventuallyLeft(first, 0);
    await eventuallyLeft(second, 0);
    expect(kept().every(({ via, topicArn: from }) => via === 'sqs' && from === topicArn)).toBe(
      true,
    );
    expect(status()).toMatchObject([
      { url: first.url, isPolling: true, problem: undefined, quarantined: 0 },
      { url: second.url, isPolling: true },
    ]);
  });

  it('that come twice are kept once, and both deleted', async () => {
    const queue = await newQueue();
    await send(queue, body());
    await send(queue, body());

    const { kept } = start([queue]);

    await eventuallyLeft(queue, 0);
    expect(kept()).toHaveLength(1);
  });

  it('stay in the queue while nothing can be stored, and are not received over and over', async () => {
    const queue = await newQueue();
    const store = createMemoryStore();
    store.setDown(true);
    let receives = 0;
    const { receive } = intakeFor(store);
    await send(queue, body());

    const { kept } = start([queue], {
      store,
      receive: (...given) => {
        receives += 1;
        return receive(...given);
      },
    });
    await eventually(() => receives > 0);
    await systemClock.sleep(1_300);
    const during = { receives, left: await leftIn(queue), kept: kept().length };
    store.setDown(false);
    await eventually(() => kept().length === 1);

    expect(during).toEqual({ receives: 1, left: 1, kept: 0 });
    await eventuallyLeft(queue, 0);
  });

  it('stay in the queue while the certificate cannot be had', async () => {
    const queue = await newQueue();
    const store = createMemoryStore();
    const { receive } = intakeFor(store, () => Promise.reject(new Error('down')));
    let receives = 0;
    await send(queue, body());

    const { aside } = start([queue], {
      store,
      receive: (...given) => {
        receives += 1;
        return receive(...given);
      },
    });
    await eventually(() => receives > 0);
    await systemClock.sleep(50);

    expect(await leftIn(queue)).toBe(1);
    expect(aside()).toEqual([]);
  });

  it('of one batch are judged each for itself', async () => {
    const queue = await newQueue();
    const store = createMemoryStore();
    const { receive } = intakeFor(store);
    const stuck = body({ MessageId: idOf(1) });
    await sqs.send(
      new SendMessageBatchCommand({
        QueueUrl: queue.url,
        Entries: [body({ MessageId: idOf(0) }), stuck, '%%%'].map((MessageBody, index) => ({
          Id: String(index),
          MessageBody,
        })),
      }),
    );

    const { kept, aside } = start([queue], {
      store,
      receive: (text, headers, via) =>
        text === stuck
          ? Promise.resolve({ status: 503, text: '', code: 'deadline' })
          : receive(text, headers, via),
    });
    await eventuallyLeft(queue, 1);

    expect([kept().length, aside().length]).toEqual([1, 1]);
  });

  it('that take longer than their visibility are not handed out again', async () => {
    const queue = await newQueue();
    let receives = 0;
    const slow: Receive = async () => {
      receives += 1;
      await systemClock.sleep(1_600);
      return { status: 200, text: '', code: 'accepted' };
    };
    await send(queue, body());

    start([queue], { receive: slow });
    await eventuallyLeft(queue, 0);

    expect(receives).toBe(1);
  });
});

describe('what can never be accepted', () => {
  const hostile: readonly { title: string; text: () => string; code: string }[] = [
    { title: 'no JSON', text: () => '%%%', code: 'sns_not_json' },
    {
      title: 'an unsigned message of a strange topic',
      text: () =>
        '{"Type":"Notification","TopicArn":"arn:aws:sns:us-east-1:444455556666:mine","Message":"{}","MessageId":"1"}',
      code: 'sns_malformed',
    },
    {
      title: 'a signed message of a strange topic',
      text: () => body({ TopicArn: 'arn:aws:sns:us-east-1:444455556666:mine' }),
      code: 'sns_topic_unlisted',
    },
    {
      title: 'a forged message with the id of a genuine one',
      text: () => JSON.stringify({ ...JSON.parse(body()), Message: 'forged' }),
      code: 'sns_signature_invalid',
    },
    {
      title: 'a pointer to a bucket',
      text: () =>
        '["software.amazon.payloadoffloading.PayloadS3Pointer",{"s3BucketName":"example","s3Key":"k"}]',
      code: 'sns_malformed',
    },
    {
      title: 'a bare alarm, as raw delivery sends it',
      text: () => '{"AlarmName":"cpu","NewStateValue":"ALARM"}',
      code: 'sns_malformed',
    },
  ];

  it.each(hostile)('is put aside, counted and deleted: $title', async ({ text, code }) => {
    const queue = await newQueue();
    const { MessageId: messageId } = await send(queue, text());

    const { aside, kept, status, metrics } = start([queue]);
    await eventually(() => aside().length === 1);
    await eventuallyLeft(queue, 0);

    expect(kept()).toEqual([]);
    expect(aside()).toMatchObject([
      { topicArn: queue.url, messageId, envelope: text(), error: code, via: 'sqs' },
    ]);
    expect(status()[0]?.quarantined).toBe(1);
    expect(metrics.counted.get(`trailwarden_quarantined_total{reason=${code}}`)).toBe(1);
  });

  it('does not keep the genuine message of the same id out', async () => {
    const queue = await newQueue();
    await send(queue, JSON.stringify({ ...JSON.parse(body()), Message: 'forged' }));
    const { aside, kept } = start([queue]);
    await eventually(() => aside().length === 1);

    await send(queue, body());
    await eventually(() => kept().length === 1);

    expect(JSON.parse(kept()[0]?.envelope ?? '')).toMatchObject({
      Message: notificationFields()['Message'],
    });
  });

  it('is put aside unread when it was handed out too often', async () => {
    const store = createMemoryStore();
    let receives = 0;
    const batch = createQueueBatch({
      queueUrl: 'https://sqs.us-east-1.amazonaws.com/111122223333/alarms',
      receive: async () => {
        receives += 1;
        return { status: 200, text: '', code: 'accepted' };
      },
      store,
      clock: createTestClock(),
      log: createTestLog(),
      metrics: createTestMetrics(),
    });
    const poison = { MessageId: 'a', Body: 'x', Attributes: { ApproximateReceiveCount: '50' } };
    const other = { MessageId: 'b', Body: 'y', Attributes: { ApproximateReceiveCount: '49' } };

    const { done, quarantined } = await batch.handle([poison, other]);

    expect([done, quarantined, receives]).toEqual([[poison, other], 1, 1]);
    expect(store.rows()).toMatchObject([{ messageId: 'a', error: 'received_too_often' }]);
  });

  it('stays in the queue when it cannot be put aside', async () => {
    const store = createMemoryStore();
    store.setDown(true);
    const batch = createQueueBatch({
      queueUrl: 'https://sqs.us-east-1.amazonaws.com/111122223333/alarms',
      receive: async () => ({ status: 403, text: '', code: 'sns_signature_invalid' }),
      store,
      clock: createTestClock(),
      log: createTestLog(),
      metrics: createTestMetrics(),
    });

    expect(await batch.handle([{ MessageId: 'a', Body: 'x' }])).toEqual({
      done: [],
      quarantined: 0,
    });
  });
});

describe('a queue that cannot be read', () => {
  it('is told, tried again ever more rarely, and does not hold the others up', async () => {
    const good = await newQueue();
    const missing = { ...good, url: `${good.url}-missing` };
    await send(good, body());

    const { status, kept, metrics } = start([missing, good]);
    await eventually(() => kept().length === 1 && status()[0]?.problem !== undefined);
    await systemClock.sleep(300);

    expect(status()).toMatchObject([{ isPolling: false }, { isPolling: true }]);
    expect(metrics.counted.get('trailwarden_queue_errors_total{}')).toBeLessThan(8);
  });

  it('is told when there is no client for it', async () => {
    const queue = await newQueue();

    const { status } = start([queue], {
      sqsClient: () => Promise.reject(new Error('no credentials')),
    });
    await eventually(() => status()[0]?.problem !== undefined);

    expect(status()).toMatchObject([{ isPolling: false, problem: 'no credentials' }]);
  });
});

describe('the dead-letter queue', () => {
  it('shows how many wait there, and says when there are more', async () => {
    const queue = await newQueue();
    let waiting = 2;
    const { status, log } = start([queue], {
      deadLetters: async () => waiting,
      timing: { deadLettersEveryMs: 10 },
    });
    await eventually(() => status()[0]?.deadLetters?.waiting === 2);

    waiting = 3;
    await eventually(() => status()[0]?.deadLetters?.waiting === 3);

    expect(
      log.lines.filter(({ level }) => level === 'error').map(({ fields }) => fields['waiting']),
    ).toEqual([2, 3]);
  });

  it('that cannot be read is told once, and the last figure kept', async () => {
    const queue = await newQueue();
    let isUp = true;
    let reads = 0;
    const { status, log } = start([queue], {
      deadLetters: async () => {
        reads += 1;
        if (isUp) return 1;
        throw new Error('denied');
      },
      timing: { deadLettersEveryMs: 10 },
    });
    await eventually(() => status()[0]?.deadLetters?.waiting === 1);

    isUp = false;
    const before = reads;
    await eventually(() => reads > before + 3);

    expect(status()[0]?.deadLetters).toEqual({ waiting: 1, problem: 'denied' });
    expect(log.lines.filter(({ level }) => level === 'warn')).toHaveLength(1);
  });
});

describe('stopping', () => {
  it('cuts a long poll short', async () => {
    const queue = await newQueue();
    const queues = start([queue], { timing: { waitSeconds: 20 } });
    await eventually(() => queues.status()[0]?.isPolling === true);
    await systemClock.sleep(100);
    const startedAt = performance.now();

    await queues.stop();

    expect(performance.now() - startedAt).toBeLessThan(3_000);
    expect(queues.log.lines).toEqual([]);
  });

  it('finishes and deletes the batch in hand', async () => {
    const queue = await newQueue();
    const { promise: finished, resolve: finish } = Promise.withResolvers<void>();
    const { promise: begun, resolve: begin } = Promise.withResolvers<void>();
    await send(queue, body());
    const queues = start([queue], {
      receive: async () => {
        begin();
        await finished;
        return { status: 200, text: '', code: 'accepted' };
      },
    });
    await begun;

    const stopped = queues.stop();
    finish();
    await stopped;

    expect(await leftIn(queue)).toBe(0);
  });
});
