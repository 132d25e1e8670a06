import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Card } from '../../src/core/card.ts';
import type { Messenger, Outgoing } from '../../src/core/conversation.ts';
import { AppError } from '../../src/core/errors.ts';
import { isChannelId } from '../../src/core/ids.ts';
import { silentLog } from '../../src/core/log.ts';
import { untrusted } from '../../src/core/text.ts';
import { blockProblems as sandboxProblems } from '../../src/sandbox/slack/block-kit.ts';
import { retryAfterMs } from '../../src/slack/client.ts';
import { createMessenger } from '../../src/slack/messenger.ts';
import { blockProblems } from './block-kit.ts';
import { createTestClock } from './clock.ts';
import { type FakeApi, type Reply, startFakeApi } from './fake-api.ts';

const idOf = (text: string) => {
  if (!isChannelId(text)) throw new Error(`${text} is no channel id`);
  return text;
};
const channel = idOf('C0123ABCD');
const card: Card = {
  badge: { emoji: 'red_circle', word: 'HIGH' },
  headline: [untrusted('root <!channel>'), ' went to ALARM'],
  parts: [{ kind: 'facts', facts: [{ label: 'Account', value: ['prod'] }] }],
};
const message: Outgoing = { channel, card, postId: 'b5b1f6f0-0000-4000-8000-000000000001' };
const ok = { json: { ok: true, ts: '1.000001', channel } };
const no = (error: string): Reply => ({ json: { ok: false, error } });

let api: FakeApi;
let token: string;
let clock: ReturnType<typeof createTestClock>;
let messenger: Messenger;

beforeEach(async () => {
  api = await startFakeApi(() => ok);
  token = 'xoxb-one';
  clock = createTestClock();
  messenger = createMessenger({
    token: () => token,
    apiUrl: api.apiUrl,
    linkHosts: () => [],
    clock,
    log: silentLog,
  });
});

afterEach(() => api[Symbol.asyncDispose]());

describe('post', () => {
  it('sends blocks, a sentence and the id, with nothing formatted, linked or unfurled', async () => {
    const outcome = await messenger.post({ ...message, threadTs: '1.0', broadcast: true });

    expect(outcome).toEqual({ kind: 'ok', value: { channel, ts: '1.000001' } });
    const { blocks, metadata, ...args } = api.calls[0]?.args ?? {};
    expect(args).toEqual({
      channel,
      text: '🔴 HIGH root &lt;!channel&gt; went to ALARM',
      thread_ts: '1.0',
      reply_broadcast: 'true',
      mrkdwn: 'false',
      parse: 'none',
      link_names: 'false',
      unfurl_links: 'false',
      unfurl_media: 'false',
    });
    expect(blockProblems(JSON.parse(blocks ?? ''))).toEqual([]);
    expect(JSON.parse(metadata ?? '')).toEqual({
      event_type: 'trailwarden_post',
      event_payload: { post: message.postId },
    });
  });

  it.each([
    ['the whole message', { ...ok.json, message: { text: 'said', blocks: [{ type: 'divider' }] } }],
    ['a message that is none', { ...ok.json, message: null }],
  ])('reads where it stands from an answer with %s', async (_what, json) => {
    api.answer = () => ({ json });

    expect(await messenger.post(message)).toEqual({
      kind: 'ok',
      value: { channel, ts: '1.000001' },
    });
  });

  it('does not know what became of it where the answer breaks off in the message', async () => {
    api.answer = () => ({ status: 200, body: '{"ok":true,"ts":"1.000001","message":{"text":"sa' });

    expect(await messenger.post(message)).toMatchObject({ kind: 'unknown' });
  });

  it('sends a plain one without blocks', async () => {
    await messenger.post({ ...message, plain: true });

    expect(api.calls[0]?.args).not.toHaveProperty('blocks');
    expect(api.calls[0]?.args['text']).toContain('\nAccount: prod');
  });

  describe('with a chart', () => {
    const chart: Card = {
      ...card,
      parts: [
        { kind: 'table', caption: 'Who', columns: ['Who'], rows: [[['alice']]] },
        {
          kind: 'chart',
          title: untrusted('CPUUtilization'),
          unit: 'Percent',
          threshold: 80,
          points: [1, 2, 3].map((n) => ({ at: Date.UTC(2026, 2, 1, 10, n), value: n * 30 })),
        },
      ],
    };
    const withoutCharts = ({ args }: { args: Readonly<Record<string, string>> }): Reply =>
      args['blocks']?.includes('data_visualization') ? no('invalid_blocks') : ok;
    const typesOf = (index: number): readonly string[] =>
      JSON.parse(api.calls[index]?.args['blocks'] ?? '[]').map(
        ({ type }: { type: string }) => type,
      );

    it('draws it as Slack wants it, with its words under it', async () => {
      await messenger.post({ ...message, card: chart });

      const blocks = JSON.parse(api.calls[0]?.args['blocks'] ?? '');
      expect(blockProblems(blocks)).toEqual([]);
      expect(sandboxProblems(blocks, 'message')).toEqual([]);
      expect(typesOf(0)).toEqual(['rich_text', 'data_table', 'data_visualization', 'context']);
    });

    it('tells it in words where Slack refuses it, and keeps the table', async () => {
      api.answer = withoutCharts;

      const outcome = await messenger.post({ ...message, card: chart });

      expect(outcome.kind).toBe('ok');
      expect(typesOf(1)).toEqual(['rich_text', 'data_table', 'rich_text']);
      expect(api.calls[1]?.args['blocks']).toContain(' · highest 90 at ');
    });

    it('does not try it again for an hour, and then does', async () => {
      api.answer = withoutCharts;
      await messenger.post({ ...message, card: chart });

      await messenger.edit({ ...message, card: chart, ts: '1.000001' });
      const edits = api.calls.length;
      clock.advance(3_600_000);
      await messenger.edit({ ...message, card: chart, ts: '1.000001' });

      expect(edits).toBe(3);
      expect(api.calls).toHaveLength(5);
    });

    it('is refused where the rest is no good either, which says nothing about charts', async () => {
      api.answer = () => no('invalid_blocks');
      await messenger.post({ ...message, card: chart });
      api.answer = () => ok;

      const outcome = await messenger.post({ ...message, card: chart });

      expect(outcome.kind).toBe('ok');
      expect(typesOf(2)).toContain('data_visualization');
    });

    it('says that it does not know after a second try whose answer is lost', async () => {
      api.answer = (call) => (withoutCharts(call) === ok ? 'reset' : no('invalid_blocks'));

      expect(await messenger.post({ ...message, card: chart })).toMatchObject({ kind: 'unknown' });
      expect(api.calls).toHaveLength(2);
    });
  });

  describe('that calls people', () => {
    const paging: Card = {
      headline: [
        { user: 'U0ALICE' },
        ' ',
        { userGroup: 'S0ONCALL' },
        ' ',
        untrusted('<!channel> <@U0EVE> <!subteam^S0EVE|x> deleted the trail'),
      ],
      parts: [],
    };
    const text =
      '<@U0ALICE> <!subteam^S0ONCALL> &lt;!channel&gt; &lt;@U0EVE&gt; &lt;!subteam^S0EVE|x&gt; deleted the trail';

    it('mentions them in blocks and in the text, and nobody whom foreign words name', async () => {
      await messenger.post({ ...message, card: paging, threadTs: '1.0', broadcast: true });

      const { blocks = '', text: sent, mrkdwn } = api.calls[0]?.args ?? {};
      expect(sent).toBe(text);
      expect(mrkdwn).toBeUndefined();
      expect(blocks).toContain('{"type":"user","user_id":"U0ALICE"}');
      expect(blocks).toContain('{"type":"usergroup","usergroup_id":"S0ONCALL"}');
      expect(blocks.match(/"type":"(?:user|usergroup|broadcast)"/g)).toHaveLength(2);
    });

    it('mentions them in plain text too, where the blocks were refused', async () => {
      await messenger.post({ ...message, card: paging, plain: true });

      expect(api.calls[0]?.args['text']).toBe(text);
      expect(api.calls[0]?.args).not.toHaveProperty('mrkdwn');
    });
  });

  it('uses a rotated token at once', async () => {
    await messenger.post(message);
    token = 'xoxb-two';
    await messenger.post(message);

    expect(api.calls.map((call) => call.token)).toEqual(['xoxb-one', 'xoxb-two']);
  });

  const unknown: [string, Reply][] = [
    ['a lost reply', 'reset'],
    ['status 503', { status: 503, body: 'upstream' }],
    ['status 500 with JSON', { status: 500, body: '{"ok":false,"error":"internal_error"}' }],
    ['fatal_error', no('fatal_error')],
    ['the body null', { status: 200, body: 'null' }],
    ['the body "x"', { status: 200, body: '"x"' }],
    ['the body []', { status: 200, body: '[]' }],
    ['the body 5', { status: 200, body: '5' }],
    ['an HTML page', { status: 200, body: '<html>Sorry</html>' }],
    ['an empty body', { status: 200, body: '' }],
    ['no ts', { json: { ok: true } }],
    ['a redirect', { status: 302, headers: { location: 'http://127.0.0.1:1/' } }],
  ];
  it.each(unknown)('does not know what became of it after %s', async (_, reply) => {
    api.answer = () => reply;

    expect(await messenger.post(message)).toMatchObject({ kind: 'unknown' });
    expect(api.calls).toHaveLength(1);
  });

  const known: [string, Reply, object][] = [
    ['internal_error', no('internal_error'), { kind: 'unavailable' }],
    ['service_unavailable', no('service_unavailable'), { kind: 'unavailable' }],
    ['a 403 of a proxy', { status: 403, body: 'no' }, { kind: 'unavailable', error: 'http_403' }],
    ['invalid_blocks', no('invalid_blocks'), { kind: 'refused-form', error: 'invalid_blocks' }],
    ['msg_blocks_too_long', no('msg_blocks_too_long'), { kind: 'refused-form' }],
    [
      'not_in_channel',
      no('not_in_channel'),
      { kind: 'unreachable', cure: expect.stringContaining('/invite @Trailwarden') },
    ],
    [
      'channel_not_found',
      no('channel_not_found'),
      { kind: 'unreachable', cure: expect.stringContaining('/invite @Trailwarden') },
    ],
    [
      'is_archived',
      no('is_archived'),
      { kind: 'unreachable', cure: expect.stringContaining('archived') },
    ],
    ['restricted_action', no('restricted_action'), { kind: 'unreachable' }],
    ['token_revoked', no('token_revoked'), { kind: 'unauthorized', error: 'token_revoked' }],
    ['invalid_auth', no('invalid_auth'), { kind: 'unauthorized' }],
    ['account_inactive', no('account_inactive'), { kind: 'unauthorized' }],
    ['thread_not_found', no('thread_not_found'), { kind: 'gone', error: 'thread_not_found' }],
    [
      'a missing scope',
      { json: { ok: false, error: 'missing_scope', needed: 'channels:history' } },
      { kind: 'refused', error: 'missing_scope channels:history' },
    ],
    ['a word nobody knows', no('made_up_tomorrow'), { kind: 'refused', error: 'made_up_tomorrow' }],
  ];
  it.each(known)('knows what %s means', async (_, reply, expected) => {
    api.answer = () => reply;

    expect(await messenger.post(message)).toMatchObject(expected);
  });

  const waits: [string, Record<string, string>, number][] = [
    ['30', { 'retry-after': '30' }, 30_000],
    ['0', { 'retry-after': '0' }, 1_000],
    ['-5', { 'retry-after': '-5' }, 1_000],
    ['1.5', { 'retry-after': '1.5' }, 1_500],
    ['2147484', { 'retry-after': '2147484' }, 300_000],
    ['abc', { 'retry-after': 'abc' }, 10_000],
    ['nothing', {}, 10_000],
  ];
  it.each(waits)(
    'waits for a 429 that says %s as long as is sane',
    async (_, headers, expected) => {
      api.answer = () => ({ status: 429, headers });

      expect(await messenger.post(message)).toEqual({
        kind: 'rate-limited',
        retryAfterMs: expected,
      });
      expect(api.calls).toHaveLength(1);
    },
  );

  it('takes ratelimited in a 200 for a 429', async () => {
    api.answer = () => ({
      json: { ok: false, error: 'ratelimited' },
      headers: { 'retry-after': '7' },
    });

    expect(await messenger.post(message)).toEqual({ kind: 'rate-limited', retryAfterMs: 7_000 });
  });

  it('knows that nothing was sent where nobody listens', async () => {
    await api[Symbol.asyncDispose]();

    expect(await messenger.post(message)).toEqual({ kind: 'unavailable', error: 'ECONNREFUSED' });
  });

  it('knows that nothing was sent to a host that has no address', async () => {
    const lost = createMessenger({
      token: () => token,
      apiUrl: 'http://slack.invalid/api/',
      linkHosts: () => [],
      clock,
      log: silentLog,
    });

    expect(await lost.post(message)).toMatchObject({ kind: 'unavailable' });
  });

  it('lets one 429 hold up no other call', async () => {
    api.answer = ({ args }) =>
      args['channel'] === channel ? { status: 429, headers: { 'retry-after': '30' } } : ok;

    const [slow, quick] = await Promise.all([
      messenger.post(message),
      messenger.post({ ...message, channel: idOf('C0000OTHER') }),
    ]);

    expect([slow.kind, quick.kind]).toEqual(['rate-limited', 'ok']);
  });

  it('gives up on an answer that never comes, or never ends', async () => {
    const hasty = createMessenger({
      token: () => token,
      apiUrl: api.apiUrl,
      linkHosts: () => [],
      clock,
      log: silentLog,
      timeoutMs: 200,
    });
    api.answer = () => 'hang';
    expect(await hasty.post(message)).toEqual({ kind: 'unknown', error: 'no answer in time' });

    api.answer = () => 'half';
    expect(await hasty.post(message)).toEqual({ kind: 'unknown', error: 'no answer in time' });
  });
});

describe('retryAfterMs', () => {
  it('understands a date', () => {
    const now = Date.UTC(2026, 2, 1);

    expect(retryAfterMs(new Date(now + 20_000).toUTCString(), now)).toBe(20_000);
  });
});

describe('a token that is not admitted', () => {
  it('is not used, and the reason is told in words', async () => {
    const admitted: string[] = [];
    const guarded = createMessenger({
      token: () => token,
      apiUrl: api.apiUrl,
      linkHosts: () => [],
      clock,
      log: silentLog,
      admit: async (value) => {
        admitted.push(value);
        if (value === 'xoxb-other')
          throw new AppError('This token is of another team.', { kind: 'config', code: 'x' });
      },
    });

    await guarded.post(message);
    await guarded.post(message);
    token = 'xoxb-other';

    expect(await guarded.post(message)).toEqual({
      kind: 'unauthorized',
      error: 'This token is of another team.',
    });
    expect(admitted).toEqual(['xoxb-one', 'xoxb-other']);
    expect(api.calls).toHaveLength(2);
  });

  it('is only unavailable while it cannot be checked', async () => {
    const guarded = createMessenger({
      token: () => token,
      apiUrl: api.apiUrl,
      linkHosts: () => [],
      clock,
      log: silentLog,
      admit: async () => {
        throw new AppError('Slack is away.', { kind: 'upstream', code: 'x', retryable: true });
      },
    });

    expect(await guarded.probe()).toEqual({ kind: 'unavailable', error: 'Slack is away.' });
  });
});

describe('edit', () => {
  it('changes the message in place', async () => {
    const outcome = await messenger.edit({ ...message, ts: '1.000001' });

    expect(outcome).toMatchObject({ kind: 'ok', value: { ts: '1.000001' } });
    expect(api.calls[0]).toMatchObject({
      method: 'chat.update',
      args: { channel, ts: '1.000001', parse: 'none', link_names: 'false' },
    });
  });

  it.each(['message_not_found', 'cant_update_message'])(
    'knows by %s that it is gone',
    async (error) => {
      api.answer = () => no(error);

      expect(await messenger.edit({ ...message, ts: '1.1' })).toEqual({ kind: 'gone', error });
    },
  );
});

describe('find', () => {
  const wanted = { channel, postId: message.postId, sinceMs: Date.UTC(2026, 2, 1) };
  const ours = {
    ts: '5.5',
    metadata: { event_type: 'trailwarden_post', event_payload: { post: message.postId } },
  };
  const others = [
    { ts: '1.1' },
    { ts: '2.2', metadata: { event_type: 'other', event_payload: { post: message.postId } } },
    { ts: '3.3', metadata: { event_type: 'trailwarden_post', event_payload: { post: 'another' } } },
    null,
  ];

  it('reads every page of the history since then', async () => {
    api.answer = ({ args }) => ({
      json: args['cursor']
        ? { ok: true, messages: [ours] }
        : { ok: true, messages: others, response_metadata: { next_cursor: 'next' } },
    });

    expect(await messenger.find(wanted)).toEqual({ kind: 'ok', value: { channel, ts: '5.5' } });
    expect(api.calls.map((call) => call.method)).toEqual([
      'conversations.history',
      'conversations.history',
    ]);
    expect(api.calls[1]?.args).toMatchObject({
      oldest: '1772323200.000000',
      include_all_metadata: 'true',
      limit: '200',
      cursor: 'next',
    });
  });

  it('looks for a reply among the replies', async () => {
    api.answer = () => ({ json: { ok: true, messages: [ours] } });

    await messenger.find({ ...wanted, threadTs: '1.0' });

    expect(api.calls[0]).toMatchObject({ method: 'conversations.replies', args: { ts: '1.0' } });
  });

  it('says that it is not there only when everything was read', async () => {
    api.answer = () => ({ json: { ok: true, messages: others } });
    expect(await messenger.find(wanted)).toEqual({ kind: 'ok', value: undefined });

    api.answer = ({ args }) =>
      args['cursor']
        ? { status: 503 }
        : { json: { ok: true, messages: [], response_metadata: { next_cursor: 'next' } } };
    expect(await messenger.find(wanted)).toMatchObject({ kind: 'unknown' });
  });
});

describe('resolve', () => {
  const page = (name: string, id: string, next = '') => ({
    json: { ok: true, channels: [{ id, name }], response_metadata: { next_cursor: next } },
  });

  beforeEach(() => {
    api.answer = ({ args }) =>
      args['cursor'] ? page('sec-alerts', 'C0000SEC') : page('general', 'C0000GEN', 'next');
  });

  it('passes ids on without asking', async () => {
    expect(await messenger.resolve('C0123ABCD')).toEqual({ kind: 'ok', value: 'C0123ABCD' });
    expect(api.calls).toHaveLength(0);
  });

  it('finds names on any page, and keeps them for ten minutes', async () => {
    const found = { kind: 'ok', value: 'C0000SEC' };

    expect(
      await Promise.all([messenger.resolve('sec-alerts'), messenger.resolve('#sec-alerts')]),
    ).toEqual([found, found]);
    clock.advance(9 * 60_000);
    await messenger.resolve('sec-alerts');
    expect(api.calls).toHaveLength(2);
    expect(api.calls[0]?.args).toMatchObject({
      types: 'public_channel,private_channel',
      limit: '1000',
    });

    clock.advance(2 * 60_000);
    await messenger.resolve('sec-alerts');
    expect(api.calls).toHaveLength(4);
  });

  it('asks again for an unknown name once a minute at most', async () => {
    const missing = await messenger.resolve('new-channel');
    await messenger.resolve('new-channel');

    expect(missing).toMatchObject({
      kind: 'unreachable',
      error: 'channel_not_found',
      cure: expect.stringContaining('"/invite @Trailwarden"'),
    });
    expect(api.calls).toHaveLength(2);

    api.answer = () => page('new-channel', 'C0000NEW');
    clock.advance(61_000);
    expect(await messenger.resolve('new-channel')).toEqual({ kind: 'ok', value: 'C0000NEW' });
  });

  it('answers from half a list, and else says why it cannot', async () => {
    api.answer = ({ args }) =>
      args['cursor'] ? { status: 429 } : page('general', 'C0000GEN', 'next');

    expect(await messenger.resolve('general')).toEqual({ kind: 'ok', value: 'C0000GEN' });
    expect(await messenger.resolve('sec-alerts')).toMatchObject({ kind: 'rate-limited' });
  });
});

describe('probe', () => {
  it('asks whether the token works', async () => {
    expect(await messenger.probe()).toEqual({ kind: 'ok', value: undefined });
    expect(api.calls[0]?.method).toBe('auth.test');
  });
});
