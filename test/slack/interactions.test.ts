import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Form } from '../../src/core/form.ts';
import type { Interaction } from '../../src/core/interaction.ts';
import { untrusted } from '../../src/core/text.ts';
import type { Message, View } from '../../src/sandbox/slack/entities.ts';
import { app as installed } from '../../src/sandbox/slack/workspace.ts';
import { type Rig, saying, startRig } from './rig.ts';

const form: Form = {
  title: 'Who did it?',
  fields: [
    { kind: 'text', id: 'term', label: 'Resource, user or address' },
    {
      kind: 'choice',
      id: 'account',
      label: 'Account',
      isOptional: true,
      options: [{ value: '111122223333', label: 'prod' }],
    },
  ],
  submit: 'Ask',
};

const bot = `<@${installed.botUserId}>`;
const asked = (text: string) => ({ kind: 'command', name: 'whodid', text });
const alice = { enterprise: undefined, team: 'T0SANDBOX', user: 'U0ALICE' };

describe.each(['socket', 'http'] as const)('what people do, by %s', (mode) => {
  let rig: Rig;
  beforeEach(async () => {
    rig = await startRig(mode);
  });
  afterEach(() => rig[Symbol.asyncDispose]());

  const type = (line: string, channel = 'sec-prod', member = 'alice') => {
    const [command = '', ...words] = line.split(' ');
    return rig.people.command(rig.member(member), rig.channel(channel), command, words.join(' '));
  };
  const handed = (count = 1) =>
    vi.waitFor((): readonly Interaction[] => {
      expect(rig.seen).toHaveLength(count);
      return rig.seen;
    });
  const answering = (text: string) => {
    rig.onInteraction = ({ reply }) => reply.say(saying(text));
  };
  const message = async (name = 'sec-prod'): Promise<Message> => (await rig.told(name)).at(-1)!;
  const view = (): Promise<View> =>
    vi.waitFor(() => {
      const [first] = rig.under.slack.store.views.values();
      if (first === undefined) throw new Error('no view');
      return first;
    });

  it('hands a command on with its words as they were typed, and answers its asker alone', async () => {
    answering('alice did it');

    const { answer } = await type('/whodid sg-0abc “denied” by <@U0BOB> & co');

    expect(answer).toBe('acknowledged');
    expect(await message()).toMatchObject({ text: 'alice did it', ephemeralFor: 'U0ALICE' });
    const [command] = rig.seen;
    expect(command).toMatchObject({ kind: 'command', name: 'whodid', scene: { member: alice } });
    expect(command?.kind === 'command' && command.text).toContain('sg-0abc “denied” by');
    expect(command?.scene).toEqual({ member: alice, channel: 'C0SECPROD', threadTs: undefined });
  });

  it('answers where the bot is not a member', async () => {
    answering('alice did it');

    await type('/whodid x', 'incident-room');

    expect(await message('incident-room')).toMatchObject({ ephemeralFor: 'U0ALICE' });
  });

  it('acknowledges within 200 ms while twenty commands run', async () => {
    let release = (): void => {};
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    rig.onInteraction = () => released;
    const took = await Promise.all(
      Array.from({ length: 20 }, async () => {
        const start = performance.now();
        const { answer } = await type('/whodid x');
        expect(answer).toBe('acknowledged');
        return performance.now() - start;
      }),
    );

    expect(took.toSorted((a, b) => a - b)[10]).toBeLessThan(200);
    expect(rig.messages('sec-prod')).toEqual([]);
    await handed(20);
    release();
  });

  it('marks what something better is to follow', async () => {
    rig.onInteraction = async ({ reply }) => {
      await reply.say(saying('reading'), { isProgress: true });
      await reply.say(saying('done'));
    };

    await type('/whodid x');

    const [reading, done] = await rig.told('sec-prod', 2);
    expect(reading?.blocks?.[0]).toMatchObject({ block_id: expect.stringMatching(/^progress/) });
    expect(JSON.stringify(done?.blocks)).not.toContain('progress');
  });

  it('understands a mention, in the channel and in a thread, and answers there', async () => {
    answering('alice did it');
    const root = await rig.people.say(rig.member('bob'), rig.channel('sec-prod'), 'hm', undefined);

    await rig.people.say(
      rig.member('alice'),
      rig.channel('sec-prod'),
      `hey ${bot} /WhoDid sg-0abc since 2h`,
      root.ts,
    );

    await handed();
    expect(rig.seen[0]).toMatchObject({
      ...asked('sg-0abc since 2h'),
      scene: { member: alice, channel: 'C0SECPROD', threadTs: root.ts },
    });
    const answer = (await rig.told('sec-prod', 3)).at(-1);
    expect(answer).toMatchObject({ ephemeralFor: 'U0ALICE', threadTs: root.ts });
  });

  it.each([
    [`${bot} whodid x`, asked('x')],
    [`whodid x ${bot}`, asked('x')],
    [`${bot}`, { name: 'trailwarden', text: 'help' }],
    [`${bot} good morning`, { name: 'trailwarden', text: 'help' }],
    [`${bot} trailwarden status`, { name: 'trailwarden', text: 'status' }],
  ])('understands "%s"', async (text, expected) => {
    await rig.people.say(rig.member('alice'), rig.channel('sec-prod'), text, undefined);

    await handed();
    expect(rig.seen[0]).toMatchObject(expected);
  });

  it('answers a direct message in the open, because nobody else is there', async () => {
    answering('alice did it');

    await rig.people.say(rig.member('alice'), rig.direct('alice'), 'whodid x', undefined);

    await handed();
    expect(rig.seen[0]).toMatchObject(asked('x'));
    const messages = await rig.told(rig.direct('alice').id, 2);
    expect(messages.at(-1)).toMatchObject({ text: 'alice did it', ephemeralFor: undefined });
    // Its own answer is a message too.
    expect(rig.seen).toHaveLength(1);
  });

  it('hands on what a message is about when its shortcut is used, and answers in its thread', async () => {
    answering('alice did it');
    const channel = rig.channel('sec-prod');
    const { ts } = await rig.people.say(rig.member('bob'), channel, 'look', undefined);
    const reply = await rig.people.say(rig.member('bob'), channel, 'sg-0abc is gone', ts);

    await rig.people.shortcut(rig.member('alice'), { channel, message: reply }, 'who-did-this');

    await handed();
    expect(rig.seen[0]).toMatchObject({
      kind: 'shortcut',
      id: 'who-did-this',
      scene: { member: alice, channel: channel.id, threadTs: ts },
      message: { ts: reply.ts, text: expect.stringContaining('sg-0abc is gone') },
    });
    expect((await rig.told('sec-prod', 3)).at(-1)).toMatchObject({
      ephemeralFor: 'U0ALICE',
      threadTs: ts,
    });
  });

  const withButtons = async (): Promise<Message> => {
    rig.onInteraction = ({ kind, reply }) =>
      kind !== 'command'
        ? undefined
        : reply.say({
            headline: ['one'],
            parts: [
              {
                kind: 'buttons',
                buttons: [
                  { kind: 'action', action: 'share', label: 'Share', value: 'a1' },
                  {
                    kind: 'select',
                    action: 'details',
                    label: 'Details',
                    options: [
                      { label: 'first', value: 'd1' },
                      { label: 'second', value: 'd2' },
                    ],
                  },
                  { kind: 'action', action: 'open-page-0', label: 'Page', value: '' },
                ],
              },
            ],
          });
    await type('/whodid x');
    return message();
  };
  const press = (source: Message, action: string, value?: string) =>
    rig.people.act(
      rig.member('alice'),
      { channel: rig.channel('sec-prod'), message: source },
      action,
      value,
    );

  it('hands on the value of a button and of a menu, and not a button that opened a page', async () => {
    const source = await withButtons();

    await press(source, 'share', 'a1');
    await press(source, 'details', 'd2');
    await press(source, 'open-page-0');

    const [, share, details] = await handed(3);
    expect(share).toMatchObject({ kind: 'action', action: 'share', value: 'a1' });
    expect(details).toMatchObject({ kind: 'action', action: 'details', value: 'd2' });
    expect(share?.scene).toMatchObject({ member: alice, channel: 'C0SECPROD' });
  });

  it('replaces a private message by its button, and adds to it otherwise', async () => {
    const source = await withButtons();

    rig.onInteraction = ({ reply }) => reply.replace(saying('two'));
    await press(source, 'share', 'a1');
    await vi.waitFor(() => expect(source.text).toBe('two'));
    expect(rig.messages('sec-prod')).toHaveLength(1);

    rig.onInteraction = ({ reply }) => reply.replace(saying('three'));
    await type('/whodid x');
    expect((await rig.told('sec-prod', 2)).map(({ text }) => text)).toEqual(['two', 'three']);
  });

  it('opens a form, shows what is wrong in it, and hands on what is right', async () => {
    rig.onInteraction = async ({ reply, kind }) => {
      if (kind === 'command') await reply.openForm({ form, id: 'ask-whodid', state: 'kept' });
      else await reply.say(saying('asked'));
    };
    rig.onCheck = async ({ values }) =>
      values['term'] === '?' ? { term: 'This is no resource.' } : undefined;
    await type('/whodid');
    const opened = await view();

    const wrong = await rig.people.submit(rig.member('alice'), opened, { term: '?' });
    const right = await rig.people.submit(rig.member('alice'), opened, {
      term: 'sg-0abc',
      account: '111122223333',
    });

    expect(wrong).toEqual({ closed: false, errors: { term: 'This is no resource.' } });
    expect(right).toEqual({ closed: true });
    await handed(2);
    expect(rig.seen[1]).toMatchObject({
      kind: 'form',
      id: 'ask-whodid',
      state: 'kept',
      values: { term: 'sg-0abc', account: '111122223333' },
      scene: { member: alice, channel: 'C0SECPROD' },
    });
    expect(await message()).toMatchObject({ text: 'asked', ephemeralFor: 'U0ALICE' });
  });

  it('closes a form that cannot be checked, and says so with a reference', async () => {
    rig.onInteraction = async ({ reply }) =>
      void (await reply.openForm({ form, id: 'ask-whodid', state: '' }));
    rig.onCheck = () => Promise.reject(new Error('the store is away'));
    await type('/whodid');

    const answer = await rig.people.submit(rig.member('alice'), await view(), { term: 'x' });

    expect(answer).toEqual({ closed: true });
    expect((await message()).text).toMatch(
      /^Something went wrong on our side \(reference [0-9a-f]{8}\)\.$/,
    );
    expect(rig.seen).toHaveLength(1);
  });

  it('does not keep Slack waiting for a form that is checked for too long', async () => {
    rig.onInteraction = async ({ reply }) =>
      void (await reply.openForm({ form, id: 'ask-whodid', state: '' }));
    rig.onCheck = () => new Promise(() => {});
    await type('/whodid');

    expect(await rig.people.submit(rig.member('alice'), await view(), { term: 'x' })).toEqual({
      closed: true,
    });
    expect((await message()).text).toContain('reference');
  });

  it('shows a card in a modal, and puts what is opened in it on top', async () => {
    rig.onInteraction = async ({ reply, kind }) => {
      if (kind === 'command')
        await reply.openCard('Details', {
          headline: ['The record'],
          parts: [
            { kind: 'code', text: untrusted(`{"who":"<!channel>"}\n${'x'.repeat(5000)}`) },
            { kind: 'table', caption: 'Calls', columns: ['Who'], rows: [[['alice']]] },
            {
              kind: 'buttons',
              buttons: [{ kind: 'action', action: 'edit', label: 'Edit', value: '1' }],
            },
          ],
        });
      else await reply.openForm({ form, id: 'ask-whodid', state: '' });
    };
    await type('/whodid x');
    const card = await view();

    await rig.people.act(rig.member('alice'), { view: card }, 'edit', '1');

    await vi.waitFor(() => expect(rig.under.slack.store.views.size).toBe(2));
    expect(rig.seen[1]).toMatchObject({
      kind: 'action',
      action: 'edit',
      scene: { member: alice, channel: 'C0SECPROD' },
    });
  });

  it('tells of an opened App Home, and answers from there in a direct message', async () => {
    answering('welcome');

    await rig.people.openHome(rig.member('alice'));

    await handed();
    expect(rig.seen[0]).toMatchObject({ kind: 'home', scene: { member: alice } });
    expect(rig.seen[0]?.scene.channel).toBeUndefined();
    expect(await message(rig.direct('alice').id)).toMatchObject({ text: 'welcome' });
  });

  it('says in words that something failed, and logs it once with the same reference', async () => {
    rig.onInteraction = () => Promise.reject(new Error('the store is away'));

    await type('/whodid x');

    const { text } = await message();
    const [, reference] = /reference ([0-9a-f]{8})/.exec(text) ?? [];
    expect(text).not.toContain('store');
    expect(
      rig.logged.filter(({ fields }) => JSON.stringify(fields)?.includes(String(reference))),
    ).toEqual([
      {
        message: 'what somebody did in Slack failed',
        fields: expect.objectContaining({ error: 'the store is away' }),
      },
    ]);
  });

  it('answers an unknown command in words', async () => {
    const { answer } = await type('/elsewhere x');

    expect(answer).toBe('acknowledged');
    expect((await message()).text).toContain('does not know that command');
    expect(rig.seen).toEqual([]);
  });
});
