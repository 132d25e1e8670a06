import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Conversation, startConversation } from './conversation.ts';

const question = '/whodid sg-0abc1234def567890 since 3h';
const data = /alice@example|AuthorizeSecurityGroupIngress|203\.0\.113|198\.51\.100/;

const auditRows = (log: readonly string[]): readonly Record<string, unknown>[] =>
  log.flatMap((line) => {
    const { audit } = JSON.parse(line);
    return audit === undefined ? [] : [audit];
  });

describe('who may not know', () => {
  let talk: Conversation;
  beforeAll(async () => {
    talk = await startConversation();
  }, 60_000);
  afterEach(() => talk.tell('reset', {}));
  afterAll(() => talk.stop());

  it.each([
    ['carol', 'general', '/trusted-advisor security', 'only in other channels'],
    [
      'dave',
      'sec-prod',
      '/trusted-advisor refresh',
      'no rule lets you use /trusted-advisor refresh',
    ],
    ['frank', 'sec-prod', question, 'guests have to be named in a rule'],
    ['gina', 'sec-staging', '/iam-lastused user bob', 'guests have to be named in a rule'],
    ['erin', 'sec-partner', question, 'only people of this workspace are let in'],
    ['dave', 'general', '/trailwarden audit', 'the audit log is for admins'],
    ['erin', 'sec-partner', '/trailwarden help', 'only people of this workspace are let in'],
  ])('%s in %s asks %s and is told why not, without data', async (user, channel, line, reason) => {
    const since = talk.sandbox.world.clock.now();

    const answer = await talk.ask(`${user} ${channel} ${line}`);

    expect(answer.words).toContain('REFUSED');
    expect(answer.words).toContain(reason);
    expect(answer.words).toContain('This can be changed by @U0ALICE');
    expect(answer.words).not.toMatch(data);
    expect(answer.json['ephemeral']).toBe(true);
    // Its line of the log may come after the answer.
    const row = await vi.waitFor(() => {
      const last = auditRows(talk.log).at(-1);
      expect(last?.['at']).toBeGreaterThanOrEqual(since);
      return last;
    });
    expect(row).toMatchObject({ outcome: 'refused', accounts: [] });
    const asked = talk.sandbox.calls.since(since).map(({ method }) => method);
    expect(asked.filter((method) => /LookupEvents|support:|iam:/.test(method))).toEqual([]);
  });

  it('an account that was named and is not allowed is refused, and no other is told of', async () => {
    const answer = await talk.ask('carol sec-prod /trusted-advisor security in security');

    expect(answer.words).toContain('REFUSED');
    expect(answer.words).toContain('on security');
    expect(answer.words).not.toContain('staging');
  });

  it('what is allowed is answered, and what is not is named beside it', async () => {
    const answer = await talk.ask('bob general /trusted-advisor security red in prod, security');

    expect(answer.words).toContain('3 checks are red');
    expect(answer.words).toContain('Not asked, because no rule lets you: security.');
    await vi.waitFor(() => expect(auditRows(talk.log).at(-1)).toMatchObject({ outcome: 'partly' }));
  });

  it('Request access tells the admins once, and whoever asks that they were told', async () => {
    const refused = await talk.ask('carol general /trusted-advisor security');

    const said = await talk.press(refused, 'Request access');
    await talk.press(refused, 'Request access');

    expect(said.words).toContain('The admins were asked');
    const notices = async () =>
      (await talk.messages('alice', 'sec-alerts')).filter(({ words }) => words.includes('ACCESS'));
    await expect.poll(notices).toHaveLength(1);
    const [notice] = await notices();
    expect(notice?.words).toContain('@U0CAROL asks to use trusted-advisor');
    expect(notice?.words).toContain('- members: [U0CAROL]');
    expect(notice?.words).toContain('commands: [trusted-advisor]');
    expect(notice?.words).not.toMatch(data);
    await vi.waitFor(() =>
      expect(auditRows(talk.log).at(-1)).toMatchObject({ what: 'request-access' }),
    );
  });

  it('every command needs a rule that names the person or the place', async () => {
    const answers = await Promise.all(
      ['/whodid root', '/trusted-advisor security', '/iam-lastused user bob'].map((line) =>
        talk.ask(`erin sec-partner ${line}`),
      ),
    );

    for (const { words } of answers) expect(words).toContain('REFUSED');
  });

  it('an account in Slack that was deactivated is not answered', async () => {
    const answer = await talk.ask(`heidi general ${question} in prod`);

    expect(answer.words).toContain('the account in Slack is deactivated');
    expect(answer.buttons).toEqual([]);
    expect(answer.words).not.toMatch(data);
  });

  it("a button of another's answer does nothing for whoever presses it", async () => {
    const answer = await talk.ask(`alice sec-prod ${question}`);
    const { context } = talk.sandbox.slack;
    const message = context.store.timeline('C0SECPROD').get(answer.ts);
    expect(message?.ephemeralFor).toBe('U0ALICE');
    // Slack shows it to nobody else; a forged press names it all the same.
    if (message !== undefined) Object.assign(message, { ephemeralFor: undefined });

    const said = await talk.press(answer, 'Share', { user: 'dave' });

    expect(said.words).toContain("it is somebody else's");
    expect(said.words).not.toMatch(data);
    const shared = (await talk.messages('carol', 'sec-prod')).filter(({ words }) =>
      words.includes('Shared by'),
    );
    expect(shared).toEqual([]);
  });

  it('a button is checked again: who has become a guest gets nothing more', async () => {
    const answer = await talk.ask(`dave general /whodid dave@example.com since 2d in staging`);
    expect(answer.words).toContain('StopLogging');
    await talk.tell('member', { user: 'dave', guest: 'multi' });
    await talk.sandbox.bot.stop();
    await talk.sandbox.bot.start();
    await talk.sandbox.ready();

    const said = await talk.press(answer, 'CSV');

    await talk.tell('member', { user: 'dave', guest: 'none' });
    expect(said.words).toContain('You may not see this any more');
    expect(await talk.messages('dave', 'dm')).toEqual([]);
  });
});

describe('without what access is judged by', () => {
  it('nobody may ask anything where no rule is set', async () => {
    const talk = await startConversation({ settings: { access: { rules: [] } } });

    const answers = [
      await talk.ask(`alice sec-prod ${question}`),
      await talk.ask('bob sec-prod /trusted-advisor'),
      await talk.ask('alice sec-prod /trailwarden audit'),
    ];
    const help = await talk.ask('bob sec-prod /trailwarden help');

    await talk.stop();
    for (const { words } of answers) {
      expect(words).toContain('REFUSED');
      expect(words).toContain('whoever runs the bot');
    }
    expect(answers[0]?.words).toContain('no access rule is set');
    expect(help.words).toContain('/whodid');
    expect(auditRows(talk.log).map(({ outcome }) => outcome)).toEqual([
      'refused',
      'refused',
      'refused',
      'allowed',
    ]);
  });

  it.each([
    ['429', undefined],
    ['5xx', undefined],
    ['error', 'missing_scope'],
  ])('a user group that Slack does not tell of lets nobody in: %s', async (kind, code) => {
    const talk = await startConversation();
    const fault = { target: 'slack', method: 'usergroups.users.list', kind, rate: 1 };
    await talk.fault({ ...fault, ...(code && { code }) });

    const answer = await talk.ask('bob general /trusted-advisor security in prod');

    await talk.stop();
    expect(answer.words).toContain('REFUSED');
    expect(answer.words).toMatch(/Slack could not be asked who is in the group S0/);
    expect(answer.words).not.toMatch(/red:/);
  });

  it('somebody of whom Slack does not tell who they are is not let in', async () => {
    const talk = await startConversation();
    await talk.fault({ target: 'slack', method: 'users.info', kind: '5xx', rate: 1 });

    const answer = await talk.ask(`alice sec-prod ${question}`);

    await talk.stop();
    expect(answer.words).toContain('Slack could not be asked who you are');
    expect(answer.words).not.toMatch(data);
    await vi.waitFor(() =>
      expect(auditRows(talk.log).at(-1)).toMatchObject({ outcome: 'refused' }),
    );
  });
});
