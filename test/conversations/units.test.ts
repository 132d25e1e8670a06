import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { unitId } from '../../src/sandbox/aws/organizations/units.ts';
import { type Conversation, startConversation } from './conversation.ts';

let talk: Conversation;

const role = 'arn:aws:iam::{account.id}:role/TrailwardenReader';

beforeAll(async () => {
  talk = await startConversation({
    spawnBot: false,
    settings: {
      accounts: [
        { unit: unitId('workloads'), role, regions: ['eu-west-1'], groups: ['new'] },
        { unit: 'ou-exmp-nobodyknows', role },
      ],
    },
  });
  await talk.tell('happen', { what: 'account-joins' });
  await talk.sandbox.bot.start();
  await talk.sandbox.ready();
}, 60_000);

afterAll(() => talk.stop());

it('an account that joined is announced with what is missing, and can be asked about', async () => {
  const announced = await vi.waitFor(
    async () => {
      const all = await talk.messages('alice', 'sec-alerts');
      const found = all.find(({ words }) => words.includes('The organisation has changed'));
      if (found === undefined) throw new Error('nothing was said of it');
      return found;
    },
    { timeout: 15_000 },
  );
  const answer = await talk.ask('alice dm /whodid DeleteTrail in payments-next');

  expect(announced.words).toContain(
    `${unitId('workloads')} has 1 account; in 1 something is missing`,
  );
  expect(announced.words).toMatch(/payments-next \(100000000099\) – missing: .*AssumeRole/);
  expect(answer.words).toMatch(/payments-next/);
  expect(answer.words).toMatch(/The role that the settings name must exist and must trust/);
});

it('a unit that cannot be listed is told by the status', async () => {
  const answer = await talk.ask('alice dm /trailwarden status');

  expect(answer.words).toMatch(/The accounts of ou-exmp-nobodyknows: organizations:List/);
});
