import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { app } from '../../src/sandbox/slack/workspace.ts';
import { type Conversation, startConversation } from './conversation.ts';

describe('the same by HTTP', () => {
  let talk: Conversation;
  beforeAll(async () => {
    talk = await startConversation({ mode: 'http' });
  }, 60_000);
  afterAll(() => talk.stop());

  /** A command as Slack would send it, signed, from whatever team. */
  const post = (facts: Record<string, string>, secret: string = app.signingSecret) => {
    const body = new URLSearchParams({
      token: 'x',
      team_id: 'T0SANDBOX',
      api_app_id: app.id,
      channel_id: 'C0SECPROD',
      channel_name: 'sec-prod',
      user_id: 'U0ALICE',
      user_name: 'alice',
      command: '/trusted-advisor',
      text: 'security red',
      response_url: `${talk.sandbox.slack.apiUrl}response/none`,
      trigger_id: `${Math.random()}`,
      ...facts,
    }).toString();
    const timestamp = `${Math.floor(Date.now() / 1000)}`;
    const signed = createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex');
    return fetch(`${talk.sandbox.bot.url() ?? ''}/slack/events`, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        'x-slack-request-timestamp': timestamp,
        'x-slack-signature': `v0=${signed}`,
      },
      body,
    });
  };
  const asked = () =>
    talk.sandbox.calls.since(0).filter(({ method }) => method.startsWith('support:')).length;

  it('answers a command, its button, and its form', async () => {
    const answer = await talk.ask('bob sec-prod /whodid sg-0abc1234def567890 since 3h');
    const said = await talk.press(answer, 'Share');
    const form = await talk.open(answer, 'Edit');
    const wrong = await talk.tell('submit', {
      user: 'bob',
      view_id: form.json['id'],
      values: { term: 'x', outcome: 'any', time: 'banana' },
    });
    const again = await talk.after('bob', 'sec-prod', () =>
      talk.tell('submit', {
        user: 'bob',
        view_id: form.json['id'],
        values: { term: 'DeleteTrail', outcome: 'any', time: '2d' },
      }),
    );

    expect(answer.words).toContain('alice@example.com');
    expect(said.words).toContain('Shared with the channel');
    expect(wrong).toMatchObject({ closed: false, errors: { time: expect.any(String) } });
    expect(again.words).toContain('Understood: calls of DeleteTrail');
  });

  it('refuses a command of another team, though it is signed, and asks nothing of AWS', async () => {
    const before = asked();

    const said = await talk.after('alice', 'sec-prod', () => post({ team_id: 'T0PARTNER' }));

    expect(said.words).toContain('only people of this workspace are let in');
    expect(said.words).not.toContain('red');
    expect(asked()).toBe(before);
    expect(talk.log.join('\n')).toMatch(/"who":"[^"]*T0PARTNER\/U0ALICE"[^\n]*"outcome":"refused"/);
  });

  it('turns away what is signed with another secret', async () => {
    const before = asked();

    const response = await post({}, 'another-secret');

    expect(response.status).toBe(401);
    expect(asked()).toBe(before);
  });
});
