import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Conversation, startConversation } from './conversation.ts';

describe('records that a trail delivers', () => {
  let talk: Conversation;
  beforeAll(async () => {
    talk = await startConversation({ organisation: 'small', snsDelayScale: 0.001 });
  }, 60_000);
  afterAll(() => talk.stop());

  const told = async (): Promise<readonly string[]> =>
    (await talk.messages('alice', 'sec-prod')).map(({ words }) => words);

  it('are fetched when S3 or CloudTrail tells of a file, and what matters in them is shown', async () => {
    await talk.tell('happen', { what: 'log-file-delivered' });
    await vi.waitFor(async () => expect(await told()).toHaveLength(1), 10_000);
    const [first] = await told();
    await talk.tell('happen', { what: 'log-file-announced' });
    await vi.waitFor(async () => expect((await told()).join()).toContain('DeleteVpc'), 10_000);
    const all = (await told()).join();

    expect(first).toContain('Network ACL');
    expect(all).toContain('frank@example.com (role PowerUserAccess) made 2 changes');
    expect(all).not.toContain('Describe');
  });
});
