import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { App } from '@slack/bolt';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createPeople, type People } from '../../src/sandbox/slack/people.ts';
import { app as installed } from '../../src/sandbox/slack/workspace.ts';
import { failure, quietLogger, type SlackUnderTest, startSlackUnderTest } from './fakes.ts';

const manifest = {
  features: {
    slash_commands: [
      { command: '/escaped', description: 'd', should_escape: true },
      { command: '/plain', description: 'd', should_escape: false },
    ],
    shortcuts: [
      { type: 'message', name: 'Who?', callback_id: 'who', description: 'd' },
      { type: 'global', name: 'Ask', callback_id: 'ask', description: 'd' },
    ],
  },
  settings: { event_subscriptions: { bot_events: ['app_mention', 'message.im'] } },
};

type Heard = Readonly<Record<string, unknown>>;

/** Keeps every payload; answers shortcuts. */
const listen = (app: App, heard: Heard[]): void => {
  app.use(async ({ body, next }) => {
    heard.push(body as unknown as Heard);
    await next();
  });
  app.command(/.*/, async ({ ack }) => ack());
  app.event('app_mention', async () => {});
  app.event('message', async () => {});
  app.shortcut('who', async ({ ack, respond, shortcut, client }) => {
    await ack();
    await respond('You wanted to know.');
    await client.views.open({
      trigger_id: shortcut.trigger_id,
      view: { type: 'modal', title: { type: 'plain_text', text: 'Who' }, blocks: [] },
    });
  });
};

it('a command in an Enterprise Grid tells of it', async () => {
  const bodies: URLSearchParams[] = [];
  const server = createServer((request, response) => {
    request.setEncoding('utf8');
    request.on('data', (text: string) => bodies.push(new URLSearchParams(text)));
    request.on('end', () => response.end());
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const under = await startSlackUnderTest({
    enterprise: { id: 'E0EXAMPLE', name: 'Example Grid' },
    requestUrl: () => `http://127.0.0.1:${port}/slack/events`,
  });
  const { store, context, gateway } = under.slack;
  const people = createPeople(context, gateway);

  await people.command(store.findMember('bob')!, store.findChannel('general')!, '/plain', 'hi');

  expect(bodies[0]?.get('enterprise_id')).toBe('E0EXAMPLE');
  expect(bodies[0]?.get('text')).toBe('hi');
  server.close();
  await under.slack.stop();
});

describe('what people write and use in the fake Slack', () => {
  let under: SlackUnderTest;
  let app: App;
  let people: People;
  let heard: Heard[];
  beforeEach(async () => {
    under = await startSlackUnderTest({ manifest });
    app = new App({
      token: installed.botToken,
      appToken: installed.appToken,
      socketMode: true,
      logger: quietLogger,
      clientOptions: { slackApiUrl: under.slack.apiUrl },
    });
    heard = [];
    listen(app, heard);
    await app.start();
    await under.slack.socket.connected();
    people = createPeople(under.slack.context, under.slack.gateway);
  });
  afterEach(async () => {
    await app.stop();
    await under.slack.stop();
  });

  const member = (name: string) => under.slack.store.findMember(name)!;
  const channel = (name: string) => under.slack.store.findChannel(name)!;
  const bot = `<@${installed.botUserId}>`;
  const events = () => heard.map(({ event }) => event).filter((event) => event !== undefined);

  it.each([
    ['/plain', '@alice & #general', '@alice & #general'],
    ['/escaped', 'by @alice, in #general', 'by <@U0ALICE|alice>, in <#C0GENERAL|general>'],
    ['/escaped', '@oncall <now> & then', '<!subteam^S0ONCALL|@oncall> &lt;now&gt; &amp; then'],
    ['/escaped', 'alice@example.com @nobody #none', 'alice@example.com @nobody #none'],
    ['/escaped', 'https://a.example/#general', '<https://a.example/#general>'],
    ['/unknown', '@alice', '@alice'],
  ])('a command %s tells %s as %s', async (command, typed, told) => {
    await people.command(member('bob'), channel('general'), command, typed);

    expect(heard[0]).toMatchObject({
      command,
      text: told,
      team_id: 'T0SANDBOX',
      api_app_id: 'A0TRAILWARDEN',
      channel_name: 'general',
      user_id: 'U0BOB',
      is_enterprise_install: 'false',
    });
    expect(heard[0]).not.toHaveProperty('enterprise_id');
  });

  it('a message tells mentions by id, and links and addresses in brackets', async () => {
    const { text } = await people.say(
      member('alice'),
      channel('general'),
      '@bob mail alice@example.com or see https://a.example/x in #sec-prod',
      undefined,
    );

    expect(text).toBe(
      '<@U0BOB> mail <mailto:alice@example.com|alice@example.com> or see <https://a.example/x> in <#C0SECPROD|sec-prod>',
    );
  });

  it('a mention is heard where the bot is, also in a thread, and nowhere else', async () => {
    const say = (where: string, text: string, thread?: string) =>
      people.say(member('alice'), channel(where), text, thread);
    const root = await say('sec-prod', 'look at this');

    await say('sec-prod', `${bot} whodid`, root.ts);
    await say('general', `${bot} whodid`);
    await say('sec-prod', 'whodid');

    expect(events()).toMatchObject([
      { type: 'app_mention', user: 'U0ALICE', channel: 'C0SECPROD', thread_ts: root.ts },
    ]);
  });

  it('a direct message is heard without a mention', async () => {
    const direct = under.slack.store.directChannel('U0ALICE', installed.botUserId);

    await people.say(member('alice'), direct, 'help', undefined);

    expect(events()).toMatchObject([
      { type: 'message', channel_type: 'im', channel: 'D0ALICE', text: 'help' },
    ]);
  });

  it('an event that the manifest does not name is not sent', async () => {
    await people.openHome(member('alice'));

    expect(events()).toEqual([]);
  });

  it('a reply to nothing is refused', async () => {
    const reply = people.say(member('alice'), channel('sec-prod'), 'yes', '1.000001');

    expect((await failure(reply)).code).toBe('thread_not_found');
  });

  it('a shortcut brings its message, opens forms and answers privately', async () => {
    const message = await people.say(member('bob'), channel('sec-prod'), 'sg-0abc', undefined);

    await people.shortcut(member('alice'), { channel: channel('sec-prod'), message }, 'who');

    expect(heard[0]).toMatchObject({
      type: 'message_action',
      callback_id: 'who',
      message_ts: message.ts,
      message: { user: 'U0BOB', text: 'sg-0abc' },
      user: { id: 'U0ALICE' },
      channel: { id: 'C0SECPROD' },
    });
    const answers = () => under.slack.store.timeline('C0SECPROD').all().slice(1);
    await expect
      .poll(answers)
      .toMatchObject([{ text: 'You wanted to know.', ephemeralFor: 'U0ALICE' }]);
    await expect.poll(() => under.slack.store.views.size).toBe(1);
  });

  it.each(['ask', 'other'])('a shortcut that messages do not have is refused: %s', async (id) => {
    const message = await people.say(member('bob'), channel('sec-prod'), 'sg-0abc', undefined);
    const place = { channel: channel('sec-prod'), message };

    expect((await failure(people.shortcut(member('alice'), place, id))).code).toBe(
      'no_such_shortcut',
    );
  });
});
