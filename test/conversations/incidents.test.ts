import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Answered, type Conversation, type Shown, startConversation } from './conversation.ts';

const channel = 'sec-prod';

describe('an incident in the hands of people', () => {
  let talk: Conversation;
  beforeAll(async () => {
    talk = await startConversation({ story: false });
  }, 60_000);
  afterEach(async () => {
    for (const user of ['alice', 'bob', 'erin']) await talk.closeAll(user);
  });
  afterAll(() => talk.stop());

  const submit = (user: string, form: Shown, values: Record<string, unknown>) =>
    talk.tell('submit', { user, view_id: form.json['id'], values });

  const rootOf = (name: string, user = 'alice'): Promise<Answered> =>
    vi.waitFor(
      async () => {
        const shown = await talk.messages(user, channel);
        const root = shown.findLast(
          ({ words, json }) => words.includes(name) && !json['ephemeral'],
        );
        if (root === undefined) throw new Error(`no message about ${name}`);
        return { ...root, user, channel, all: [root] };
      },
      { timeout: 15_000, interval: 50 },
    );

  const becomes = (name: string, words: RegExp): Promise<void> =>
    vi.waitFor(async () => expect((await rootOf(name)).words).toMatch(words), {
      timeout: 15_000,
      interval: 50,
    });

  it('is muted by a form, which says what is wrong with it, and unmuted by a button', async () => {
    await talk.tell('happen', { what: 'iam-policy-changed' });
    const root = await rootOf('CloudTrailIAMPolicyChanges');

    const form = await talk.open(root, 'Mute', { user: 'alice' });
    const wrong = await submit('alice', form, { for: '1h', what: 'alarm', reason: 'x' });
    const told = await talk.after('alice', channel, () =>
      submit('alice', form, { for: '1h', what: 'alarm', reason: 'planned work' }),
    );
    await becomes('CloudTrailIAMPolicyChanges', /Muted.*until.*planned work/s);
    const muted = await rootOf('CloudTrailIAMPolicyChanges');
    const ended = await talk.press(muted, 'Unmute', { user: 'bob' });

    expect(form.json['callback_id']).toBe('incident-mute');
    expect(JSON.stringify(wrong)).toContain('Say why');
    expect(told.words).toMatch(/You muted the alarm CloudTrailIAMPolicyChanges/);
    expect(muted.buttons.map(({ label }) => label)).not.toContain('Mute');
    expect(ended.words).toMatch(/You ended the mute/);
  });

  it('is resolved with a reason that everybody sees', async () => {
    const root = await rootOf('CloudTrailIAMPolicyChanges');

    const form = await talk.open(root, 'Resolve', { user: 'bob' });
    const told = await talk.after('bob', channel, () =>
      submit('bob', form, { reason: 'known deploy' }),
    );
    await becomes('CloudTrailIAMPolicyChanges', /known deploy/);
    const closed = await rootOf('CloudTrailIAMPolicyChanges');

    expect(told.words).toMatch(/You resolved CloudTrailIAMPolicyChanges/);
    expect(closed.buttons.map(({ label }) => label)).not.toContain('Resolve');
    expect(closed.buttons.map(({ label }) => label)).toContain('Details');
  });

  it('shows all that is kept of it in a modal', async () => {
    const root = await rootOf('CloudTrailIAMPolicyChanges');

    const modal = await talk.open(root, 'Details', { user: 'alice' });

    expect(modal.words).toContain('What was done');
    expect(modal.words).toMatch(/resolved by .*known deploy/s);
    expect(modal.words).toContain('Similar in 30 days');
  });
});
