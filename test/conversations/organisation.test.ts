import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Conversation, startConversation } from './conversation.ts';

describe('forty accounts with 17 regions each', () => {
  let talk: Conversation;
  beforeAll(async () => {
    talk = await startConversation({ organisation: 'large' });
  }, 60_000);
  afterAll(() => talk.stop());

  it('finds one call among them, and names what it may not read with the action and the policy', async () => {
    const startedAt = performance.now();

    const answer = await talk.ask('alice general /whodid DeleteBucket since 3d in all');

    expect(performance.now() - startedAt).toBeLessThan(15_000);
    expect(answer.words).toMatch(/^Understood: calls of DeleteBucket .* in 40 accounts/);
    expect(answer.words).toMatch(
      /carol@example\.com .*deleted .*example-orders-archive at .* from 198\.51\.100\.23/,
    );
    expect(answer.words).toContain('ap-southeast-2');
    expect(answer.words).toContain('Read 663 of 681 account-regions');
    expect(answer.words).toMatch(
      /acquired-1 in 17 regions: the permission cloudtrail:LookupEvents is missing/,
    );
    expect(answer.words).toMatch(/acquired-2 eu-south-1: the region eu-south-1 is not enabled/);
    expect(answer.words).toContain('deploy/iam-policy-reader.json');
    expect(answer.words).not.toContain('assumed-role/');
  });

  it('says that a region is not enabled, and what to do about it', async () => {
    const answer = await talk.ask(
      'alice general /whodid DeleteTrail since 1h in acquired-2, eu-south-1',
    );

    expect(answer.words).toContain('the region eu-south-1 is not enabled in that account');
    expect(answer.words).not.toMatch(/nothing found/i);
  });
});
