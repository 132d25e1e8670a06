import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { report } from '../../src/cli/doctor/report.ts';
import { storeSection } from '../../src/cli/doctor/store.ts';
import { systemClock } from '../../src/core/clock.ts';
import { silentLog } from '../../src/core/log.ts';
import type { Post } from '../../src/core/post-store.ts';
import type { Store } from '../../src/core/store.ts';
import { openStore } from '../../src/store/open.ts';

let folder = '';
let path = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trailwarden-'));
  path = join(folder, 'bot.db');
});

afterEach(() => rm(folder, { recursive: true }));

const open = (): Promise<Store> =>
  openStore({ kind: 'sqlite', path }, { clock: systemClock, log: silentLog });

const looked = async (): Promise<{ text: string; wrong: number }> => {
  const lines: string[] = [];
  const section = storeSection({ kind: 'sqlite', path }, systemClock);
  const wrong = await report([section], (line) => lines.push(line), 5000);
  return { text: lines.join('\n'), wrong };
};

const received = (messageId: string, receivedAt = Date.now()) => ({
  topicArn: 'arn:aws:sns:eu-west-1:111122223333:t',
  messageId,
  via: 'https' as const,
  receivedAt,
  envelope: '{}',
});

const parkedPost: Post = {
  id: 'parked-post',
  kind: 'notice',
  channel: 'alerts',
  owner: 'notice',
  parentId: undefined,
  priority: 1,
  revisionWanted: 1,
  revisionSent: 0,
  ts: undefined,
  postedIn: undefined,
  attemptAt: undefined,
  attempts: 40,
  failingSince: 0,
  dueAt: 0,
  state: 'parked',
  error: 'channel_not_found',
  plain: false,
  broadcast: false,
  meantFor: undefined,
  reason: undefined,
  lines: [],
  card: { headline: ['x'], parts: [] },
  createdAt: 0,
};

describe('the store in doctor', () => {
  it('is not there before the first start, and is not made by looking', async () => {
    const { text, wrong } = await looked();

    expect(text).toContain('✓ There is no store yet; the first start makes it.');
    expect(wrong).toBe(0);
    expect(await readdir(folder)).toEqual([]);
  });

  it('can be read while the bot uses it', async () => {
    const store = await open();

    const { text, wrong } = await looked();
    await store.stop();

    expect(text).toContain('✓ The store can be read (SQLite).');
    expect(wrong).toBe(0);
  });

  it('shows what is in quarantine and what is parked, with the commands to send it again', async () => {
    const store = await open();
    await store.transaction(async ({ inbox, posts }) => {
      await inbox.add(received('a'));
      const [row] = await inbox.take(Date.now(), 1);
      await inbox.quarantine(row?.id ?? 0, 'no JSON');
      await posts.insert(parkedPost);
    });
    await store.stop();

    const { text, wrong } = await looked();

    expect(text).toMatch(/✗ 1 notification could not be read, kept in quarantine: 1\./);
    expect(text).toContain('npm run store -- requeue ID');
    expect(text).toMatch(/✗ 1 message that .*, now parked: parked-post\./);
    expect(text).toContain('npm run store -- send-again');
    expect(wrong).toBe(2);
  });

  it('warns when notifications have been waiting for long', async () => {
    const store = await open();
    await store.transaction(async ({ inbox }) => {
      await inbox.add(received('old', Date.now() - 3_600_000));
    });
    await store.stop();

    const { text } = await looked();

    expect(text).toMatch(/! 1 notification and 0 messages wait, the oldest for 60 min/);
  });

  it('says how to restore a store that is damaged', async () => {
    await writeFile(
      path,
      'this is no database, but it is long enough to be taken for one'.repeat(20),
    );

    const { text, wrong } = await looked();

    expect(text).toMatch(/✗ The store: .*(damaged|not a database)/);
    expect(text).toContain('npm run store -- restore');
    expect(wrong).toBe(1);
  });
});
