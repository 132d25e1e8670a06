import { once } from 'node:events';
import { connect } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { type HttpDeps, type HttpServer, startServer } from '../../src/http/server.ts';
import { createTestLog } from '../intake/helpers.ts';

const servers: HttpServer[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.stop()));
});

type Routes = HttpDeps['routes'];

const createCase = async (routes: Partial<Routes> = {}, limits: HttpDeps['limits'] = {}) => {
  const log = createTestLog();
  const received: { body: string; headers: Readonly<Record<string, unknown>> }[] = [];
  const server = await startServer({
    settings: { host: '127.0.0.1', port: 0, publicUrl: undefined },
    routes: {
      sns: async (body, headers) => {
        received.push({ body, headers });
        return { status: 200, text: 'accepted' };
      },
      health: async () => ({ ok: true, reasons: [] }),
      ready: async () => ({ ok: false, reasons: ['Slack is not connected'] }),
      metrics: async () => ({ contentType: 'text/plain; version=0.0.4', text: 'up 1\n' }),
      ...routes,
    },
    log,
    limits,
  });
  servers.push(server);
  const url = (path: string): string => `http://127.0.0.1:${server.port}${path}`;
  const post = (body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}) =>
    fetch(url('/sns'), {
      method: 'POST',
      body,
      headers: { 'content-type': 'text/plain; charset=UTF-8', ...headers },
    });
  return { server, url, post, received, log };
};

/** Sends bytes as they are, and returns all that comes back until the other end closes. */
const raw = async (port: number, text: string): Promise<string> => {
  const socket = connect(port, '127.0.0.1');
  let answer = '';
  socket.on('data', (chunk) => {
    answer += chunk.toString();
  });
  const { promise: closed, resolve } = Promise.withResolvers<void>();
  // A reset ends it as well.
  socket.on('error', () => socket.destroy());
  socket.on('close', () => resolve());
  socket.write(text);
  await closed;
  return answer;
};

const twoMiB = 2 * 1024 * 1024;

describe('POST /sns', () => {
  it('hands on text as it came, with its headers', async () => {
    const { post, received } = await createCase();

    const response = await post('{"é":"🔥"}', { 'x-amz-sns-message-type': 'Notification' });

    expect([response.status, await response.text()]).toEqual([200, 'accepted']);
    expect(received).toMatchObject([
      { body: '{"é":"🔥"}', headers: { 'x-amz-sns-message-type': 'Notification' } },
    ]);
  });

  it('takes a body of 2 MiB', async () => {
    const { post, received } = await createCase();

    const { status } = await post('a'.repeat(twoMiB));

    expect(status).toBe(200);
    expect(received[0]?.body).toHaveLength(twoMiB);
  });

  it.each([
    ['one byte more', twoMiB + 1],
    ['far more', 20 * twoMiB],
  ])('refuses %s with 413', async (_title, size) => {
    const { post, received } = await createCase();

    const { status } = await post('a'.repeat(size));

    expect(status).toBe(413);
    expect(received).toEqual([]);
  });

  it('counts bytes and not characters', async () => {
    const { post } = await createCase();

    expect((await post('é'.repeat(twoMiB / 2 + 1))).status).toBe(413);
  });

  it('refuses a body without an announced length when it gets too long', async () => {
    const { url } = await createCase();
    const chunk = new Uint8Array(65_536).fill(97);
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => {
        for (let sent = 0; sent <= twoMiB; sent += chunk.byteLength) controller.enqueue(chunk);
        controller.close();
      },
    });

    const streamed = { method: 'POST', body, duplex: 'half' };
    const response = await fetch(url('/sns'), streamed);

    expect(response.status).toBe(413);
  });

  it.each([
    ['a broken sequence', [0x7b, 0xff, 0xfe]],
    ['an overlong one', [0xc0, 0xaf]],
    ['half a character at the end', [0x61, 0xe2, 0x82]],
    ['an encoded surrogate', [0xed, 0xa0, 0x80]],
  ])('refuses text that is not UTF-8 with 400: %s', async (_title, bytes) => {
    const { post, received } = await createCase();

    const { status } = await post(new Uint8Array(bytes));

    expect(status).toBe(400);
    expect(received).toEqual([]);
  });

  it('puts a character together that came in two pieces', async () => {
    const { server, received } = await createCase();
    const socket = connect(server.port, '127.0.0.1');
    socket.write('POST /sns HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 4\r\n\r\n');
    socket.write(Buffer.from([0xf0, 0x9f]));
    await new Promise((resolve) => setTimeout(resolve, 20));
    socket.end(Buffer.from([0x94, 0xa5]));
    await once(socket.resume(), 'close');

    expect(received[0]?.body).toBe('🔥');
  });

  it('keeps a byte order mark, for the reader to refuse', async () => {
    const { post, received } = await createCase();

    await post('\ufeff{}');

    expect(received[0]?.body).toBe('\ufeff{}');
  });

  it('refuses compressed bodies', async () => {
    const { post } = await createCase();

    expect((await post('x', { 'content-encoding': 'gzip' })).status).toBe(415);
  });

  it('answers 503 when its handler fails, so that SNS tries again', async () => {
    const { post, log } = await createCase({ sns: () => Promise.reject(new Error('broken')) });

    const response = await post('{}');

    expect(response.status).toBe(503);
    expect(await response.text()).not.toContain('broken');
    expect(log.lines.filter(({ level }) => level === 'error')).toHaveLength(1);
  });

  it('answers 503 when all bodies together hold too much', async () => {
    const { post } = await createCase({}, { maxHeldBytes: 1_000 });

    const large = await post('a'.repeat(2_000));
    const small = await post('a'.repeat(500));

    expect([large.status, small.status]).toEqual([503, 200]);
  });

  it('forgets a request that breaks off', async () => {
    const { server, post, received } = await createCase({}, { maxHeldBytes: 1_000 });

    for (let count = 0; count < 5; count += 1) {
      const socket = connect(server.port, '127.0.0.1');
      socket.write(
        `POST /sns HTTP/1.1\r\nHost: x\r\nContent-Length: 999\r\n\r\n${'a'.repeat(800)}`,
      );
      await new Promise((resolve) => setTimeout(resolve, 10));
      socket.destroy();
      await once(socket, 'close');
    }
    await new Promise((resolve) => setTimeout(resolve, 20));

    expect((await post('a'.repeat(900))).status).toBe(200);
    expect(received).toHaveLength(1);
  });
});

describe('what people and machines ask', () => {
  it('answers health and readiness as JSON, with the reasons', async () => {
    const { url } = await createCase();

    const health = await fetch(url('/healthz?verbose'));
    const ready = await fetch(url('/readyz'));

    expect([health.status, await health.json()]).toEqual([200, { ok: true, reasons: [] }]);
    expect([ready.status, await ready.json()]).toEqual([
      503,
      { ok: false, reasons: ['Slack is not connected'] },
    ]);
  });

  it('answers metrics as their renderer has them', async () => {
    const { url } = await createCase();

    const response = await fetch(url('/metrics'));

    expect([response.headers.get('content-type'), await response.text()]).toEqual([
      'text/plain; version=0.0.4',
      'up 1\n',
    ]);
  });

  it('answers 500 when a check itself fails', async () => {
    const { url } = await createCase({ ready: () => Promise.reject(new Error('broken')) });

    expect((await fetch(url('/readyz'))).status).toBe(500);
  });

  it.each([
    ['GET', '/sns', 405, 'POST'],
    ['POST', '/healthz', 405, 'GET, HEAD'],
    ['DELETE', '/metrics', 405, 'GET, HEAD'],
    ['HEAD', '/healthz', 200, null],
    ['GET', '/', 404, null],
    ['GET', '/sns/', 404, null],
    ['POST', '/slack/events', 404, null],
  ])('answers %s %s with %i', async (method, path, status, allow) => {
    const { url } = await createCase();

    const response = await fetch(url(path), { method });

    expect([response.status, response.headers.get('allow')]).toEqual([status, allow]);
  });

  it('does not say what it runs on', async () => {
    const { url } = await createCase();

    const { headers } = await fetch(url('/healthz'));

    expect([headers.get('server'), headers.get('x-powered-by')]).toEqual([null, null]);
  });
});

describe('hostile requests', () => {
  const lines = [
    '//',
    '///sns',
    '/\\',
    '*',
    'http://[::1',
    'http://a:b@/',
    '/%',
    '/%00',
    '/sns%2f..',
    '/sns/../healthz',
    '?',
    '/__proto__',
    `/${'%2f'.repeat(100)}`,
  ];

  it.each(lines)('cannot end the server: %s', async (target) => {
    const { server, post } = await createCase();

    const answer = await raw(
      server.port,
      `GET ${target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`,
    );

    expect(answer).toMatch(/^HTTP\/1\.1 4\d\d /);
    expect((await post('{}')).status).toBe(200);
  });

  it.each([
    ['no HTTP', 'hello\r\n\r\n'],
    ['headers without end', `GET / HTTP/1.1\r\nHost: x\r\nA: ${'a'.repeat(40_000)}\r\n\r\n`],
    [
      'two lengths',
      'POST /sns HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab',
    ],
    [
      'a length and chunks',
      'POST /sns HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    ],
    ['no host', 'GET /healthz HTTP/1.1\r\n\r\n'],
  ])('are refused and cut off: %s', async (_title, text) => {
    const { server, received } = await createCase();

    expect(await raw(server.port, text)).toMatch(/^HTTP\/1\.1 4\d\d /);
    expect(received).toEqual([]);
  });

  it.each([
    ['head', 'POST /sns HTTP/1.1\r\nHost: x\r\n'],
    ['body', 'POST /sns HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc'],
  ])('that never finish their %s are cut off', async (_title, text) => {
    const { server } = await createCase({}, { headersTimeoutMs: 100, requestTimeoutMs: 100 });

    expect(await raw(server.port, text)).toMatch(/^HTTP\/1\.1 408 /);
  });

  it('that never say a word are cut off', async () => {
    const { server } = await createCase({}, { headersTimeoutMs: 50 });

    expect(await raw(server.port, '')).toMatch(/^HTTP\/1\.1 408 /);
  });

  it('cannot take more connections than there are', async () => {
    const { server } = await createCase({}, { maxConnections: 2, headersTimeoutMs: 200 });
    const open = [connect(server.port, '127.0.0.1'), connect(server.port, '127.0.0.1')];
    await Promise.all(open.map((socket) => once(socket, 'connect')));

    const third = await raw(server.port, 'GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n');

    expect(third).toBe('');
    for (const socket of open) socket.destroy();
  });
});

describe('events of Slack', () => {
  it('go to their own handler, body and answer included', async () => {
    const { url } = await createCase({
      slack: (request, response) => {
        request.pipe(response.writeHead(201));
      },
    });

    const response = await fetch(url('/slack/events'), { method: 'POST', body: 'x=1' });

    expect([response.status, await response.text()]).toEqual([201, 'x=1']);
  });
});

describe('stopping', () => {
  it('answers what is under way, closes the connection, and takes no more', async () => {
    const { promise: finished, resolve: finish } = Promise.withResolvers<void>();
    const { promise: begun, resolve: begin } = Promise.withResolvers<void>();
    const { server, post, url } = await createCase({
      sns: async () => {
        begin();
        await finished;
        return { status: 200, text: 'accepted' };
      },
    });
    const underWay = post('{}');
    await begun;

    const stopped = server.stop();
    const late = fetch(url('/healthz')).then(
      () => 'answered',
      () => 'refused',
    );
    const lateOutcome = await late;
    finish();
    const response = await underWay;
    await stopped;

    expect(lateOutcome).toBe('refused');
    expect([response.status, response.headers.get('connection')]).toEqual([200, 'close']);
  });

  it('does not wait for idle connections', async () => {
    const { server, post } = await createCase();
    await (await post('{}')).text();
    const startedAt = performance.now();

    await server.stop();

    expect(performance.now() - startedAt).toBeLessThan(500);
  });

  it('does not wait for ever for a request that hangs', async () => {
    const { promise: begun, resolve: begin } = Promise.withResolvers<void>();
    const { server, post } = await createCase(
      {
        sns: () => {
          begin();
          return Promise.withResolvers<never>().promise;
        },
      },
      { stopWithinMs: 50 },
    );
    const hanging = post('{}').catch(() => 'cut off');
    await begun;

    await server.stop();

    expect(await hanging).toBe('cut off');
  });

  it('may be asked for twice', async () => {
    const { server } = await createCase();

    await expect(Promise.all([server.stop(), server.stop()])).resolves.toHaveLength(2);
  });
});

describe('a port that is taken', () => {
  it('is told in words', async () => {
    const { server, log } = await createCase();
    const routes = {
      sns: async () => ({ status: 200, text: '' }),
      health: async () => ({ ok: true, reasons: [] }),
      ready: async () => ({ ok: true, reasons: [] }),
      metrics: async () => ({ contentType: 'text/plain', text: '' }),
    };

    const second = startServer({
      settings: { host: '127.0.0.1', port: server.port, publicUrl: undefined },
      routes,
      log,
    });

    await expect(second).rejects.toMatchObject({ kind: 'config', code: 'http_listen' });
  });
});
