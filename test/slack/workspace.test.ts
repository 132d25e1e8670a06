import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Workspace } from '../../src/core/interaction.ts';
import { silentLog } from '../../src/core/log.ts';
import { createWorkspace } from '../../src/slack/workspace.ts';
import { createTestClock } from './clock.ts';
import { type FakeApi, type Reply, startFakeApi } from './fake-api.ts';

const member = { enterprise: undefined, team: 'T1', user: 'U1' };
const user = (changes: object = {}) => ({
  id: 'U1',
  team_id: 'T1',
  name: 'alice',
  tz: 'Europe/Berlin',
  profile: { display_name: 'Alice', email: 'Alice@Example.com' },
  ...changes,
});
const json = (value: object): Reply => ({ json: { ok: true, ...value } });
const no = (error: string, more: object = {}): Reply => ({ json: { ok: false, error, ...more } });

let api: FakeApi;
let token: string;
let clock: ReturnType<typeof createTestClock>;
let workspace: Workspace;
/** What each method answers; `auth.test` besides. */
let answers: Record<string, Reply>;

beforeEach(async () => {
  answers = { 'auth.test': json({ team_id: 'T1', enterprise_id: 'E1' }) };
  api = await startFakeApi(({ method }) => answers[method] ?? no('unknown_method'));
  token = 'xoxb-one';
  clock = createTestClock();
  workspace = createWorkspace({
    token: () => token,
    apiUrl: api.apiUrl,
    linkHosts: () => [],
    clock,
    log: silentLog,
    timeoutMs: 500,
  });
});

afterEach(() => api[Symbol.asyncDispose]());

const callsOf = (method: string) => api.calls.filter((call) => call.method === method);

describe('person', () => {
  it('is what Slack says of a member', async () => {
    answers['users.info'] = json({ user: user() });

    expect(await workspace.person(member)).toEqual({
      kind: 'ok',
      value: {
        id: member,
        name: 'Alice',
        email: 'alice@example.com',
        zone: 'Europe/Berlin',
        kind: 'member',
      },
    });
  });

  it.each([
    ['a guest of one channel', { is_restricted: true, is_ultra_restricted: true }, 'guest'],
    ['a guest of several channels', { is_restricted: true }, 'guest'],
    ['a stranger in a shared channel', { is_stranger: true, team_id: 'T2' }, 'stranger'],
    ['somebody of another team', { team_id: 'T2' }, 'stranger'],
    ['somebody whose team is not told', { team_id: undefined }, 'stranger'],
    [
      'somebody of another enterprise',
      { team_id: 'T2', enterprise_user: { enterprise_id: 'E2' } },
      'stranger',
    ],
    [
      'somebody of another workspace of ours',
      { team_id: 'T2', enterprise_user: { enterprise_id: 'E1' } },
      'member',
    ],
    ['a stranger who says to be of ours', { is_stranger: true }, 'stranger'],
    ['somebody who left', { deleted: true, is_restricted: true }, 'deactivated'],
    ['a bot', { is_bot: true }, 'bot'],
  ])('knows %s', async (_, changes, kind) => {
    answers['users.info'] = json({ user: user(changes) });

    expect(await workspace.person(member)).toMatchObject({ kind: 'ok', value: { kind } });
  });

  it('is of no enterprise of ours if it is a stranger', async () => {
    answers['users.info'] = json({ user: user({ is_stranger: true, team_id: 'T2' }) });

    const person = await workspace.person({ ...member, enterprise: 'E1', team: 'T2' });

    expect(person).toMatchObject({ value: { id: { enterprise: undefined, team: 'T2' } } });
  });

  it('has no address and no zone where Slack tells none that is one', async () => {
    answers['users.info'] = json({ user: user({ tz: 'Mars/Olympus', profile: {} }) });

    expect(await workspace.person(member)).toMatchObject({
      value: { email: undefined, zone: 'Etc/UTC', name: 'alice' },
    });
  });

  it('is asked for once by many, and again after a minute', async () => {
    answers['users.info'] = json({ user: user() });

    await Promise.all([1, 2, 3].map(() => workspace.person(member)));
    clock.advance(59_999);
    await workspace.person(member);
    expect(callsOf('users.info')).toHaveLength(1);

    clock.advance(1);
    await workspace.person(member);
    expect(callsOf('users.info')).toHaveLength(2);
    expect(callsOf('auth.test')).toHaveLength(1);
  });

  it('is not confused with the same id in another team', async () => {
    answers['users.info'] = json({ user: user() });

    await workspace.person(member);
    await workspace.person({ ...member, team: 'T2' });

    expect(callsOf('users.info')).toHaveLength(2);
  });

  it('is nobody as long as Slack fails, and is not remembered as nobody', async () => {
    answers['users.info'] = no('user_not_found');
    expect(await workspace.person(member)).toEqual({ kind: 'refused', error: 'user_not_found' });
    answers['users.info'] = 'hang';
    expect(await workspace.person(member)).toMatchObject({ kind: 'unknown' });
    answers['users.info'] = json({ user: null });
    expect(await workspace.person(member)).toMatchObject({ kind: 'unknown' });

    answers['users.info'] = json({ user: user() });
    expect(await workspace.person(member)).toMatchObject({ kind: 'ok' });
  });

  it('cannot be judged while Slack does not say whose bot this is', async () => {
    answers['users.info'] = json({ user: user() });
    answers['auth.test'] = no('internal_error');

    expect(await workspace.person(member)).toMatchObject({ kind: 'unavailable' });
  });

  it('is asked for with the token as it is now', async () => {
    answers['users.info'] = json({ user: user() });
    await workspace.person(member);

    token = 'xoxb-two';
    clock.advance(60_000);
    await workspace.person(member);

    expect(callsOf('users.info').map((call) => call.token)).toEqual(['xoxb-one', 'xoxb-two']);
  });
});

describe('memberByEmail', () => {
  it('finds a member, and knows that there is none', async () => {
    answers['users.lookupByEmail'] = json({ user: user() });
    expect(await workspace.memberByEmail('alice@example.com')).toEqual({ kind: 'ok', value: 'U1' });

    answers['users.lookupByEmail'] = no('users_not_found');
    expect(await workspace.memberByEmail('bob@example.com')).toEqual({
      kind: 'ok',
      value: undefined,
    });
  });
});

describe('group', () => {
  it('is the ids of its members', async () => {
    answers['usergroups.users.list'] = json({ users: ['U1', 'U2'] });

    expect(await workspace.group('S1')).toEqual({ kind: 'ok', value: new Set(['U1', 'U2']) });
  });

  it('names the scope that is missing, and is read once it is there', async () => {
    answers['usergroups.users.list'] = no('missing_scope', { needed: 'usergroups:read' });
    expect(await workspace.group('S1')).toEqual({
      kind: 'refused',
      error: 'missing_scope usergroups:read',
    });

    answers['usergroups.users.list'] = json({ users: [] });
    expect(await workspace.group('S1')).toEqual({ kind: 'ok', value: new Set() });
  });

  it('is not read from an answer without a list', async () => {
    answers['usergroups.users.list'] = json({});

    expect(await workspace.group('S1')).toMatchObject({ kind: 'unknown' });
  });
});

describe('conversation', () => {
  it.each([
    [{ is_ext_shared: true }, true],
    [{ is_pending_ext_shared: true }, true],
    [{ pending_connected_team_ids: ['T2'] }, true],
    [{ is_org_shared: true, is_shared: true }, false],
    [{}, false],
  ])('tells whether others read along: %j', async (changes, isShared) => {
    const channel = { id: 'C1', name: 'sec', is_member: true, ...changes };
    answers['conversations.info'] = json({ channel });

    expect(await workspace.conversation('C1')).toEqual({
      kind: 'ok',
      value: { id: 'C1', name: 'sec', isShared, isDirect: false, isBotMember: true },
    });
  });

  it('needs no call for a direct message', async () => {
    expect(await workspace.conversation('D1')).toMatchObject({
      value: { name: '', isDirect: true, isShared: false },
    });
    expect(api.calls).toEqual([]);
  });

  it('is not there for a bot that is not let see it', async () => {
    answers['conversations.info'] = no('channel_not_found');

    expect(await workspace.conversation('C1')).toMatchObject({ kind: 'unreachable' });
  });
});

describe('channelsOf', () => {
  it('reads every page', async () => {
    api.answer = ({ args }) =>
      args['cursor'] === 'next'
        ? json({ channels: [{ id: 'C2', name: 'two' }] })
        : json({
            channels: [{ id: 'C1', name: 'one' }],
            response_metadata: { next_cursor: 'next' },
          });

    expect(await workspace.channelsOf(member)).toEqual({
      kind: 'ok',
      value: [
        { id: 'C1', name: 'one' },
        { id: 'C2', name: 'two' },
      ],
    });
  });
});

describe('sendFile', () => {
  const file = { name: 'calls.csv', title: 'Calls', content: 'who,what\nälice,DeleteTrail\n' };
  const send = () => workspace.sendFile(member, file);
  const ready = (url: string): void => {
    answers = {
      ...answers,
      'conversations.open': json({ channel: { id: 'D1' } }),
      'files.getUploadURLExternal': json({ upload_url: url, file_id: 'F1' }),
      'files.completeUploadExternal': json({ files: [{ id: 'F1' }] }),
    };
  };
  const ours = () => new URL('/upload/F1', api.apiUrl).href;

  it("sends it to the member's direct messages", async () => {
    ready(ours());
    answers['/upload/F1'] = { status: 200, body: 'OK' };

    expect(await send()).toEqual({ kind: 'ok', value: undefined });

    expect(api.calls.map(({ method }) => method)).toEqual([
      'conversations.open',
      'files.getUploadURLExternal',
      '/upload/F1',
      'files.completeUploadExternal',
    ]);
    expect(callsOf('files.getUploadURLExternal')[0]?.args).toEqual({
      filename: 'calls.csv',
      length: `${Buffer.byteLength(file.content)}`,
    });
    expect(callsOf('files.completeUploadExternal')[0]?.args).toEqual({
      files: '[{"id":"F1","title":"Calls"}]',
      channel_id: 'D1',
    });
    // The address is enough: it gets no token.
    expect(callsOf('/upload/F1')[0]?.token).toBe('');
  });

  it.each([
    'http://files.slack.com/upload',
    'https://files.slack.com.evil.example/upload',
    'https://evil-slack.com/upload',
    'https://slack.com@evil.example/upload',
    'https://user@files.slack.com/upload',
    'https://files.slack.com:8443/upload',
    'http://169.254.169.254/latest',
    'file:///etc/passwd',
    'nonsense',
  ])('carries nothing to %s', async (url) => {
    ready(url);

    expect(await send()).toMatchObject({
      kind: 'refused',
      error: expect.stringContaining('upload'),
    });
    expect(callsOf('files.completeUploadExternal')).toEqual([]);
  });

  it.each([
    [{ status: 500 } as const, 'unavailable'],
    [{ status: 403 } as const, 'refused'],
    [{ status: 302, headers: { location: 'https://evil.example/' } } as const, 'unavailable'],
    ['hang' as const, 'unavailable'],
    ['reset' as const, 'unavailable'],
  ])('is not complete when the upload ends with %j', async (reply, kind) => {
    ready(ours());
    answers['/upload/F1'] = reply;

    expect(await send()).toMatchObject({ kind });
    expect(callsOf('files.completeUploadExternal')).toEqual([]);
  });

  it('names the scope that is missing', async () => {
    ready(ours());
    answers['files.getUploadURLExternal'] = no('missing_scope', { needed: 'files:write' });

    expect(await send()).toEqual({ kind: 'refused', error: 'missing_scope files:write' });
  });
});

describe('publishHome', () => {
  const card = { headline: ['Two incidents are open'], parts: [] };

  it('shows a card', async () => {
    answers['views.publish'] = json({});

    expect(await workspace.publishHome(member, card)).toEqual({ kind: 'ok', value: undefined });
    const [{ args } = { args: {} as Record<string, string> }] = callsOf('views.publish');
    expect(args['user_id']).toBe('U1');
    expect(JSON.parse(args['view'] ?? '')).toMatchObject({ type: 'home' });
  });

  it('shows plain text where Slack refuses the blocks', async () => {
    api.answer = ({ args }) =>
      args['view']?.includes('rich_text') ? no('invalid_blocks') : json({});

    expect(await workspace.publishHome(member, card)).toEqual({ kind: 'ok', value: undefined });
    expect(callsOf('views.publish')).toHaveLength(2);
  });
});
