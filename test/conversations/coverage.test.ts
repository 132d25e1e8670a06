import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Conversation, startConversation } from './conversation.ts';

let talk: Conversation;

beforeAll(async () => {
  talk = await startConversation();
}, 60_000);

afterAll(() => talk.stop());

it('shows what is watched in a channel’s account, the worst first, with details and a file', async () => {
  const answer = await talk.ask('alice sec-staging /trailwarden coverage in staging');

  expect(answer.words).toMatch(/Understood: what is watched in staging/);
  expect(answer.words).toMatch(/Detection \| Severity \| staging/);
  expect(answer.words).toMatch(/Security group change \| high \| ✓/);
  expect(answer.words).toMatch(/GuardDuty switched off \| critical \| [–?]/);
  expect(answer.buttons.map(({ label }) => label)).toContain('CSV');

  const detail = await talk.open(answer, 'Details');
  expect(detail.words).toMatch(/watched by an alarm: \d+ detections/);
});

it('does not say what is not watched where an account that counts it may not be asked', async () => {
  const answer = await talk.ask('bob dm /trailwarden coverage in prod');

  expect(answer.words).toContain('Alarms on a trail of another account');
  expect(answer.words).not.toMatch(/\| –/);
});

it('is refused where no rule lets ask', async () => {
  const answer = await talk.ask('carol sec-prod /trailwarden coverage in security');

  expect(answer.words).toMatch(/REFUSED \/trailwarden coverage: no rule lets you/);
});
