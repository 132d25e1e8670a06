import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Message } from '../../src/sandbox/slack/entities.ts';
import { type Rig, saying, startRig } from './rig.ts';

let rig: Rig;
beforeEach(async () => {
  rig = await startRig('http');
});
afterEach(() => rig[Symbol.asyncDispose]());

const type = (channel = 'sec-prod') =>
  rig.people.command(rig.member('alice'), rig.channel(channel), '/whodid', 'x');
const methods = () =>
  rig.under.calls
    .since(0)
    .map(({ method, outcome }) => `${method} ${outcome}`)
    .filter((call) => !call.startsWith('auth.test'));
const fault = (method: string, code: string, count = 1) =>
  rig.under.faults.add({ target: 'slack', kind: 'error', method, code, count });

describe('an answer to a command', () => {
  beforeEach(() => {
    rig.onInteraction = ({ reply }) => reply.say(saying('alice did it'));
  });

  it.each(['expired_url', 'used_url', 'no_service'])(
    'goes by the Web API when its response_url ends with %s',
    async (code) => {
      fault('response_url', code);

      await type();

      const [answer] = await rig.told('sec-prod');
      expect(answer).toMatchObject({ text: 'alice did it', ephemeralFor: 'U0ALICE' });
      expect(methods()).toEqual([`response_url ${code}`, 'chat.postEphemeral ok']);
    },
  );

  it.each(['5xx', 'reset', '429'] as const)(
    'goes by the Web API when its response_url meets a %s',
    async (kind) => {
      rig.under.faults.add({ target: 'slack', kind, method: 'response_url', retryAfter: 30 });

      await type();

      expect(await rig.told('sec-prod')).toMatchObject([{ ephemeralFor: 'U0ALICE' }]);
    },
  );

  it('goes to direct messages where the bot is not let write', async () => {
    fault('response_url', 'expired_url');

    await type('incident-room');

    const [answer] = await rig.told(rig.direct('alice').id);
    expect(answer?.text).toBe('alice did it');
    expect(rig.messages('incident-room')).toEqual([]);
  });

  it('is logged as lost when no way is left', async () => {
    fault('response_url', 'expired_url');
    fault('conversations.open', 'user_disabled');

    await type('incident-room');

    await vi.waitFor(() =>
      expect(rig.logged).toContainEqual({
        message: 'an answer reached nobody',
        fields: { failures: ['expired_url', expect.any(String), 'user_disabled'] },
      }),
    );
  });

  it.each(['invalid_blocks', 'msg_blocks_too_long'])(
    'is plain text, once, where Slack says %s',
    async (code) => {
      fault('response_url', code);

      await type();

      const [answer] = await rig.told('sec-prod');
      expect(answer).toMatchObject({ text: 'alice did it', blocks: undefined });
      expect(methods()).toEqual([`response_url ${code}`, 'response_url ok']);
    },
  );
});

it('uses a response_url five times and no more', async () => {
  rig.onInteraction = async ({ reply }) => {
    for (let index = 1; index <= 7; index += 1) await reply.say(saying(`answer ${index}`));
  };

  await type();

  const messages = await rig.told('sec-prod', 7);
  expect(messages.map(({ text }) => text)).toEqual(
    Array.from({ length: 7 }, (_, index) => `answer ${index + 1}`),
  );
  expect(methods()).toEqual([
    ...Array.from({ length: 5 }, () => 'response_url ok'),
    'chat.postEphemeral ok',
    'chat.postEphemeral ok',
  ]);
});

describe('replacing', () => {
  const source = async (): Promise<Message> => {
    rig.onInteraction = ({ reply }) =>
      reply.say({
        headline: ['one'],
        parts: [
          {
            kind: 'buttons',
            buttons: [{ kind: 'action', action: 'go', label: 'Go', value: '1' }],
          },
        ],
      });
    await type();
    const [message] = await rig.told('sec-prod');
    if (message === undefined) throw new Error('no message');
    rig.onInteraction = ({ reply }) => reply.replace(saying('two'));
    return message;
  };
  const press = (message: Message, channel = 'sec-prod') =>
    rig.people.act(rig.member('alice'), { channel: rig.channel(channel), message }, 'go', '1');

  it('adds a message where the old one cannot be replaced any more', async () => {
    const message = await source();
    fault('response_url', 'expired_url', 2);

    await press(message);

    const messages = await rig.told('sec-prod', 2);
    expect(messages.map(({ text }) => text)).toEqual(['one', 'two']);
  });

  it('adds a private message to one that everybody sees, and leaves that as it is', async () => {
    const { blocks } = await source();
    const posted = await rig.under.client.chat.postMessage({
      channel: rig.channel('sec-staging').id,
      text: 'incident',
      blocks: blocks as never,
    });
    const shown = rig.messages('sec-staging').find(({ ts }) => ts === posted.ts);
    if (shown === undefined) throw new Error('no message');

    await press(shown, 'sec-staging');

    const [incident, answer] = await rig.told('sec-staging', 2);
    expect(incident).toMatchObject({ text: 'incident', ephemeralFor: undefined });
    expect(answer).toMatchObject({ text: 'two', ephemeralFor: 'U0ALICE' });
  });
});

describe('opening', () => {
  const form = {
    title: 'Ask',
    submit: 'Ask',
    fields: [{ kind: 'text', id: 'a', label: 'A' }],
  } as const;

  it.each(['expired_trigger_id', 'invalid_trigger_id', 'internal_error'])(
    'is told to have failed when Slack says %s',
    async (code) => {
      const opened: boolean[] = [];
      rig.onInteraction = async ({ reply }) => {
        opened.push(await reply.openForm({ form, id: 'ask', state: '' }));
      };
      fault('views.open', code);

      await type();

      await vi.waitFor(() => expect(opened).toEqual([false]));
      expect(rig.under.slack.store.views.size).toBe(0);
    },
  );

  it('is not tried with a trigger that is too old', async () => {
    const opened: boolean[] = [];
    rig.onInteraction = async ({ reply }) => {
      await new Promise((resolve) => setTimeout(resolve, 3_200));
      opened.push(await reply.openCard('Details', saying('x')));
    };

    await type();

    await vi.waitFor(() => expect(opened).toEqual([false]), 5_000);
    expect(methods()).toEqual([]);
  });

  it('shows a card as plain text where Slack refuses the blocks', async () => {
    rig.onInteraction = async ({ reply }) => void (await reply.openCard('Details', saying('x')));
    fault('views.open', 'invalid_arguments');

    await type();

    await vi.waitFor(() => expect(rig.under.slack.store.views.size).toBe(1));
    const [view] = rig.under.slack.store.views.values();
    expect(JSON.stringify(view?.body['blocks'])).not.toContain('rich_text');
  });

  it('does not open a form whose state Slack would not keep', async () => {
    const opened: boolean[] = [];
    rig.onInteraction = async ({ reply }) => {
      opened.push(await reply.openForm({ form, id: 'ask', state: 'x'.repeat(3_000) }));
      opened.push(await reply.openForm({ form, id: 'ask', state: 'x'.repeat(2_000) }));
    };

    await type();

    await vi.waitFor(() => expect(opened).toEqual([false, true]));
  });
});
