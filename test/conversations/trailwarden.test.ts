import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { isJson, listOf, stringOf } from '../../src/sandbox/json.ts';
import { type Answered, type Conversation, startConversation } from './conversation.ts';

describe('what is open, and what was', () => {
  let talk: Conversation;
  beforeAll(async () => {
    talk = await startConversation();
    await talk.tell('happen', { what: 'iam-policy-changed' });
    await vi.waitFor(() => root('alice'), { timeout: 10_000 });
  }, 60_000);
  beforeEach(() => talk.closeAll('alice'));
  afterAll(() => talk.stop());

  /** The alarm's own message, as `user` would press its buttons. */
  const root = async (user: string): Promise<Answered> => {
    const found = (await talk.messages(user, 'sec-prod')).find(({ buttons }) =>
      buttons.some(({ label }) => label === 'Acknowledge' || label === 'Resolve'),
    );
    if (found === undefined) throw new Error('the alarm is not shown');
    return { ...found, all: [found], user, channel: 'sec-prod' };
  };

  const filesOf = async (user: string): Promise<ReadonlyMap<string, string>> => {
    const messages = await talk.messages(user, 'dm');
    return new Map(
      messages
        .flatMap(({ json }) => listOf(json['files']).filter(isJson))
        .map((file) => [stringOf(file['name']), stringOf(file['content'])]),
    );
  };

  it('open incidents are listed with a link to their message, closely looked at, and acknowledged', async () => {
    const answer = await talk.ask('alice sec-prod /trailwarden open');

    expect(answer.words).toMatch(/Understood: open incidents in/);
    expect(answer.words).toMatch(/high \| CloudTrailIAMPolicyChanges \| prod, eu-west-1 \| /);
    expect(JSON.stringify(answer.json)).toMatch(
      /"url":"https:\/\/slack\.com\/archives\/C0SECPROD\/p\d{16}"/,
    );

    const detail = await talk.open(answer, 'Details');
    expect(detail.words).toContain('Owner: nobody');
    expect(detail.words).toContain('Stands: firing');

    await talk.press(await root('alice'), 'Acknowledge');
    const again = await talk.ask('alice sec-prod /trailwarden open');
    expect(again.words).toContain('| @U0ALICE |');
  });

  it('are told as far as a rule lets, and by which account', async () => {
    const mine = await talk.ask('carol sec-prod /trailwarden open');
    const named = await talk.ask('carol sec-prod /trailwarden open in prod');
    const none = await talk.ask('carol sec-staging /trailwarden open');
    const other = await talk.ask('carol sec-staging /trailwarden open in prod');

    expect(mine.words).toContain('CloudTrailIAMPolicyChanges');
    expect(mine.words).toContain('those need a rule about all accounts');
    expect(named.words).toContain('CloudTrailIAMPolicyChanges');
    expect(named.words).not.toContain('those need a rule about all accounts');
    expect(none.words).toContain('No open incident');
    expect(other.words).toContain('REFUSED');
    expect(other.words).not.toContain('CloudTrailIAMPolicyChanges');
  });

  it.each([
    ['frank', 'general', 'open', 'guests have to be named in a rule'],
    ['dave', 'general', 'mutes', 'rules let you use /trailwarden mutes only in other channels'],
    [
      'bob',
      'general',
      'export incidents since 2h',
      'no rule lets you use /trailwarden export here',
    ],
    ['bob', 'general', 'export audit since 2h', 'the audit log is for admins'],
  ])('are told nothing of to %s in %s, who asks for %s', async (user, channel, words, reason) => {
    const answer = await talk.ask(`${user} ${channel} /trailwarden ${words}`);

    expect(answer.words).toContain('REFUSED');
    expect(answer.words).toContain(reason);
    expect(answer.words).not.toContain('CloudTrailIAMPolicyChanges');
    expect([...(await filesOf(user)).keys()]).toEqual([]);
  });

  it('a wrong word is answered with a line that works and a form with what was understood', async () => {
    const answer = await talk.ask('alice sec-prod /trailwarden export incidents since someday');

    expect(answer.words).toContain('NOT UNDERSTOOD');
    expect(answer.words).toContain('/trailwarden export incidents last 7d');
    const form = await talk.open(answer, 'Edit');
    expect(JSON.stringify(form.json)).toContain('"initial_value":"since someday"');
  });

  it('an admin gets incidents and the audit log as files, with sums that are right', async () => {
    const incidents = await talk.ask('alice general /trailwarden export incidents since 2h');
    const audit = await talk.ask('alice general /trailwarden export audit since 2h');

    expect(incidents.words).toMatch(/\d+ incidents?, as CSV and JSON Lines/);
    expect(incidents.words).toContain('3 files were sent to your direct messages');
    expect(audit.words).toContain('Each row follows from the one before it.');
    expect(incidents.buttons.map(({ label }) => label)).toEqual(['Edit']);
    const files = await filesOf('alice');
    const lists = [...files].filter(([name]) => name.endsWith('.sha256'));
    const sums = lists.flatMap(([, list]) => list.trimEnd().split('\n'));
    const real = [...files]
      .filter(([name]) => !name.endsWith('.sha256'))
      .map(([name, content]) => `${createHash('sha256').update(content).digest('hex')}  ${name}`);
    expect(real).toHaveLength(4);
    expect(sums.toSorted()).toEqual(real.toSorted());
    const lines = [...files].find(([name]) => /^incidents.*jsonl$/.test(name))?.[1] ?? '';
    expect(JSON.parse(lines.split('\n')[0] ?? '')).toMatchObject({
      name: 'CloudTrailIAMPolicyChanges',
      accountName: 'prod',
      acts: expect.arrayContaining([expect.objectContaining({ kind: 'acknowledged' })]),
    });
    expect(audit.words).not.toContain('CloudTrailIAMPolicyChanges');
  });

  it('says that a file could not be sent', async () => {
    await talk.fault({ target: 'slack', kind: 'error', method: 'files.getUploadURLExternal' });

    const answer = await talk.ask('alice general /trailwarden export incidents since 2h');

    expect(answer.words).toContain('3 files could not be sent');
  });

  it('what is muted can be unmuted from the list', async () => {
    const form = await talk.open(await root('alice'), 'Mute');
    const values = { for: '1h', what: 'alarm', reason: 'planned work' };
    await talk.after('alice', 'sec-prod', () =>
      talk.tell('submit', { user: 'alice', view_id: form.json['id'], values }),
    );

    const list = await talk.ask('alice sec-prod /trailwarden mutes');
    expect(list.words).toMatch(
      /alarm CloudTrailIAMPolicyChanges in prod \| .* \| @U0ALICE \| planned work \| 0/,
    );
    const open = await talk.ask('alice sec-prod /trailwarden open');
    expect(open.words).toMatch(/muted until .* by @U0ALICE/);

    const said = await talk.press(list, 'End a mute …', { option: 'CloudTrailIAMPolicyChanges' });
    expect(said.words).toContain('You ended the mute of');
    const after = await talk.ask('alice sec-prod /trailwarden mutes');
    expect(after.words).toContain('Nothing is muted.');
  });
});
