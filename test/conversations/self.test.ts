import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Conversation, startConversation } from './conversation.ts';

const others = /alice|bob|carol|203\.0\.113|198\.51\.100\.(?!41)/;

describe('somebody who may ask /whodid about themselves only', () => {
  let talk: Conversation;
  beforeAll(async () => {
    talk = await startConversation();
  }, 60_000);
  afterAll(() => talk.stop());

  it.each(['dm', 'general'])('sees their own calls and denials in %s', async (channel) => {
    const answer = await talk.ask(`dave ${channel} /whodid dave@example.com since 3d in staging`);

    expect(answer.words).toContain('StopLogging');
    expect(answer.words).toMatch(/denied: AccessDenied/);
    expect(answer.words).toContain('Only what you did yourself');
    expect(answer.words).not.toMatch(others);
  });

  it.each([
    'alice@example.com since 3d in prod',
    'sg-0abc1234def567890 since 1d in prod',
    'since 1d in prod',
    'root since 7d in staging',
  ])('sees nothing of anybody else, whatever they ask: %s', async (words) => {
    const answer = await talk.ask(`dave general /whodid ${words}`);

    expect(answer.words).toMatch(
      /No such call of yours|nothing that you|Only what you did yourself/,
    );
    expect(answer.words.replace(/^Understood: .*?\(.*?\)/, '')).not.toMatch(
      /(?:alice|bob)(?:@example\.com)? .*(?:opened|denied|EC2)|203\.0\.113|198\.51\.100\.7/,
    );
    expect(answer.buttons.map(({ label }) => label)).not.toContain('CSV');
  });

  it('sees everything where a rule names the channel', async () => {
    const answer = await talk.ask('dave sec-prod /whodid sg-0abc1234def567890 since 1d');

    expect(answer.words).toContain('alice@example.com');
    expect(answer.words).not.toContain('Only what you did yourself');
  });
});
