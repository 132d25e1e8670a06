import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../src/core/clock.ts';
import { silentLog } from '../../src/core/log.ts';
import type { Store } from '../../src/core/store.ts';
import { createAdmission, createGuardedMessenger } from '../../src/slack/guarded-messenger.ts';
import { scopes } from '../../src/slack/scopes.ts';
import { createWorkspace } from '../../src/slack/workspace.ts';
import { openStore } from '../../src/store/open.ts';
import { type FakeApi, startFakeApi } from './fake-api.ts';

let api: FakeApi;
let folder: string;
let store: Store;

/** Which bot each token is of. */
const bots: Readonly<Record<string, object>> = {
  'xoxb-one': { team_id: 'T1', bot_id: 'B1' },
  'xoxb-rotated': { team_id: 'T1', bot_id: 'B1' },
  'xoxb-other-team': { team_id: 'T2', team: 'Other', bot_id: 'B9' },
};

beforeEach(async () => {
  api = await startFakeApi(({ token }) => ({
    json: { ok: true, ...bots[token] },
    headers: { 'x-oauth-scopes': scopes.map(({ name }) => name).join(',') },
  }));
  folder = await mkdtemp(join(tmpdir(), 'trailwarden-'));
  store = await openStore(
    { kind: 'sqlite', path: join(folder, 'store.db') },
    { clock: systemClock, log: silentLog },
  );
});

afterEach(async () => {
  await store.stop();
  await rm(folder, { recursive: true });
  await api[Symbol.asyncDispose]();
});

describe('a guarded messenger', () => {
  it('takes a rotated token of the same bot over, and none of another team', async () => {
    let token = 'xoxb-one';
    const messenger = createGuardedMessenger({
      settings: { botToken: () => token, apiUrl: api.apiUrl },
      linkHosts: () => [],
      store,
      clock: systemClock,
      log: silentLog,
    });

    expect(await messenger.probe()).toMatchObject({ kind: 'ok' });
    token = 'xoxb-rotated';
    expect(await messenger.probe()).toMatchObject({ kind: 'ok' });
    token = 'xoxb-other-team';
    expect(await messenger.resolve('general')).toMatchObject({
      kind: 'unauthorized',
      error: expect.stringContaining('of team Other (T2), but this store belongs to team T1'),
    });
    token = 'xoxb-one';
    expect(await messenger.probe()).toMatchObject({ kind: 'ok' });
    expect(api.calls.filter(({ token: used }) => used === 'xoxb-other-team')).toMatchObject([
      { method: 'auth.test' },
    ]);
  });
});

describe('an admission that several share', () => {
  it('asks once about a token, and keeps everybody from one of another team', async () => {
    let token = 'xoxb-one';
    const deps = {
      settings: { botToken: () => token, apiUrl: api.apiUrl },
      linkHosts: () => [],
      store,
      clock: systemClock,
      log: silentLog,
    };
    const admit = createAdmission(deps);
    const messenger = createGuardedMessenger({ ...deps, admit });
    const workspace = createWorkspace({
      ...deps,
      token: deps.settings.botToken,
      apiUrl: api.apiUrl,
      admit,
    });

    await Promise.all([messenger.resolve('general'), workspace.group('S1')]);
    expect(api.calls.filter(({ method }) => method === 'auth.test')).toHaveLength(1);

    token = 'xoxb-other-team';
    expect(await workspace.group('S2')).toMatchObject({ kind: 'unauthorized' });
    expect(await messenger.probe()).toMatchObject({ kind: 'unauthorized' });
    token = 'xoxb-one';
    expect(await messenger.probe()).toMatchObject({ kind: 'ok' });
  });
});
