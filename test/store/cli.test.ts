import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { run } from '../../src/cli/store.ts';
import { useStoreFolder } from './folder.ts';
import { makePost, makeReceived, start } from './make.ts';

const folder = useStoreFolder();
let out = '';

beforeEach(async () => {
  const file = join(dirname(dirname(folder.path())), 'trailwarden.yaml');
  await writeFile(
    file,
    `slack: { fallbackChannel: alerts }
topics: ['arn:aws:sns:eu-west-1:111122223333:security-alarms']
store: { path: ${JSON.stringify(folder.path())} }
`,
  );
  vi.stubEnv('TRAILWARDEN_CONFIG', file);
  vi.stubEnv('SLACK_BOT_TOKEN', 'xoxb-1');
  vi.stubEnv('SLACK_APP_TOKEN', 'xapp-1');
  vi.stubEnv('DATABASE_URL', undefined);
  out = '';
  const keep = (chunk: unknown): boolean => {
    out += String(chunk);
    return true;
  };
  vi.spyOn(process.stdout, 'write').mockImplementation(keep);
  vi.spyOn(process.stderr, 'write').mockImplementation(keep);
});

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

/** Runs a command; its exit code and what it said. */
const cli = async (...args: readonly string[]) => {
  out = '';
  return { code: await run(args), said: out };
};

describe('npm run store', () => {
  it('explains itself when it is not understood', async () => {
    for (const args of [[], ['list'], ['list', 'all'], ['backup', 'x'], ['requeue', '1', '2']])
      expect(await cli(...args)).toMatchObject({
        code: 64,
        said: expect.stringContaining('Usage'),
      });
  });

  it('lists what is quarantined, without control characters, and puts it back', async () => {
    const store = await folder.open();
    await store.transaction((tx) =>
      tx.inbox.addQuarantined(makeReceived({ messageId: 'm-1' }), 'no\u001b[31m JSON'),
    );
    await store.stop();

    const listed = await cli('list', 'quarantined');
    expect(listed.code).toBe(0);
    expect(listed.said).toMatch(/^1 {2}received 2026-11-23T00:00:00.000Z by https .*m-1.*JSON\n$/);
    expect(listed.said).not.toContain('\u001b');
    expect(await cli('requeue', '1')).toMatchObject({ code: 0 });
    expect(await cli('requeue', '1')).toMatchObject({ code: 1 });
    expect(await cli('requeue', 'x')).toMatchObject({ code: 1 });
    expect((await cli('list', 'quarantined')).said).toBe('Nothing is quarantined.\n');
  });

  it('lists what is parked and has it sent again, one or all', async () => {
    const store = await folder.open();
    const parked = [1, 2, 3].map(() =>
      makePost({ state: 'parked', error: 'is_archived', failingSince: start }),
    );
    for (const post of parked) await store.transaction((tx) => tx.posts.insert(post));
    await store.stop();

    const { said } = await cli('list', 'parked');
    expect(said.split('\n')[0]).toBe(
      `${parked[0]!.id}  root for sec-prod, failing since 2026-11-23T00:00:00.000Z: is_archived`,
    );
    expect(await cli('send-again', parked[0]!.id)).toMatchObject({ code: 0 });
    expect(await cli('send-again', parked[0]!.id)).toMatchObject({ code: 1 });
    expect((await cli('send-again', 'all')).said).toBe('2 messages will be sent again.\n');
    expect((await cli('list', 'parked')).said).toBe('Nothing is parked.\n');
  });

  it('copies and looks while the bot is running, and says that it must stop for the rest', async () => {
    await folder.open();

    const { code, said } = await cli('backup');
    expect({ code, said }).toEqual({ code: 0, said: expect.stringMatching(/backups.*\.db\n$/) });
    expect(await cli('list', 'parked')).toMatchObject({ code: 0 });
    for (const args of [
      ['restore', said.trim()],
      ['requeue', '1'],
      ['send-again', 'all'],
    ])
      expect(await cli(...args)).toMatchObject({
        code: 78,
        said: expect.stringMatching(/bot.*Stop it first/),
      });
  });

  it('restores a copy', async () => {
    await (await folder.open()).stop();
    const copy = (await cli('backup')).said.trim();

    const { code, said } = await cli('restore', copy);

    expect(code).toBe(0);
    expect(said).toContain(`${folder.path()} is now the copy ${copy}.`);
    expect(said).toContain('.replaced-');
    expect(await cli('restore', 'nowhere.db')).toMatchObject({ code: 1 });
  });

  it('names what is wrong with the settings', async () => {
    vi.stubEnv('SLACK_BOT_TOKEN', undefined);

    expect(await cli('list', 'parked')).toMatchObject({
      code: 78,
      said: expect.stringContaining('SLACK_BOT_TOKEN'),
    });
  });
});
