import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Answered, type Conversation, startConversation } from './conversation.ts';

const question = '/whodid sg-0abc1234def567890 since 3h in prod';

describe('sharing an answer', () => {
  let talk: Conversation;
  beforeAll(async () => {
    const rules = [
      { members: ['U0ALICE'], commands: ['all'], accounts: ['all'] },
      { channels: ['sec-prod', 'sec-partner'], commands: ['whodid'], accounts: ['prod'] },
      { channels: ['incident-room'], commands: ['all'], accounts: ['all'] },
      { members: 'everyone', commands: ['whodid'], accounts: ['all'], scope: 'self' },
    ];
    talk = await startConversation({ settings: { access: { admins: ['U0ALICE'], rules } } });
  }, 60_000);
  beforeEach(() => talk.closeAll('alice'));
  afterAll(() => talk.stop());

  const shared = async (channel: string, user = 'dave') =>
    (await talk.messages(user, channel)).filter(({ json }) => json['ephemeral'] !== true);
  const pressShare = (answer: Answered): Promise<Answered> => talk.press(answer, 'Share');

  it('posts it once for everybody in a channel that a rule names, with who shared it', async () => {
    const answer = await talk.ask(`alice sec-prod ${question}`);

    const said = await pressShare(answer);
    await pressShare(answer);

    expect(said.words).toContain('Shared with the channel');
    await expect.poll(() => shared('sec-prod')).toHaveLength(1);
    const [message] = await shared('sec-prod');
    expect(message?.words).toMatch(/^Understood: calls on sg-0abc1234def567890/);
    expect(message?.words).toContain('opened sg-0abc1234def567890 to 0.0.0.0/0, port 22');
    expect(message?.words).toContain('Shared by @U0ALICE');
    expect(message?.buttons).toEqual([]);
    expect(JSON.stringify(message?.json)).not.toContain('ASIAALICE2ADMEXAMPLE');
  });

  it.each([
    ['general', 'no rule names this channel for /whodid on prod'],
    ['sec-security', 'no rule names this channel for /whodid on prod'],
    ['sec-partner', 'people of another organisation read this channel'],
    ['dm', 'this is a direct message'],
    ['incident-room', 'the bot is not in this channel'],
  ])('is refused in %s, with the reason', async (channel, reason) => {
    const answer = await talk.ask(`alice ${channel} ${question}`);
    const before = (await shared(channel, 'alice')).length;

    const said = await pressShare(answer);

    expect(said.words).toContain('Not shared:');
    expect(said.words).toContain(reason);
    expect(await shared(channel, 'alice')).toHaveLength(before);
  });

  it('is refused where a rule names the channel for fewer accounts than the answer is about', async () => {
    const answer = await talk.ask(
      'alice sec-prod /whodid sg-0abc1234def567890 since 3h in prod, staging',
    );
    const before = (await shared('sec-prod')).length;

    const said = await pressShare(answer);

    expect(said.words).toContain('no rule names this channel for /whodid on staging');
    expect(await shared('sec-prod')).toHaveLength(before);
  });

  it('is refused where the rule is for another command', async () => {
    const answer = await talk.ask('alice sec-prod /trusted-advisor security red');

    const said = await pressShare(answer);

    expect(said.words).toContain('no rule names this channel for /trusted-advisor on prod');
  });

  it('is refused for what was told to somebody about themselves alone', async () => {
    const answer = await talk.ask('dave general /whodid dave@example.com since 2d in staging');

    const said = await pressShare(answer);

    expect(answer.words).toContain('Only what you did yourself');
    expect(said.words).toContain('Not shared:');
    expect(await shared('general')).toEqual([]);
  });

  it('leaves a row in the audit log, whether it was shared or refused', async () => {
    const audit = await talk.ask('alice dm /trailwarden audit');

    expect(audit.words).toMatch(/@?U0ALICE \| share \| .* \| allowed/);
    expect(audit.words).toMatch(/@?U0ALICE \| share \| .* \| refused/);
    expect(audit.words).toContain('each follows from the one before');
  });
});
