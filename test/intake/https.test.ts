import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type HttpServer, startServer } from '../../src/http/server.ts';
import { createIntake } from '../../src/intake/intake.ts';
import { createSnsVerifier } from '../../src/intake/sns-verifier.ts';
import { createTestClock, createTestLog, createTestMetrics, topic } from './helpers.ts';
import { createMemoryStore, type MemoryStore } from './memory-store.ts';
import {
  createSigner,
  notificationFields,
  type Signer,
  type SnsFields,
  signFields,
} from './signer.ts';

let signer: Signer;
let server: HttpServer;
let store: MemoryStore;

beforeAll(async () => {
  signer = await createSigner();
  const log = createTestLog();
  server = await startServer({
    settings: { host: '127.0.0.1', port: 0, publicUrl: undefined },
    routes: {
      sns: (body, headers) => intake().receive(body, headers, 'https'),
      health: async () => ({ ok: true, reasons: [] }),
      ready: async () => ({ ok: true, reasons: [] }),
      metrics: async () => ({ contentType: 'text/plain', text: '' }),
    },
    log,
  });
});
beforeEach(() => {
  store = createMemoryStore();
});
afterAll(() => server.stop());

const intake = () => {
  const clock = createTestClock();
  return createIntake({
    store,
    verifier: createSnsVerifier({
      topics: () => [topic()],
      certificates: () => Promise.resolve(signer.identity.pem),
      clock,
    }),
    subscriptions: { confirm: async () => {} },
    say: async () => {},
    accepted: () => {},
    clock,
    log: createTestLog(),
    metrics: createTestMetrics(),
  });
};

const signed = (fields: SnsFields = {}): string =>
  JSON.stringify(signFields(notificationFields(fields), signer.identity));

const post = async (
  body: string | Uint8Array<ArrayBuffer>,
  headers: Record<string, string> = {},
): Promise<number> => {
  const response = await fetch(`http://127.0.0.1:${server.port}/sns`, {
    method: 'POST',
    body,
    headers: {
      'content-type': 'text/plain; charset=UTF-8',
      'user-agent': 'Amazon Simple Notification Service Agent',
      'x-amz-sns-message-type': 'Notification',
      ...headers,
    },
  });
  await response.text();
  return response.status;
};

describe('a notification that SNS posts', () => {
  it.each([
    ['a short one', 'hello'],
    ['256 KiB of quotes', '"'.repeat(262_144)],
    ['JSON a hundred thousand deep', '{"a":'.repeat(100_000)],
    ['every kind of character', 'é 中文 🔥 \u0000 \u2028 \u001b[31m'],
    ['numbers that no computer holds', '{"id":9007199254740993,"n":1e400,"z":-0}'],
  ])('is kept to the letter: %s', async (_title, message) => {
    const status = await post(signed({ Message: message }));

    expect(status).toBe(200);
    expect(JSON.parse(store.rows()[0]?.envelope ?? '')).toMatchObject({ Message: message });
  });

  it('may be all escapes, six characters for each', async () => {
    const message = '"'.repeat(262_144);
    const body = signed({ Message: message }).replaceAll('\\"', '\\u0022');

    expect(body.length).toBeGreaterThan(1_500_000);
    expect(await post(body)).toBe(200);
  });

  it('is refused where its bytes are not UTF-8', async () => {
    const bytes = new Uint8Array(Buffer.from(signed({ Message: 'x?y' })));
    bytes[bytes.indexOf(0x3f)] = 0xff;

    expect(await post(bytes)).toBe(400);
    expect(store.rows()).toEqual([]);
  });

  it('is refused where the header tells of another type', async () => {
    expect(await post(signed(), { 'x-amz-sns-message-type': 'SubscriptionConfirmation' })).toBe(
      403,
    );
    expect(store.rows()).toEqual([]);
  });

  it('is to be sent again while nothing can be stored', async () => {
    store.setDown(true);

    expect(await post(signed())).toBe(503);
  });
});

describe('what others post', () => {
  it.each([
    ['nothing', '', 400],
    ['null', 'null', 400],
    ['a form', 'a=1&b=2', 400],
    ['200,000 keys', `{${Array.from({ length: 200_000 }, (_, i) => `"${i}":1`).join()}}`, 400],
    ['brackets without end', '['.repeat(1_000_000), 400],
  ])('is refused: %s', async (_title, body, expected) => {
    expect(await post(body)).toBe(expected);
    expect(store.rows()).toEqual([]);
  });

  it('is refused where it is forged', async () => {
    const forged = JSON.stringify({ ...JSON.parse(signed()), Message: 'forged' });

    expect(await post(forged)).toBe(403);
    expect(store.rows()).toEqual([]);
  });
});
