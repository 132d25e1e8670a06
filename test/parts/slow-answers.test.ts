import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Conversation, startConversation } from '../conversations/conversation.ts';

const fastBot = fileURLToPath(new URL('../../bench/fast-bot.ts', import.meta.url));

/** So many of the bot's seconds pass in one. */
const factor = 10;

describe('answers that take their time', () => {
  let talk: Conversation;
  beforeAll(async () => {
    talk = await startConversation({
      botEntry: fastBot,
      botEnv: { CLOCK_ORIGIN: `${Date.now()}`, CLOCK_FACTOR: `${factor}` },
    });
  }, 60_000);
  afterEach(() => talk.tell('reset', {}));
  afterAll(() => talk.stop());

  const hang = (more: Record<string, unknown>) =>
    talk.fault({ target: 'aws', method: 'LookupEvents', kind: 'hang', count: 1000, ...more });

  it('says after three seconds what is being read, then tells what was read and what not', async () => {
    await hang({ region: 'us-east-1' });

    const answer = await talk.ask('bob sec-prod /whodid sg-0abc1234def567890 since 1d');

    expect(answer.all).toHaveLength(2);
    expect(answer.all[0]?.words).toContain('READING');
    expect(answer.words).toMatch(/^Understood: calls on sg-0abc1234def567890/);
    expect(answer.words).toContain('alice@example.com');
    expect(answer.words).toMatch(/1 of 2 account-regions/);
    expect(answer.words).toContain('prod us-east-1');
    expect(answer.words).toMatch(/no time left/);
  });

  it('does not call it nothing found where a part of it was not read', async () => {
    await hang({ region: 'us-east-1' });

    const answer = await talk.ask('bob sec-prod /whodid DeleteBucket since 2d');

    expect(answer.words).not.toMatch(/nothing found/i);
    expect(answer.words).toContain('this is no answer yet');
    expect(answer.words).toMatch(/narrow|[Aa]sk for less|fewer|shorter/);
  });

  it.each(['/whodid DeleteTrail since 2d', '/trusted-advisor security', '/iam-lastused user bob'])(
    'answers within 30 seconds though everything hangs: %s',
    async (line) => {
      await talk.fault({ target: 'aws', kind: 'hang', count: 10_000 });
      const startedAt = performance.now();

      const answer = await talk.ask(`bob sec-prod ${line}`);

      expect(performance.now() - startedAt).toBeLessThan(31_000 / factor + 1_000);
      expect(answer.words).toMatch(/^Understood: /);
      expect(answer.words).not.toMatch(/nothing found|nothing is red|never used/i);
    },
  );

  it('lets nobody in by a user group that they left a minute ago', async () => {
    const line = 'bob general /trusted-advisor security red in prod';
    expect((await talk.ask(line)).words).toContain('checks are red');
    await talk.tell('usergroup', { usergroup: 'oncall', users: [] });

    await new Promise((resolve) => {
      setTimeout(resolve, 60_000 / factor);
    });
    const answer = await talk.ask(line);

    expect(answer.words).toContain('REFUSED');
    expect(answer.words).not.toContain('checks are red');
  });
});

describe('answers of half an hour ago', () => {
  it('do nothing when their buttons are pressed', async () => {
    const botEnv: Record<string, string> = { CLOCK_ORIGIN: '0', CLOCK_FACTOR: '1' };
    const talk = await startConversation({ botEntry: fastBot, botEnv });
    const answer = await talk.ask('alice sec-prod /whodid sg-0abc1234def567890 since 1d');
    await talk.sandbox.bot.stop();
    // Half an hour ahead, and as good as no faster.
    botEnv['CLOCK_FACTOR'] = `${1 + (31 * 60_000) / Date.now()}`;
    await talk.sandbox.bot.start();
    await talk.sandbox.ready();

    const said = await talk.press(answer, 'Share');

    const shared = (await talk.messages('carol', 'sec-prod')).length;
    await talk.stop();
    expect(said.words).toContain('This answer is not kept any more (30 minutes)');
    expect(shared).toBe(0);
  });
});
