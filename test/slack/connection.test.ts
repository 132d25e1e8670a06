import { createHmac } from 'node:crypto';
import { createServer, request as httpRequest } from 'node:http';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { commandSpecs } from '../../src/commands/specs.ts';
import { systemClock } from '../../src/core/clock.ts';
import type { Interactions } from '../../src/core/interaction.ts';
import { silentLog } from '../../src/core/log.ts';
import { noMetrics } from '../../src/core/metrics.ts';
import type { SlackSettings } from '../../src/core/settings.ts';
import { createSlack, type Slack } from '../../src/slack/connection.ts';
import { close, listen } from './fake-api.ts';
import { type FakeSocket, startFakeSocket } from './fake-socket.ts';

const secret = '8f742231b10e8888abcd99yyyzzz85a5';
const settings: SlackSettings = {
  mode: 'http',
  botToken: () => 'xoxb-test',
  appToken: () => 'xapp-test',
  signingSecret: () => secret,
  apiUrl: 'http://127.0.0.1:1/api/',
  fallbackChannel: 'sec',
  linkHosts: [],
};

/** What was handed on. */
let handled: string[];
const interactions: Interactions = {
  handle: async (interaction) => {
    if (interaction.kind === 'command') {
      handled.push(`${interaction.name} ${interaction.text}`);
      if (interaction.text === 'fail') throw new Error('broken');
    } else {
      handled.push(interaction.kind);
    }
  },
  check: async () => undefined,
};

const create = (changes: Partial<SlackSettings> = {}): Slack =>
  createSlack({
    settings: { ...settings, ...changes },
    clock: systemClock,
    log: silentLog,
    metrics: noMetrics,
    interactions,
    commandSpecs,
  });

const slash = (text = 'x', more = ''): string =>
  `command=%2Fwhodid&text=${text}&user_id=U1&team_id=T1&channel_id=C1&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2F1${more}`;

const event = (id: string, ts = '1.1'): string =>
  JSON.stringify({
    type: 'event_callback',
    event_id: id,
    team_id: 'T1',
    event: {
      type: 'app_mention',
      channel: 'C1',
      event_ts: ts,
      ts,
      user: 'U1',
      text: `whodid ${ts}`,
    },
  });

beforeEach(() => {
  handled = [];
});

describe('HTTP mode', () => {
  let slack: Slack;
  let port: number;
  const server = createServer((request, response) => slack.httpHandler(request, response));

  beforeEach(async () => {
    slack = create();
    await slack.start();
    port = await listen(server);
  });

  afterEach(async () => {
    await slack.stop();
    await close(server);
  });

  interface Sent {
    readonly body: string;
    readonly headers?: Record<string, string | string[]>;
    readonly form?: boolean;
    readonly at?: number;
    readonly key?: string;
    readonly without?: string;
    /** Signed instead of the body. */
    readonly signed?: string;
  }

  const send = async (sent: Sent): Promise<{ status: number; text: string }> => {
    const timestamp = `${Math.floor((sent.at ?? Date.now()) / 1000)}`;
    const hash = createHmac('sha256', sent.key ?? secret)
      .update(`v0:${timestamp}:${sent.signed ?? sent.body}`)
      .digest('hex');
    const type = sent.form === false ? 'application/json' : 'application/x-www-form-urlencoded';
    const headers: Record<string, string | string[]> = {
      'content-type': type,
      'x-slack-request-timestamp': timestamp,
      'x-slack-signature': `v0=${hash}`,
      ...sent.headers,
    };
    if (sent.without !== undefined) delete headers[sent.without];
    return new Promise((resolve, reject) => {
      const request = httpRequest(
        { port, method: 'POST', path: '/slack/events', headers },
        (response) => {
          let text = '';
          response.on('data', (chunk: Buffer) => {
            text += chunk.toString();
          });
          response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
        },
      );
      request.on('error', reject);
      request.end(sent.body);
    });
  };
  const json = (body: string, more: Partial<Sent> = {}) => send({ body, form: false, ...more });

  it('hands a signed command on and answers with nothing', async () => {
    expect(await send({ body: slash() })).toEqual({ status: 200, text: '' });
    await vi.waitFor(() => expect(handled).toEqual(['whodid x']));
    expect(slack.status()).toEqual({ connected: true });
  });

  it('takes a content type with a charset', async () => {
    const headers = { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' };

    expect(await send({ body: slash(), headers })).toMatchObject({ status: 200 });
    await vi.waitFor(() => expect(handled).toHaveLength(1));
  });

  const year = 365 * 24 * 3600_000;
  const forgeries: [string, Sent][] = [
    ['no signature', { body: slash(), without: 'x-slack-signature' }],
    ['no timestamp', { body: slash(), without: 'x-slack-request-timestamp' }],
    ['another secret', { body: slash(), key: 'other' }],
    ['an empty secret', { body: slash(), key: '' }],
    ['no v0=', { body: slash(), headers: { 'x-slack-signature': 'a'.repeat(64) } }],
    [
      'half a signature',
      { body: slash(), headers: { 'x-slack-signature': `v0=${'a'.repeat(63)}` } },
    ],
    [
      'two signatures',
      { body: slash(), headers: { 'x-slack-signature': ['v0=00', `v0=${'a'.repeat(64)}`] } },
    ],
    ['a timestamp ten years ahead', { body: slash(), at: Date.now() + 10 * year }],
    ['a timestamp six minutes old', { body: slash(), at: Date.now() - 360_000 }],
    [
      'a timestamp that is none',
      { body: slash(), headers: { 'x-slack-request-timestamp': '1e9' } },
    ],
    ['a changed body', { body: slash('y'), signed: slash('x') }],
    ['ssl_check=true', { body: slash('x', '&ssl_check=true'), key: 'other' }],
    ['ssl_check=1 beside a command', { body: slash('x', '&ssl_check=1'), key: 'other' }],
  ];
  it.each(forgeries)('answers 401 to %s', async (_, sent) => {
    expect(await send(sent)).toMatchObject({ status: 401 });
    expect(handled).toEqual([]);
  });

  it("answers Slack's certificate check", async () => {
    expect(await send({ body: 'ssl_check=1&token=x', key: 'other' })).toMatchObject({
      status: 200,
    });
  });

  it('gives the challenge back only if it was signed', async () => {
    const body = JSON.stringify({ type: 'url_verification', challenge: 'abc' });

    expect(await json(body, { key: 'other' })).toMatchObject({ status: 401 });
    expect(await json(body)).toEqual({ status: 200, text: 'abc' });
    expect(await json('{"type":"url_verification","challenge":{}}')).toMatchObject({ status: 400 });
  });

  it('handles a replay once and answers each', async () => {
    const at = Date.now();
    const answers = [await send({ body: slash(), at }), await send({ body: slash(), at })];

    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    await vi.waitFor(() => expect(handled).toHaveLength(1));
  });

  it.each(['null', '5', '"x"', '[]', '{', ''])(
    'answers 400 to the signed body %s',
    async (body) => {
      expect(await json(body)).toMatchObject({ status: 400 });
    },
  );

  it.each(['payload=null', 'payload=[]', 'payload=x', slash('x', '&user_id=UADMIN')])(
    'answers 400 to the signed form %s',
    async (body) => {
      expect(await send({ body })).toMatchObject({ status: 400 });
      expect(handled).toEqual([]);
    },
  );

  it('answers 400 where answers would go elsewhere than to Slack', async () => {
    const body = 'command=%2Fwhodid&text=x&response_url=http%3A%2F%2F169.254.169.254%2F';
    const view = {
      type: 'view_submission',
      response_urls: [{ response_url: 'https://evil.example' }],
    };

    expect(await send({ body })).toMatchObject({ status: 400 });
    expect(
      await send({ body: `payload=${encodeURIComponent(JSON.stringify(view))}` }),
    ).toMatchObject({
      status: 400,
    });
    expect(handled).toEqual([]);
  });

  it('answers 413 to a huge body, and reads no more of it than it has to', async () => {
    let read = 0;
    server.once('request', (request) => {
      request.on('data', (chunk: Buffer) => {
        read += chunk.byteLength;
      });
    });

    const answer = await send({ body: 'x'.repeat(20 * 1024 * 1024), key: 'other' });

    expect(answer).toMatchObject({ status: 413 });
    expect(read).toBeLessThan(2 * 1024 * 1024);
  });

  it('answers 415 to a compressed body', async () => {
    expect(await send({ body: slash(), headers: { 'content-encoding': 'gzip' } })).toMatchObject({
      status: 415,
    });
  });

  it('handles an event once, however often and under whatever id it comes', async () => {
    await json(event('Ev1'));
    await json(event('Ev1'), { headers: { 'x-slack-retry-num': '1' }, at: Date.now() - 60_000 });
    for (let index = 2; index < 12; index += 1)
      expect(await json(event(`Ev${index}`))).toMatchObject({ status: 200 });
    await json(event('Ev99', '2.2'));

    await vi.waitFor(() => expect(handled).toEqual(['whodid 1.1', 'whodid 2.2']));
  });

  it('answers an unknown command in words, and an unknown button at all', async () => {
    const command = await send({
      body: 'command=%2Fnew&text=&team_id=T1&user_id=U1&channel_id=C1',
    });
    const action = {
      type: 'block_actions',
      team: { id: 'T1' },
      user: { id: 'U1' },
      actions: [{ type: 'button', action_id: 'open-page-0', block_id: 'b' }],
    };

    expect(command).toMatchObject({ status: 200 });
    expect(JSON.parse(command.text)).toMatchObject({ response_type: 'ephemeral' });
    expect(await send({ body: `payload=${encodeURIComponent(JSON.stringify(action))}` })).toEqual({
      status: 200,
      text: '',
    });
  });

  it('has answered before what is handed on fails', async () => {
    expect(await send({ body: slash('fail') })).toEqual({ status: 200, text: '' });
    await vi.waitFor(() => expect(handled).toEqual(['whodid fail']));
  });

  it('answers 500 to a form that is none', async () => {
    const body = { type: 'view_submission', view: null, user: null };

    expect(
      await send({ body: `payload=${encodeURIComponent(JSON.stringify(body))}` }),
    ).toMatchObject({ status: 500 });
    expect(handled).toEqual([]);
  });
});

describe('start', () => {
  it('is refused in words without the secret of its mode', async () => {
    await expect(create({ signingSecret: () => '' }).start()).rejects.toThrow(
      'SLACK_SIGNING_SECRET',
    );
    await expect(create({ mode: 'socket', appToken: () => undefined }).start()).rejects.toThrow(
      'SLACK_APP_TOKEN',
    );
  });
});

describe('Socket Mode', () => {
  let fake: FakeSocket;
  let slack: Slack;

  beforeEach(async () => {
    fake = await startFakeSocket();
    slack = create({ mode: 'socket', apiUrl: fake.apiUrl });
  });

  afterEach(async () => {
    await slack.stop();
    await fake[Symbol.asyncDispose]();
  });

  const connected = () =>
    vi.waitFor(() => expect(slack.status()).toEqual({ connected: true }), {
      timeout: 5000,
      interval: 20,
    });
  const down = (reason: RegExp) =>
    vi.waitFor(
      () =>
        expect(slack.status()).toEqual({ connected: false, reason: expect.stringMatching(reason) }),
      { timeout: 5000, interval: 5 },
    );
  const command = (id: string) => ({
    type: 'slash_commands',
    envelope_id: id,
    accepts_response_payload: true,
    payload: { command: '/whodid', text: 'x', user_id: 'U1', team_id: 'T1', channel_id: 'C1' },
  });

  it('hands a command on and answers over the socket', async () => {
    await slack.start();
    await connected();

    fake.send(command('e1'));

    await vi.waitFor(() => expect(fake.acks).toMatchObject([{ envelope_id: 'e1' }]));
    expect(JSON.stringify(fake.acks)).not.toContain('text');
  });

  it('handles a redelivered envelope once', async () => {
    await slack.start();
    await connected();
    fake.send(command('e1'));
    await vi.waitFor(() => expect(fake.acks).toHaveLength(1));

    fake.drop();
    await down(/closed/);
    await connected();
    fake.send(command('e1'));

    await vi.waitFor(() => expect(fake.acks).toHaveLength(2));
    expect(handled).toEqual(['whodid x']);
  });

  it('comes back after a rude end, and after Slack says goodbye', async () => {
    await slack.start();
    await connected();

    fake.drop(true);
    await down(/closed/);
    await connected();
    fake.send({ type: 'disconnect', reason: 'warning' });
    await down(/closed/);
    await connected();

    expect(fake.opens).toBe(3);
  });

  it('goes on trying while Slack is away, saying why, and lives through it', async () => {
    fake.refuse = 503;
    await slack.start();
    await down(/cannot be reached \(http_503\)/);

    fake.refuse = 'invalid_auth';
    await down(/refuses the app-level token \(invalid_auth\): check SLACK_APP_TOKEN/);

    fake.refuse = undefined;
    await connected();
    expect(fake.opens).toBeGreaterThanOrEqual(3);
  });

  it('lives through frames that are no events', async () => {
    await slack.start();
    await connected();

    for (const frame of [
      'null',
      '5',
      'x',
      '{}',
      '{"type":"events_api"}',
      '{"type":"events_api","payload":{}}',
    ])
      fake.send(frame);
    fake.send(command('e2'));

    await vi.waitFor(() => expect(fake.acks).toMatchObject([{ envelope_id: 'e2' }]));
    expect(slack.status()).toEqual({ connected: true });
  });

  it('stops while it is still trying', async () => {
    fake.refuse = 503;
    await slack.start();
    await down(/503/);

    await slack.stop();

    const { opens } = fake;
    expect(slack.status()).toEqual({ connected: false, reason: expect.any(String) });
    await systemClock.sleep(1200);
    expect(fake.opens).toBe(opens);
  });
});
