import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Conversation, startConversation } from './conversation.ts';

const rules = [
  { members: ['S0SECURITY'], commands: ['all'], accounts: ['all'] },
  { members: ['U0BOB'], commands: ['security-digest'], accounts: ['prod', 'staging'] },
  { channels: ['sec-prod'], commands: ['security-digest'], accounts: ['prod'] },
  { channels: ['sec-partner'], commands: ['security-digest'], accounts: ['all'] },
];

const daily = {
  name: 'prod-daily',
  channel: 'security-digest',
  accounts: 'prod',
  sections: ['iam'],
};

describe('/security-digest', () => {
  let talk: Conversation;
  beforeAll(async () => {
    talk = await startConversation({
      settings: {
        access: { admins: ['U0ALICE'], rules },
        digests: [daily, { name: 'weekly', channel: 'security-digest' }],
      },
    });
  }, 60_000);
  afterEach(() => talk.tell('reset', {}));
  afterAll(() => talk.stop());

  const posted = async (channel: string, user = 'alice') =>
    (await talk.messages(user, channel)).filter(({ json }) => json['ephemeral'] !== true);

  it("shows the channel's accounts now, to the asker alone, without a word", async () => {
    const answer = await talk.ask('bob sec-prod /security-digest');

    expect(answer.words).toMatch(/^Understood: the security digest as of now in prod/);
    expect(answer.words).toContain('FIRST LOOK');
    expect(answer.words).toMatch(/Security digest, .*: \d+ open in 1 account/);
    expect(answer.words).toContain('Do first');
    expect(answer.words).toContain('nothing is kept');
    expect(answer.buttons.map(({ label }) => label)).toEqual(
      expect.arrayContaining(['Edit', 'Share', 'CSV', 'Details of …']),
    );
    expect(await posted('sec-prod', 'bob')).toEqual([]);
  });

  it('is about all that the asker may see where the channel is about no account', async () => {
    const answer = await talk.ask('alice dm /security-digest iam');

    expect(answer.words).toMatch(
      /^Understood: the security digest as of now, only IAM in prod, staging, security/,
    );
    expect(answer.words).toMatch(/open in 3 accounts/);
  });

  it('is shared only where a rule lets the channel read it', async () => {
    const answer = await talk.ask('alice general /security-digest iam in prod');

    const said = await talk.press(answer, 'Share');

    expect(said.words).toContain('no rule names this channel for /security-digest on prod');
    expect(await posted('general')).toEqual([]);
  });

  it('has each section behind it, and all rows in one file', async () => {
    const answer = await talk.ask('bob sec-prod /security-digest iam, trusted-advisor');

    const detail = await talk.open(answer, 'Details of …', { option: 'IAM' });
    const csv = await talk.press(answer, 'CSV');

    expect(answer.words).toContain('only IAM, Trusted Advisor');
    expect(detail.words).toMatch(/IAM .*: first look: \d+ open/);
    expect(csv.words).toMatch(/\d+ rows were sent to your direct messages/);
  });

  it('opens a form with `help`, which asks the same as the words', async () => {
    await talk.tell('command', {
      user: 'bob',
      channel: 'sec-prod',
      command: '/security-digest',
      text: 'help',
    });

    const form = await talk.opened('bob');

    expect(form.words).toContain('Show it to me now');
    expect(form.words).toContain('Post “weekly” into a channel');
  });

  it('is partial, and calls nothing fixed, where something may not be read', async () => {
    await talk.fault({
      target: 'aws',
      method: 'GetCredentialReport',
      kind: 'error',
      code: 'AccessDenied',
      count: 1000,
    });

    const answer = await talk.ask('bob sec-prod /security-digest iam');

    expect(answer.words).toContain('Could not be seen, and is not called fixed');
    expect(answer.words).toContain('iam:GetCredentialReport');
  });

  it('tells nothing of other accounts', async () => {
    const answer = await talk.ask('bob general /security-digest in security');

    expect(answer.words).toContain('REFUSED');
    expect(answer.words).toContain(
      'rules let you use /security-digest only in other channels on security',
    );
  });

  it('says what is wrong with words it does not know', async () => {
    const answer = await talk.ask('bob sec-prod /security-digest monthly to #sec-prod');

    expect(answer.words).toContain('monthly is no digest of the settings');
    expect(answer.words).toContain('They have: prod-daily, weekly.');
    expect(answer.words).toContain('For example: /security-digest prod-daily to #security');
  });

  it('posts a digest into a channel for an admin, its sections below it', async () => {
    const answer = await talk.ask('alice general /security-digest prod-daily to #sec-prod');

    expect(answer.words).toMatch(
      /The digest prod-daily will stand in #C0SECPROD in about three minutes/,
    );
    await expect.poll(() => posted('sec-prod'), { timeout: 15_000 }).toHaveLength(2);
    const [root, section] = await posted('sec-prod');
    expect(root?.words).toMatch(/Security digest, .* open in 1 account/);
    expect(section?.json['thread_ts']).toBe(root?.ts);
    expect(section?.words).toContain('IAM');

    const shown = { ...root!, all: [], user: 'alice', channel: 'sec-prod' };
    const csv = await talk.press(shown, 'CSV');
    expect(csv.words).toMatch(/\d+ rows were sent to your direct messages/);
  });

  it.each([
    ['weekly to #sec-prod', 'no rule names this channel for /security-digest on'],
    ['weekly to #sec-partner', 'people of another organisation read this channel'],
    ['prod-daily to #nowhere', 'you are in no channel nowhere that I can see'],
    ['prod-daily to #general', 'no rule names this channel for /security-digest on prod'],
  ])('refuses an admin, with the reason: %s', async (words, reason) => {
    const answer = await talk.ask(`alice general /security-digest ${words}`);

    expect(answer.words).toContain('REFUSED');
    expect(answer.words).toContain(reason);
  });

  it('posts for nobody else, whatever they may see', async () => {
    const answer = await talk.ask('bob sec-prod /security-digest prod-daily to #sec-prod');

    expect(answer.words).toContain('no rule lets you use /security-digest send here');
  });

  it('leaves a row in the audit log for each use and refusal', async () => {
    await talk.ask('bob sec-prod /security-digest iam');
    await talk.ask('alice general /security-digest weekly to #sec-partner');

    const audit = await talk.ask('alice dm /trailwarden audit');

    expect(audit.words).toMatch(/U0BOB \| \/security-digest \| iam .* \| allowed/);
    expect(audit.words).toMatch(
      /U0ALICE \| \/security-digest \| weekly to #sec-partner .* \| refused/,
    );
  });
});
