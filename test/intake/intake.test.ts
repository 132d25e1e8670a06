import { beforeAll, describe, expect, it } from 'vitest';
import type { Card } from '../../src/core/card.ts';
import { day } from '../../src/core/clock.ts';
import { createIntake } from '../../src/intake/intake.ts';
import { createSnsVerifier } from '../../src/intake/sns-verifier.ts';
import { createTestClock, createTestLog, createTestMetrics, topic, wordsOf } from './helpers.ts';
import { createMemoryStore, type MemoryStore } from './memory-store.ts';
import {
  confirmationFields,
  createSigner,
  notificationFields,
  type Signer,
  type SnsFields,
  sentAt,
  signFields,
  topicArn,
} from './signer.ts';

let signer: Signer;
beforeAll(async () => {
  signer = await createSigner();
});

const stranger = 'arn:aws:sns:us-east-1:444455556666:mine';
const never = (): Promise<never> => Promise.withResolvers<never>().promise;

interface Options {
  readonly store?: MemoryStore;
  readonly confirm?: () => Promise<void>;
  readonly certificates?: () => Promise<string>;
  readonly answerWithinMs?: number;
}

const createCase = (options: Options = {}) => {
  const store = options.store ?? createMemoryStore();
  const clock = createTestClock();
  const log = createTestLog();
  const metrics = createTestMetrics();
  const confirmed: string[] = [];
  const notices = new Map<string, Card>();
  const said: string[] = [];
  let wakes = 0;
  const intake = createIntake({
    store,
    verifier: createSnsVerifier({
      topics: () => [topic()],
      certificates: options.certificates ?? (() => Promise.resolve(signer.identity.pem)),
      clock,
      fetchTimeoutMs: 30,
    }),
    subscriptions: {
      confirm: async (arn, token) => {
        await options.confirm?.();
        confirmed.push(`${arn} ${token}`);
      },
    },
    say: async (_tx, { key, card }) => {
      notices.set(key, card);
      said.push(key);
    },
    accepted: () => {
      wakes += 1;
    },
    clock,
    log,
    metrics,
    ...(options.answerWithinMs !== undefined && { answerWithinMs: options.answerWithinMs }),
  });
  const receive = (body: string, headers = {}) => intake.receive(body, headers, 'https');
  const send = (fields: SnsFields = {}) => receive(body(fields));
  return {
    ...intake,
    receive,
    send,
    store,
    clock,
    log,
    metrics,
    confirmed,
    notices,
    said,
    wakes: () => wakes,
  };
};

const body = (fields: SnsFields = {}): string =>
  JSON.stringify(
    signFields(
      fields['Type'] === undefined ? notificationFields(fields) : confirmationFields(fields),
      signer.identity,
    ),
  );

const subscription = { Type: 'SubscriptionConfirmation' };
const unsubscription = { Type: 'UnsubscribeConfirmation' };
/** A confirmation of another topic, whose URL fits it. */
const strangerSubscription = (): SnsFields => {
  const fields = confirmationFields();
  return {
    ...subscription,
    TopicArn: stranger,
    SubscribeURL: String(fields['SubscribeURL']).replace(topicArn, stranger),
  };
};

describe('a genuine notification', () => {
  it('is answered with 200 once it is kept, and wakes its reader once', async () => {
    const { send, store, wakes } = createCase();

    const { status } = await send();

    expect(status).toBe(200);
    expect(store.rows()).toMatchObject([
      { topicArn, via: 'https', state: 'waiting', receivedAt: sentAt },
    ]);
    expect(wakes()).toBe(1);
  });

  it('is not answered before the commit, though its reader is woken', async () => {
    const { send, store, wakes } = createCase();
    const commit = store.hold();
    let isAnswered = false;

    const answer = send().then((receipt) => {
      isAnswered = true;
      return receipt;
    });
    await new Promise((resolve) => setTimeout(resolve, 20));
    const before = { isAnswered, wakes: wakes() };
    commit();

    expect(before).toEqual({ isAnswered: false, wakes: 1 });
    expect((await answer).status).toBe(200);
  });

  it('is kept once, however often and in whatever form it comes', async () => {
    const { send, receive, store, wakes } = createCase();

    const receipts = [await send(), await send(), await receive(body().replace('{', '{ '))];

    expect(receipts.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(store.rows()).toHaveLength(1);
    expect(wakes()).toBe(1);
  });

  it('is kept with the whole of what it says', async () => {
    const { send, store } = createCase();
    const message = `${'['.repeat(100_000)}"\u0001 é🔥`;

    const { status } = await send({ Message: message });

    expect(status).toBe(200);
    expect(JSON.parse(store.rows()[0]?.envelope ?? '')).toMatchObject({ Message: message });
  });
});

describe('an answer that is not 200', () => {
  it.each([
    ['not JSON', '{', 400],
    ['null', 'null', 400],
    ['no SNS message', '{"a":1}', 400],
  ])('is %s', async (_title, text, expected) => {
    const { receive, store } = createCase();

    const { status } = await receive(text);

    expect(status).toBe(expected);
    expect(store.rows()).toEqual([]);
  });

  it('is 403 for a forgery, and says nothing more to the forger', async () => {
    const { receive, store, log } = createCase();
    const forged = { ...JSON.parse(body()), Message: 'forged' };

    const receipt = await receive(JSON.stringify(forged));

    expect(receipt).toMatchObject({ status: 403, text: 'refused' });
    expect(store.rows()).toEqual([]);
    expect(log.lines.map(({ fields }) => fields['code'])).toEqual(['sns_signature_invalid']);
  });

  it('is 403 for raw delivery, with the cure in the log', async () => {
    const { receive, log } = createCase();

    const { status } = await receive('{"AlarmName":"cpu"}', { 'x-amz-sns-rawdelivery': 'true' });

    expect(status).toBe(403);
    expect(String(log.lines[0]?.fields['hint'])).toContain('turn raw delivery off');
  });

  it('is 503 while nothing can be stored, and 200 after that', async () => {
    const { send, store, wakes } = createCase();
    store.setDown(true);

    const down = await send();
    const rows = store.rows();
    store.setDown(false);
    const up = await send();

    expect([down.status, rows.length, up.status, store.rows().length]).toEqual([503, 0, 200, 1]);
    expect(wakes()).toBe(1);
  });

  it('is 503 in time when the store hangs, and the message is not kept twice after it', async () => {
    const { send, store } = createCase({ answerWithinMs: 30 });
    const commit = store.hold();

    const slow = await send();
    commit();
    const again = await send();

    expect([slow.status, again.status]).toEqual([503, 200]);
    expect(store.rows()).toHaveLength(1);
  });

  it('is 503 in time when the certificate hangs', async () => {
    const { send, store } = createCase({ certificates: never });

    const { status } = await send();

    expect(status).toBe(503);
    expect(store.rows()).toEqual([]);
  });

  it('is 503 once it stops, after the ones under way', async () => {
    const { send, stop, store } = createCase();
    const commit = store.hold();

    const underWay = send();
    const stopping = stop();
    const refused = await send({ MessageId: '7d444840-9dc0-11d1-b245-5ffdce74fad2' });
    commit();
    await stopping;

    expect(refused.status).toBe(503);
    expect((await underWay).status).toBe(200);
  });

  it('never puts what a message says into the log', async () => {
    const { receive, send, store, log } = createCase();
    const secret = 'tell-nobody';
    const forged = { ...JSON.parse(body()), Message: secret, Subject: secret };

    await receive(JSON.stringify(forged));
    await receive(`{"${secret}":`);
    await receive(`${secret} is no JSON`);
    store.setDown(true);
    await send({ Message: secret });

    expect(log.lines).toHaveLength(4);
    expect(JSON.stringify(log.lines)).not.toContain(secret);
  });
});

describe('a subscription', () => {
  it('of a listed topic is confirmed by its token', async () => {
    const { send, confirmed, store } = createCase();

    const { status } = await send(subscription);

    expect(status).toBe(200);
    expect(confirmed).toEqual([`${topicArn} ${String(confirmationFields()['Token'])}`]);
    expect(store.rows()).toEqual([]);
  });

  it('that AWS does not let us confirm is tried again', async () => {
    const { send, confirmed } = createCase({ confirm: () => Promise.reject(new Error('denied')) });

    const { status } = await send(subscription);

    expect(status).toBe(503);
    expect(confirmed).toEqual([]);
  });

  it('of an unlisted topic is not confirmed, but shown', async () => {
    const { send, confirmed, notices } = createCase();

    const { status } = await send(strangerSubscription());

    expect(status).toBe(403);
    expect(confirmed).toEqual([]);
    expect([...notices.values()].map(wordsOf).join()).toContain(`- arn: ${stranger}`);
  });

  it('that ends is said aloud, with what to do', async () => {
    const { send, notices, said, log } = createCase();

    const { status } = await send(unsubscription);

    expect(status).toBe(200);
    expect(said).toHaveLength(1);
    const words = [...notices.values()].map(wordsOf).join();
    expect(words).toContain('SNS no longer sends');
    expect(words).toContain(topicArn);
    expect(words).toContain('doctor -- --fix');
    expect(log.lines).toMatchObject([{ level: 'error' }]);
  });

  it('that ends while nothing can be stored is tried again', async () => {
    const { send, store } = createCase();
    store.setDown(true);

    expect((await send(unsubscription)).status).toBe(503);
  });
});

describe('a topic that nobody listed', () => {
  const numbered = (index: number): SnsFields => ({ TopicArn: `${stranger}-${index}` });

  it('is refused and shown once a day, over a restart too', async () => {
    const first = createCase();
    const restarted = createCase({ store: first.store });
    const { clock } = restarted;

    const receipts = [
      await first.send({ TopicArn: stranger }),
      await first.send({ TopicArn: stranger }),
      await restarted.send({ TopicArn: stranger }),
    ];
    clock.advance(day);
    await restarted.send({ TopicArn: stranger, Timestamp: new Date(clock.now()).toISOString() });

    expect(receipts.map(({ status }) => status)).toEqual([403, 403, 403]);
    expect(first.store.rows()).toEqual([]);
    expect(first.said).toEqual(['unlisted-topics/2026-03-01']);
    expect(restarted.said).toEqual(['unlisted-topics/2026-03-02']);
  });

  it('is shown with the others of the day, up to ten', async () => {
    const { send, notices, said } = createCase();

    for (let index = 0; index < 30; index += 1) await send(numbered(index));

    const [card] = [...notices.values()].map(wordsOf);
    expect(new Set(said).size).toBe(1);
    expect(said.length).toBeLessThanOrEqual(11);
    expect(card?.match(/- arn: /g)).toHaveLength(10);
    expect(card).toContain('or more');
  });

  it('is refused even when that cannot be shown', async () => {
    const { send, store } = createCase();
    store.setDown(true);

    expect((await send({ TopicArn: stranger })).status).toBe(403);
  });
});

describe('the count of what came in', () => {
  it('tells what became of it', async () => {
    const { send, receive, metrics } = createCase();

    await send();
    await send();
    await receive('{');
    await send({ TopicArn: stranger });

    expect(Object.fromEntries(metrics.counted)).toEqual({
      'trailwarden_received_total{via=https,outcome=accepted}': 1,
      'trailwarden_received_total{via=https,outcome=duplicate}': 1,
      'trailwarden_received_total{via=https,outcome=sns_not_json}': 1,
      'trailwarden_received_total{via=https,outcome=sns_topic_unlisted}': 1,
    });
  });
});
