import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkIdentity } from '../../src/slack/identity.ts';
import { scopes } from '../../src/slack/scopes.ts';
import { type FakeApi, startFakeApi } from './fake-api.ts';

const all = scopes.map(({ name }) => name).join(',');
const bot = (changes: object = {}, granted = all) => ({
  json: {
    ok: true,
    team: 'Example',
    team_id: 'T1',
    user_id: 'U1',
    bot_id: 'B1',
    enterprise_id: null,
    ...changes,
  },
  headers: { 'x-oauth-scopes': granted },
});

let api: FakeApi;
let memory: Map<string, string>;

beforeEach(async () => {
  api = await startFakeApi(() => bot());
  memory = new Map();
});

afterEach(() => api[Symbol.asyncDispose]());

const check = () =>
  checkIdentity({
    token: 'xoxb-test',
    apiUrl: api.apiUrl,
    meta: {
      get: async (key) => memory.get(key),
      set: async (key, value) => void memory.set(key, value),
    },
  });

describe('checkIdentity', () => {
  it('tells who the token is and what it may do', async () => {
    expect(await check()).toEqual({
      teamId: 'T1',
      team: 'Example',
      botId: 'B1',
      userId: 'U1',
      scopes: scopes.map(({ name }) => name),
      missing: [],
    });
    expect(api.calls).toMatchObject([{ method: 'auth.test', token: 'xoxb-test' }]);
  });

  it('takes the same bot again, with another token', async () => {
    await check();

    await expect(check()).resolves.toMatchObject({ botId: 'B1' });
  });

  it.each([
    [
      'team',
      { team_id: 'T2', team: 'Other' },
      'of team Other (T2), but this store belongs to team T1',
    ],
    ['bot', { bot_id: 'B2' }, 'of bot B2, but this store belongs to bot B1'],
  ])('refuses the token of another %s in words', async (_, changes, words) => {
    await check();
    api.answer = () => bot(changes);

    await expect(check()).rejects.toMatchObject({
      kind: 'config',
      message: expect.stringContaining(words),
    });
    api.answer = () => bot();
    await expect(check()).resolves.toMatchObject({ teamId: 'T1' });
  });

  it('names the scopes that are missing and what each is for', async () => {
    const names = scopes.map(({ name }) => name).filter((name) => name !== 'channels:history');
    api.answer = () => bot({}, names.join(','));

    const { missing } = await check();

    expect(missing).toMatchObject([
      { name: 'channels:history', why: expect.stringContaining('twice') },
    ]);
  });

  it('refuses a token that cannot post', async () => {
    api.answer = () => bot({}, 'channels:read');

    await expect(check()).rejects.toMatchObject({
      kind: 'config',
      message: expect.stringContaining('chat:write (needed to post alerts'),
    });
    expect(memory.size).toBe(0);
  });

  it.each([
    ['invalid_auth', 'does not know'],
    ['token_revoked', 'revoked'],
    ['account_inactive', 'removed'],
    ['two_factor_setup_required', 'two_factor_setup_required'],
  ])('says what %s means', async (error, words) => {
    api.answer = () => ({ json: { ok: false, error } });

    await expect(check()).rejects.toMatchObject({
      kind: 'config',
      message: expect.stringContaining(words),
    });
  });

  it('refuses a token that is not of a bot', async () => {
    api.answer = () => bot({ bot_id: undefined });

    await expect(check()).rejects.toThrow('not that of a bot');
  });

  it.each([{ status: 503 }, { status: 429 }, 'reset' as const])(
    'can be tried again when Slack cannot be asked (%j)',
    async (reply) => {
      api.answer = () => reply;

      await expect(check()).rejects.toMatchObject({ kind: 'upstream', retryable: true });
    },
  );
});
