import type { AddressInfo } from 'node:net';
import { App, HTTPReceiver } from '@slack/bolt';
import { SocketModeClient } from '@slack/socket-mode';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createPeople, type People } from '../../src/sandbox/slack/people.ts';
import { app as installed } from '../../src/sandbox/slack/workspace.ts';
import { failure, quietLogger, type SlackUnderTest, startSlackUnderTest } from './fakes.ts';

const channelId = 'C0SECPROD';
const blocks = [
  {
    type: 'actions',
    elements: [
      {
        type: 'button',
        action_id: 'press',
        value: '1',
        text: { type: 'plain_text', text: 'Press' },
      },
    ],
  },
];

/** What the app under test does when somebody uses it. */
const listen = (app: App): void => {
  app.command('/echo', async ({ ack, command }) => {
    await ack(command.text);
  });
  app.command('/replace', async ({ ack, respond }) => {
    await ack('first');
    await respond({ text: 'second', replace_original: true });
  });
  app.command('/many', async ({ ack, respond }) => {
    await ack();
    for (let index = 0; index < 6; index += 1) await respond(`answer ${index}`);
  });
  app.action('press', async ({ ack, respond }) => {
    await ack();
    await respond({ text: 'pressed', replace_original: true });
  });
  app.command('/form', async ({ ack, client, body }) => {
    await ack();
    await client.views.open({
      trigger_id: body.trigger_id,
      view: {
        type: 'modal',
        callback_id: 'why',
        title: { type: 'plain_text', text: 'Why' },
        submit: { type: 'plain_text', text: 'Send' },
        blocks: [
          {
            type: 'input',
            block_id: 'reason',
            label: { type: 'plain_text', text: 'Reason' },
            element: { type: 'plain_text_input', action_id: 'text' },
          },
        ],
      },
    });
  });
  app.view('why', async ({ ack, view }) => {
    const reason = view.state.values['reason']?.['text']?.value;
    if (reason === 'no') await ack({ response_action: 'errors', errors: { reason: 'Say more.' } });
    else await ack();
  });
  app.event('app_mention', async ({ event, client }) => {
    await client.chat.postMessage({ channel: event.channel, thread_ts: event.ts, text: 'Yes?' });
  });
  app.event('app_home_opened', async ({ event, client }) => {
    await client.views.publish({ user_id: event.user, view: { type: 'home', blocks: [] } });
  });
};

interface Running {
  readonly under: SlackUnderTest;
  readonly stop: () => Promise<void>;
}

const startSocketMode = async (): Promise<Running> => {
  const under = await startSlackUnderTest();
  const app = new App({
    token: installed.botToken,
    appToken: installed.appToken,
    socketMode: true,
    logger: quietLogger,
    clientOptions: { slackApiUrl: under.slack.apiUrl },
  });
  listen(app);
  await app.start();
  await under.slack.socket.connected();
  return { under, stop: async () => void (await app.stop()) };
};

const startHttpMode = async (): Promise<Running> => {
  const late: { url?: string } = {};
  const under = await startSlackUnderTest({ requestUrl: () => late.url });
  const receiver = new HTTPReceiver({
    signingSecret: installed.signingSecret,
    logger: quietLogger,
  });
  const app = new App({
    token: installed.botToken,
    receiver,
    logger: quietLogger,
    clientOptions: { slackApiUrl: under.slack.apiUrl },
  });
  listen(app);
  const server = await receiver.start(0);
  late.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/slack/events`;
  const stop = async (): Promise<void> => {
    server.closeAllConnections();
    await app.stop();
  };
  return { under, stop };
};

describe.each([
  ['Socket Mode', startSocketMode],
  ['HTTP', startHttpMode],
] as const)('people in the fake Slack, over %s', (_name, start) => {
  let under: SlackUnderTest;
  let running: Running;
  let people: People;
  beforeEach(async () => {
    running = await start();
    under = running.under;
    people = createPeople(under.slack.context, under.slack.gateway);
  });
  afterEach(async () => {
    await running.stop();
    await under.slack.stop();
  });

  const alice = () => under.slack.store.members.get('U0ALICE')!;
  const channel = () => under.slack.store.channels.get(channelId)!;
  const messages = () => under.slack.store.timeline(channelId).all();
  const texts = () => messages().map(({ text }) => text);
  const type = (line: string, text = '') => people.command(alice(), channel(), line, text);
  const form = () => [...under.slack.store.views.values()][0]!;

  it('answers a command to who typed it', async () => {
    const { answer } = await type('/echo', 'hello');

    expect(answer).toBe('acknowledged');
    expect(messages()).toMatchObject([{ text: 'hello', ephemeralFor: 'U0ALICE' }]);
  });

  it("adds a message where a command's answer is to be replaced", async () => {
    await type('/replace');
    await expect.poll(texts).toEqual(['first', 'second']);
  });

  it('takes five answers to a command, not six', async () => {
    await type('/many');
    await expect
      .poll(() => under.calls.since(0).filter(({ method }) => method === 'response_url').length)
      .toBe(6);

    expect(texts()).toHaveLength(5);
    expect(under.calls.since(0).at(-1)).toMatchObject({ outcome: 'used_url' });
  });

  it('replaces the message whose button was pressed', async () => {
    const { ts = '' } = await under.client.chat.postMessage({
      channel: channelId,
      text: 'press me',
      blocks,
    });
    const message = under.slack.store.timeline(channelId).get(ts)!;

    await people.act(alice(), { channel: channel(), message }, 'press', '1');

    await expect.poll(texts).toEqual(['pressed']);
    const other = people.act(alice(), { channel: channel(), message }, 'press', '1');
    expect((await failure(other)).code).toBe('no_such_action');
  });

  it('opens a form, checks it, and closes it when it is taken', async () => {
    await type('/form');
    await expect.poll(() => under.slack.store.views.size).toBe(1);

    expect(await people.submit(alice(), form(), {})).toMatchObject({ closed: false });
    expect(await people.submit(alice(), form(), { text: 'no' })).toEqual({
      closed: false,
      errors: { reason: 'Say more.' },
    });
    expect(await people.submit(alice(), form(), { text: 'because' })).toEqual({ closed: true });
    expect(under.slack.store.views.size).toBe(0);
  });

  it('opens a form only once with a trigger', async () => {
    const { client } = under;
    const view = {
      type: 'modal' as const,
      title: { type: 'plain_text' as const, text: 'T' },
      blocks: [],
    };
    under.slack.store.triggers.set('t', {
      user: 'U0ALICE',
      interaction: 'i',
      until: Date.now() + 1000,
    });
    under.slack.store.triggers.set('old', { user: 'U0ALICE', interaction: 'i', until: 1 });

    await client.views.open({ trigger_id: 't', view });

    const again = await failure(client.views.open({ trigger_id: 't', view }));
    const late = await failure(client.views.open({ trigger_id: 'old', view }));
    expect(again.data?.error).toBe('exchanged_trigger_id');
    expect(late.data?.error).toBe('expired_trigger_id');
  });

  it('refuses a form whose title is too long', async () => {
    const title = { type: 'plain_text' as const, text: 'x'.repeat(25) };
    under.slack.store.triggers.set('t', {
      user: 'U0ALICE',
      interaction: 'i',
      until: Date.now() + 1000,
    });

    const refused = await failure(
      under.client.views.open({ trigger_id: 't', view: { type: 'modal', title, blocks: [] } }),
    );

    expect(refused.data?.error).toBe('invalid_arguments');
    expect(refused.data?.response_metadata?.messages?.[0]).toContain('/view/title/text');
  });

  it('tells the bot of a mention, and answers it in a thread', async () => {
    const said = await people.say(alice(), channel(), `<@${installed.botUserId}> hello`, undefined);

    await expect.poll(texts).toEqual([`<@${installed.botUserId}> hello`, 'Yes?']);
    expect(messages().at(-1)).toMatchObject({ threadTs: said.ts });
  });

  it('opens the App Home', async () => {
    await people.openHome(alice());

    await expect.poll(() => under.slack.store.homes.has('U0ALICE')).toBe(true);
  });
});

describe('the connections of the fake Slack', () => {
  it('come back after they were cut, and a command finds nobody meanwhile', async () => {
    const under = await startSlackUnderTest();
    const client = new SocketModeClient({
      appToken: installed.appToken,
      logger: quietLogger,
      clientOptions: { slackApiUrl: under.slack.apiUrl },
    });
    const people = createPeople(under.slack.context, under.slack.gateway);
    const alice = under.slack.store.members.get('U0ALICE')!;
    const channel = under.slack.store.channels.get(channelId)!;
    await client.start();
    await under.slack.socket.connected();

    under.slack.socket.disconnect('cut');
    await expect.poll(() => under.slack.socket.connections()).toBe(0);
    const { answer } = await people.command(alice, channel, '/echo', '');

    expect(answer).toBe('unreachable');
    expect(under.slack.store.timeline(channelId).all()[0]?.text).toContain('dispatch_failed');
    await client.disconnect();
    await under.slack.stop();
  });

  it('opens with a ticket of its own, once', async () => {
    const under = await startSlackUnderTest();
    const url = under.slack.socket.newUrl().replace('ws:', 'http:');
    const upgrade = () => fetch(url).then(({ status }) => status);

    expect(await upgrade()).toBe(404);
    const open = (address: string) =>
      new Promise<string>((resolve) => {
        const socket = new WebSocket(address);
        socket.onmessage = ({ data }) => {
          resolve(String(data));
          socket.close();
        };
        socket.onerror = () => resolve('refused');
      });
    const ticket = under.slack.socket.newUrl();
    expect(await open(ticket)).toContain('"hello"');
    expect(await open(ticket)).toBe('refused');
    await under.slack.stop();
  });
});
