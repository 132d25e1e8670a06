import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { isJson, listOf } from '../../src/sandbox/json.ts';
import { type Conversation, type Shown, startConversation } from './conversation.ts';

/** What stands in a form's fields, by block id. */
const filled = ({ json }: Shown): Record<string, unknown> =>
  Object.fromEntries(
    listOf(json['blocks'])
      .filter(isJson)
      .flatMap(({ block_id, element }) => {
        if (!isJson(element)) return [];
        const option = element['initial_option'];
        return [[String(block_id), isJson(option) ? option['value'] : element['initial_value']]];
      }),
  );

describe('ways to ask', () => {
  let talk: Conversation;
  beforeAll(async () => {
    talk = await startConversation();
  }, 60_000);
  afterEach(async () => {
    for (const user of ['alice', 'bob']) await talk.closeAll(user);
  });
  afterAll(() => talk.stop());

  const submit = (user: string, form: Shown, values: Record<string, unknown>) =>
    talk.tell('submit', { user, view_id: form.json['id'], values });

  it.each(['whodid', 'trusted-advisor', 'iam-lastused'])(
    'an empty /%s opens its form, and says nothing',
    async (name) => {
      const before = await talk.messages('bob', 'sec-prod');

      await talk.ask(`bob sec-prod /${name}`);

      const form = await talk.opened('bob');
      expect(form.json['callback_id']).toBe(`ask-${name}`);
      expect(await talk.messages('bob', 'sec-prod')).toHaveLength(before.length);
    },
  );

  it('an empty /trailwarden is the help, from the list of commands', async () => {
    const answer = await talk.ask('dave general /trailwarden');

    for (const name of ['whodid', 'trusted-advisor', 'iam-lastused', 'trailwarden'])
      expect(answer.words).toContain(`/${name} `);
    expect(answer.words).toContain('@Trailwarden whodid');
  });

  it('a form is answered where it was opened', async () => {
    await talk.ask('bob sec-prod /whodid');
    const form = await talk.opened('bob');

    const answer = await talk.after('bob', 'sec-prod', () =>
      submit('bob', form, { term: 'DeleteTrail', time: '2d', outcome: 'denied' }),
    );

    expect(answer.words).toMatch(/^Understood: calls of DeleteTrail, only what was denied since/);
    expect(answer.words).toContain('IAM user bob was denied DeleteTrail');
    expect(answer.json['ephemeral']).toBe(true);
  });

  it('Edit brings back what was asked, and what is changed there is asked anew', async () => {
    const first = await talk.ask('bob sec-prod /whodid DeleteTrail denied by bob since 2d in prod');

    const form = await talk.open(first, 'Edit');
    const answer = await talk.after('bob', 'sec-prod', () =>
      submit('bob', form, { ...filled(form), term: 'StopLogging' }),
    );

    expect(filled(form)).toEqual({
      term: 'DeleteTrail',
      outcome: 'denied',
      by: 'bob',
      from: undefined,
      where: 'prod',
      time: 'since 2d',
    });
    expect(answer.words).toMatch(
      /^Understood: calls of StopLogging, by bob, only what was denied since/,
    );
  });

  it('Edit corrects a command that was not understood', async () => {
    const wrong = await talk.ask('bob sec-prod /whodid DeleteTrail since banana');

    const form = await talk.open(wrong, 'Edit');

    expect(JSON.stringify(filled(form))).toContain('DeleteTrail since banana');
  });

  it.each([
    [{ term: 'DeleteTrail', time: 'banana' }, 'time', /no time that I understand/],
    [{ term: 'DeleteTrail', where: 'narnia' }, 'where', /no account, group or region/],
    [{ term: 'DeleteTrail', from: 'my desk' }, 'from', /no address/],
    [{ term: 'two things' }, 'term', /One thing at a time/],
    [{}, 'term', /Say what to look for/],
  ])('what is wrong with %j is said at the field %s', async (values, field, says) => {
    await talk.ask('bob sec-prod /whodid');
    const form = await talk.opened('bob');

    const sent = await submit('bob', form, { ...values, outcome: 'any' });

    expect(sent).toMatchObject({ closed: false, errors: { [field]: expect.stringMatching(says) } });
  });

  it('asks which account is meant where it could be several', async () => {
    const which = await talk.ask('alice general /whodid DeleteTrail since 2d');

    const answer = await talk.press(which, 'Account', { option: 'prod' });

    expect(which.words).toContain('Which account?');
    expect(answer.words).toMatch(/^Understood: calls of DeleteTrail since .* in prod/);
    expect(answer.words).toContain('IAM user bob was denied DeleteTrail');
  });

  it('answers a mention in a thread privately, in the thread', async () => {
    const { ts } = await talk.tell('message', {
      user: 'alice',
      channel: 'sec-prod',
      text: 'who closed the trail?',
    });

    const answer = await talk.after('bob', 'sec-prod', () =>
      talk.tell('message', {
        user: 'bob',
        channel: 'sec-prod',
        thread_ts: ts,
        text: '@Trailwarden whodid DeleteTrail since 2d',
      }),
    );
    await expect
      .poll(async () => (await talk.messages('bob', 'sec-prod')).at(-1)?.words)
      .toContain('IAM user bob was denied DeleteTrail');

    const last = (await talk.messages('bob', 'sec-prod')).at(-1);
    expect(last?.json).toMatchObject({ thread_ts: ts, ephemeral: true });
    expect(answer.all.length).toBeGreaterThan(0);
    expect(
      (await talk.messages('carol', 'sec-prod')).filter(({ words }) => words.includes('denied')),
    ).toEqual([]);
  });

  it('answers a direct message', async () => {
    const answer = await talk.after('alice', 'dm', () =>
      talk.tell('message', {
        user: 'alice',
        channel: 'dm',
        text: 'whodid DeleteTrail since 2d in prod',
      }),
    );
    await expect
      .poll(async () => (await talk.messages('alice', 'dm')).at(-1)?.words)
      .toContain('IAM user bob was denied DeleteTrail');

    expect(answer.all.length).toBeGreaterThan(0);
  });

  it('“Who did this?” finds what a message tells of, around its time', async () => {
    const { ts } = await talk.tell('message', {
      user: 'dave',
      channel: 'sec-prod',
      text: 'why is sg-0abc1234def567890 open to everybody?',
    });

    const used = await talk.tell('shortcut', {
      user: 'bob',
      channel: 'sec-prod',
      ts,
      callback_id: 'who-did-this',
    });

    const [message] = listOf(used['messages']).filter(isJson);
    expect(JSON.stringify(message)).toContain('calls on sg-0abc1234def567890 between');
  });

  it('“Who did this?” on a message that names nothing opens the form', async () => {
    const { ts } = await talk.tell('message', {
      user: 'dave',
      channel: 'sec-prod',
      text: 'good morning',
    });

    await talk.tell('shortcut', {
      user: 'bob',
      channel: 'sec-prod',
      ts,
      callback_id: 'who-did-this',
    });

    expect((await talk.opened('bob')).json['callback_id']).toBe('ask-whodid');
  });

  it('the App Home shows the open incidents of the channels that the member is in', async () => {
    await talk.tell('happen', { what: 'iam-policy-changed' });
    await expect
      .poll(async () => (await talk.messages('bob', 'sec-prod')).map(({ json }) => json['text']))
      .toContainEqual(expect.stringContaining('CloudTrailIAMPolicyChanges'));

    await talk.tell('home', { user: 'bob' });
    await talk.tell('home', { user: 'gina' });

    const home = async (user: string) =>
      (await talk.views(user)).find(({ json }) => json['type'] === 'home')?.words ?? '';
    await expect.poll(() => home('bob')).toContain('1 open incident in your channels');
    expect(await home('bob')).toContain('CloudTrailIAMPolicyChanges');
    await expect.poll(() => home('gina')).toContain('No open incident in your channels');
    expect(await home('gina')).not.toContain('CloudTrailIAMPolicyChanges');
  });

  it('/trailwarden status tells how the bot fares', async () => {
    const answer = await talk.ask('bob sec-prod /trailwarden status');

    expect(answer.words).toContain('Alarms are accepted and delivered');
    for (const part of ['Intake', 'Messages', 'Slack', 'AWS', 'Store', 'Settings'])
      expect(answer.words).toContain(part);
  });

  it('/trailwarden audit tells admins who asked what, and sends it as a file', async () => {
    const answer = await talk.ask('alice sec-prod /trailwarden audit');

    const said = await talk.press(answer, 'CSV');

    expect(answer.words).toMatch(/\d+ rows; each follows from the one before/);
    expect(answer.words).toMatch(/U0BOB \| \/whodid \| DeleteTrail/);
    expect(said.words).toContain('rows were sent to your direct messages');
    const file = (await talk.messages('alice', 'dm')).at(-1);
    expect(JSON.stringify(file?.json)).toContain('trailwarden-audit.csv');
  });

  it('a command that there is not says what there is', async () => {
    const answer = await talk.ask('bob sec-prod /trailwarden help nothing');

    expect(answer.words).toContain('nothing');
    expect(answer.words).toContain('For example: /trailwarden help whodid');
  });
});
