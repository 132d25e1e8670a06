import { request } from 'node:http';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { happenings } from '../../src/sandbox/happenings/index.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox/start.ts';
import { clientFor } from './fakes.ts';

const stubBot = fileURLToPath(new URL('./stub-bot.ts', import.meta.url));

interface Shown {
  readonly ts: string;
  readonly thread_ts?: string;
  readonly text: string;
  readonly ephemeral?: boolean;
  readonly user: string;
}

describe('the control API of the sandbox', () => {
  let sandbox: Sandbox;
  beforeAll(async () => {
    sandbox = await startSandbox({ botEntry: stubBot, paces: false, snsDelayScale: 0.001 });
  }, 60_000);
  afterAll(() => sandbox.stop());

  const ask = async <T>(path: string): Promise<T> => {
    const response = await fetch(`${sandbox.url}/_sandbox/${path}`);
    return (await response.json()) as T;
  };
  const tell = async (path: string, body: unknown) => {
    const response = await fetch(`${sandbox.url}/_sandbox/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return { status: response.status, body: await response.json() };
  };
  const seen = (channel: string, user = 'alice') =>
    ask<Shown[]>(`messages?channel=${channel}&user=${user}`);

  it('names everything that other requests can name', async () => {
    const info = await ask<Record<string, unknown>>('info');

    expect(info['bot']).toBe(sandbox.bot.url());
    expect(info['aws']).toBe(sandbox.aws.url);
    expect(info['topics']).toContain('arn:aws:sns:eu-west-1:111122223333:security-alarms');
    expect(info['happenings']).toEqual(happenings.map(({ what }) => what));
    expect(info['channels']).toContainEqual(
      expect.objectContaining({ id: 'C0SECPROD', name: 'sec-prod' }),
    );
    expect(info['users']).toContainEqual(expect.objectContaining({ id: 'U0BOB', name: 'bob' }));
  });

  it('publishes what the bot then posts', async () => {
    const { status, body } = await tell('publish', {
      topic: 'global-alarms',
      subject: 'One',
      message: 'm',
    });

    expect({ status, answer: body }).toMatchObject({ status: 200, answer: { status: 200 } });
    expect(body.messageId).toMatch(/^[0-9a-f-]{36}$/);
    expect((await seen('C0SECPROD')).map(({ text }) => text)).toContain('One');
  });

  it('signs without delivering, for any topic', async () => {
    const topic = 'arn:aws:sns:eu-central-1:123456789012:other';
    const before = (await seen('sec-prod')).length;

    const { body } = await tell('sign', { topic, message: { a: 1 }, signatureVersion: '2' });
    const confirmation = await tell('sign', {
      topic,
      message: 'm',
      type: 'SubscriptionConfirmation',
    });

    expect(body).toMatchObject({
      Type: 'Notification',
      TopicArn: topic,
      Message: '{"a":1}',
      SignatureVersion: '2',
    });
    expect(confirmation.body.Token).toMatch(/^[0-9a-f]{256}$/);
    expect(await seen('sec-prod')).toHaveLength(before);
  });

  it('waits for the answer to a command, past its progress', async () => {
    const echo = await tell('command', {
      command: '/echo',
      text: 'hi',
      user: 'bob',
      channel: 'sec-staging',
    });
    const slow = await tell('command', { command: '/slow' });

    expect(echo.body.messages).toMatchObject([{ text: 'hi', ephemeral: true }]);
    expect(slow.body.messages).toMatchObject([{ text: 'wait' }, { text: 'done' }]);
    expect(await seen('sec-staging', 'bob')).toHaveLength(1);
    expect(await seen('sec-staging', 'carol')).toHaveLength(0);
  });

  it('presses buttons where they are', async () => {
    const { context } = sandbox.slack;
    const client = clientFor(sandbox.slack.apiUrl);
    const text = { type: 'plain_text' as const, text: 'Press' };
    const { ts = '' } = await client.chat.postMessage({
      channel: 'C0SECSTAGING',
      text: 'press me',
      blocks: [{ type: 'actions', elements: [{ type: 'button', action_id: 'press', text }] }],
    });
    const place = { channel: 'sec-staging', ts };

    const pressed = await tell('action', { ...place, action_id: 'press' });
    const wrong = await tell('action', { ...place, action_id: 'other' });

    expect(pressed.body).toMatchObject({ acknowledged: true });
    await expect.poll(() => context.store.timeline('C0SECSTAGING').get(ts)?.text).toBe('pressed');
    expect(wrong).toMatchObject({ status: 409, body: { error: 'no_such_action' } });
  });

  it('shows a form to who opened it, and sends it', async () => {
    await tell('command', { command: '/form', user: 'carol' });
    const [form] = await ask<{ id: string; callback_id: string }[]>('views?user=carol');
    const view_id = form?.id ?? '';

    const stranger = await tell('submit', { view_id, values: { text: 'a' }, user: 'bob' });
    const empty = await tell('submit', { view_id, values: {}, user: 'carol' });
    const sent = await tell('submit', { view_id, values: { text: 'because' }, user: 'carol' });

    expect(form?.callback_id).toBe('why');
    expect(stranger.status).toBe(403);
    expect(empty.body).toMatchObject({ closed: false, errors: { reason: expect.any(String) } });
    expect(sent.body).toEqual({ closed: true });
    expect(await ask<unknown[]>('views?user=carol')).toEqual([]);
    await expect.poll(async () => (await seen('sec-prod')).at(-1)?.text).toBe('carol: because');
  });

  it('lets people speak, and the bot hear its name', async () => {
    const { body } = await tell('message', {
      channel: 'sec-alerts',
      text: '<@U0TRAILWARDEN> hi',
      user: 'dave',
    });

    await expect
      .poll(() => seen('sec-alerts'))
      .toMatchObject([
        { ts: body.ts, user: 'U0DAVE' },
        { thread_ts: body.ts, text: 'Yes?' },
      ]);
    await tell('home', { user: 'dave' });
    await expect.poll(() => ask<unknown[]>('views?user=dave')).toMatchObject([{ type: 'home' }]);
  });

  it('shows a private channel only to its members', async () => {
    const client = clientFor(sandbox.slack.apiUrl);
    const { ts = '' } = await client.chat.postMessage({ channel: 'G0SECPRIVATE', text: 'secret' });

    expect(await seen('sec-private', 'alice')).toMatchObject([{ ts }]);
    expect(await seen('sec-private', 'bob')).toEqual([]);
  });

  it('shows a file that the bot sent, and what is in it', async () => {
    const client = clientFor(sandbox.slack.apiUrl);
    const opened = await client.conversations.open({ users: 'U0DAVE' });
    const channel_id = opened.channel?.id ?? '';

    await client.filesUploadV2({ channel_id, filename: 'calls.csv', content: 'who\ndave\n' });

    expect(await seen('dm', 'dave')).toMatchObject([
      { files: [{ name: 'calls.csv', mimetype: 'text/csv', size: 9, content: 'who\ndave\n' }] },
    ]);
    expect(await seen(channel_id, 'bob')).toEqual([]);
  });

  it('shows a private reply only in a thread that is there for others too', async () => {
    const client = clientFor(sandbox.slack.apiUrl);
    const channel = 'C0SECSECURITY';
    const { ts = '' } = await client.chat.postMessage({ channel, text: 'root' });
    const secret = { channel, user: 'U0CAROL', thread_ts: ts, text: 'psst' };
    await client.chat.postEphemeral(secret);
    const words = async (user: string) => (await seen(channel, user)).map(({ text }) => text);
    const alone = await words('carol');

    await tell('message', { channel, thread_ts: ts, text: 'reply', user: 'bob' });

    expect(alone).toEqual(['root']);
    expect(await words('carol')).toEqual(['root', 'psst', 'reply']);
    expect(await words('bob')).toEqual(['root', 'reply']);
  });

  it('changes who is in a group, who is a guest, and what the token may do', async () => {
    const client = clientFor(sandbox.slack.apiUrl);

    await tell('usergroup', { usergroup: 'oncall', users: ['carol'] });
    await tell('member', { user: 'dave', guest: 'multi' });
    const { body } = await tell('scopes', { remove: ['files:write'] });

    expect((await client.usergroups.users.list({ usergroup: 'S0ONCALL' })).users).toEqual([
      'U0CAROL',
    ]);
    expect((await client.users.info({ user: 'U0DAVE' })).user?.is_restricted).toBe(true);
    expect(body.scopes).not.toContain('files:write');
    await tell('member', { user: 'dave', guest: 'none' });
    await tell('scopes', { add: ['files:write'] });
  });

  it('uses a shortcut of the manifest on a message, and no other', async () => {
    const { body } = await tell('message', { channel: 'sec-prod', text: 'odd', user: 'bob' });
    const { shortcuts } = await ask<{ shortcuts: { callback_id: string }[] }>('info');
    const place = { channel: 'sec-prod', ts: body.ts };

    const wrong = await tell('shortcut', { ...place, callback_id: 'nope' });

    expect(shortcuts).toContainEqual(expect.objectContaining({ callback_id: 'who-did-this' }));
    expect(wrong).toMatchObject({ status: 409, body: { error: 'no_such_shortcut' } });
  });

  it('makes an alarm trip and recover, in CloudWatch and on its topic', async () => {
    const alarm = sandbox.aws.alarms.find('CloudTrailIAMPolicyChanges', '111122223333')!;

    await tell('happen', { what: 'iam-policy-changed' });
    expect(alarm.state).toBe('ALARM');
    await tell('happen', { what: 'iam-policy-recovers' });

    expect(alarm.state).toBe('OK');
    expect(alarm.reason).toContain('no datapoints were received');
    const texts = (await seen('sec-prod')).map(({ text }) => text);
    expect(texts.filter((text) => text.includes('CloudTrailIAMPolicyChanges'))).toEqual([
      'ALARM: "CloudTrailIAMPolicyChanges" in EU (Ireland)',
      'OK: "CloudTrailIAMPolicyChanges" in EU (Ireland)',
    ]);
  });

  it.each(
    happenings
      .map(({ what }) => what)
      .filter((what) => !/down|revoked|removed|archived|storm$|429|lost/.test(what)),
  )('makes %s happen', async (what) => {
    expect(await tell('happen', { what })).toMatchObject({ status: 200, body: { happened: what } });
  });

  it('plays faults until they are reset', async () => {
    await tell('fault', { target: 'sns', kind: 'lost-reply', rate: 1 });
    await tell('reset', {});
    await tell('fault', {
      target: 'slack',
      method: 'chat.postMessage',
      channel: 'sec-prod',
      kind: 'lost-reply',
    });

    const since = Date.now();
    await tell('publish', { topic: 'global-alarms', message: 'twice' });

    const calls = await ask<{ method: string; outcome: string; target: string; time: number }[]>(
      `calls?since=${since}`,
    );
    expect(calls.every(({ time }) => time >= since)).toBe(true);
    expect(calls.filter(({ target }) => target === 'sns')).toMatchObject([{ outcome: '200' }]);
    expect(calls.find(({ method }) => method === 'chat.postMessage')).toMatchObject({
      outcome: 'lost-reply',
    });
  });

  it.each([
    ['nothing', {}, 404],
    ['publish', { message: 'm', topic: 'nope' }, 404],
    ['publish', { massage: 'm' }, 400],
    ['publish', [], 400],
    ['happen', { what: 'nope' }, 404],
    ['fault', { target: 'moon', kind: '429' }, 400],
    ['command', { command: 'echo' }, 400],
    ['command', { command: '/echo', user: 'nobody' }, 404],
    ['submit', { view_id: 'V0' }, 404],
    ['action', { action_id: 'a' }, 400],
    ['info', {}, 405],
  ] as const)('refuses a wrong %s in words', async (path, body, status) => {
    const refused = await tell(path, body);

    expect(refused.status).toBe(status);
    expect(refused.body).toEqual({ error: expect.any(String), message: expect.any(String) });
  });

  it('takes nothing from a page of another origin', async () => {
    const simple = await fetch(`${sandbox.url}/_sandbox/reset`, { method: 'POST', body: '{}' });
    const { port } = new URL(sandbox.url);
    const rebound = await new Promise<number | undefined>((resolve) => {
      const call = request(
        { host: '127.0.0.1', port, path: '/_sandbox/info', headers: { host: 'evil.example.com' } },
        (response) => {
          response.resume();
          resolve(response.statusCode);
        },
      );
      call.end();
    });

    expect(simple.status).toBe(415);
    expect(rebound).toBe(403);
  });

  it('tells of changes as they happen', async () => {
    const aborter = new AbortController();
    const response = await fetch(`${sandbox.url}/_sandbox/events`, { signal: aborter.signal });
    const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
    await reader.read();
    await tell('message', { channel: 'general', text: 'hello', user: 'bob' });

    const { value } = await reader.read();

    expect(value).toContain('data: {"kind":"message","channel":"C0GENERAL"}');
    aborter.abort();
  });

  it('starts the bot again at the same address', async () => {
    const before = sandbox.bot.url();
    await sandbox.bot.kill('SIGKILL');
    await sandbox.bot.start();
    await sandbox.ready();

    expect(sandbox.bot.url()).toBe(before);
    expect(
      await sandbox.publish({
        topicArn: 'arn:aws:sns:us-east-1:111122223333:global-alarms',
        message: 'm',
      }),
    ).toMatchObject({ status: 200 });
  });

  it('starts afresh when everything is reset', async () => {
    await tell('reset', { everything: true });

    expect(await seen('sec-prod')).toEqual([]);
    expect(sandbox.aws.alarms.all().every(({ state }) => state === 'OK')).toBe(true);
  });
});
