import { readFile } from 'node:fs/promises';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { systemClock } from '../../src/core/clock.ts';
import { silentLog } from '../../src/core/log.ts';
import type { Store } from '../../src/core/store.ts';
import { createSqliteStore } from '../../src/store/sqlite/store.ts';
import { useStoreFolder } from './folder.ts';
import { makeReceived, start } from './make.ts';

const folder = useStoreFolder();

/** How many commits the write-ahead log holds. https://www.sqlite.org/fileformat2.html#the_write_ahead_log */
const countCommits = async (): Promise<number> => {
  const log = await readFile(`${folder.path()}-wal`).catch(() => Buffer.alloc(0));
  if (log.length === 0) return 0;
  const frame = 24 + log.readUInt32BE(8);
  let commits = 0;
  for (let at = 32; at + frame <= log.length; at += frame)
    if (log.readUInt32BE(at + 4) !== 0) commits += 1;
  return commits;
};

/** The store on a database that the test can reach into. */
const withDatabase = async (
  use: (store: Store, database: DatabaseSync) => Promise<void>,
): Promise<void> => {
  await (await folder.open()).stop();
  const database = new DatabaseSync(folder.path());
  database.exec('pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = on');
  const store = createSqliteStore({
    database,
    readOnly: false,
    clock: systemClock,
    log: silentLog,
    backUp: () => Promise.reject(new Error('no copies here')),
    refuseDamaged: () => undefined,
    release: () => database.close(),
  });
  try {
    await use(store, database);
  } finally {
    await store.stop();
  }
};

const add = (store: Store, messageId: string, envelope = '{}'): Promise<boolean> =>
  store.transaction((tx) => tx.inbox.add(makeReceived({ messageId, envelope })));

describe('a group of transactions', () => {
  it('costs one commit', async () => {
    const store = await folder.open();
    const before = await countCommits();

    await Promise.all(Array.from({ length: 50 }, (_, index) => add(store, `m${index}`)));

    expect((await countCommits()) - before).toBe(1);
  });

  it('takes in what a finished work sets off', async () => {
    const store = await folder.open();
    const before = await countCommits();
    const steps: string[] = [];
    const { promise: done, resolve } = Promise.withResolvers<void>();
    const post = async (): Promise<void> => {
      await store.transaction((tx) => tx.meta.set('step', 'posted'));
      steps.push('posted');
      resolve();
    };
    const process = async (): Promise<void> => {
      await store.transaction(async (tx) => {
        await tx.inbox.take(start, 1);
        tx.whenVisible(() => void post());
        await tx.meta.set('step', 'processed');
      });
      steps.push('processed');
    };

    await store.transaction(async (tx) => {
      tx.whenVisible(() => void process());
      await tx.inbox.add(makeReceived());
    });
    steps.push('accepted');
    await done;

    expect(steps.toSorted()).toEqual(['accepted', 'posted', 'processed']);
    expect((await countCommits()) - before).toBe(1);
  });

  it('resolves only when it is committed', async () => {
    const store = await folder.open();
    const before = await countCommits();
    let committedWhenVisible = -1;
    let isResolved = false;
    const { promise: visible, resolve } = Promise.withResolvers<void>();

    const accepted = store
      .transaction(async (tx) => {
        await tx.inbox.add(makeReceived());
        tx.whenVisible(() => {
          void countCommits().then((count) => {
            committedWhenVisible = isResolved ? -1 : count - before;
            resolve();
          });
        });
      })
      .then(() => {
        isResolved = true;
      });
    // Keeps the group open until the log was read.
    const holding = store.transaction(() => visible);
    await Promise.all([accepted, holding]);

    expect(committedWhenVisible).toBe(0);
    expect((await countCommits()) - before).toBe(1);
  });

  it('writes nothing when it only reads', async () => {
    const store = await folder.open();
    const before = await readFile(`${folder.path()}-wal`);

    await Promise.all([1, 2, 3].map(() => store.transaction((tx) => tx.inbox.take(start, 10))));

    expect(await readFile(`${folder.path()}-wal`)).toEqual(before);
  });

  it('does not wait for works that go on setting off others', async () => {
    const store = await folder.open();
    let chained = 0;
    let isEnding = false;
    const chain = (): void => {
      chained += 1;
      if (!isEnding) void store.transaction(async (tx) => tx.whenVisible(chain));
    };

    await store.transaction(async (tx) => {
      await tx.inbox.add(makeReceived());
      tx.whenVisible(chain);
    });
    isEnding = true;

    expect(chained).toBeLessThanOrEqual(256);
  });

  it('fails as a whole when its commit fails, and the next one succeeds', async () => {
    await withDatabase(async (store, database) => {
      database.exec(
        'create table parent (id integer primary key); create table child (id references parent deferrable initially deferred)',
      );

      const results = await Promise.allSettled([
        add(store, 'one'),
        store.transaction(async () => database.exec('insert into child values (1)')),
        add(store, 'two'),
      ]);

      expect(results.map((result) => result.status)).toEqual(['rejected', 'rejected', 'rejected']);
      expect(await add(store, 'one')).toBe(true);
      expect((await store.transaction((tx) => tx.inbox.counts())).waiting).toBe(1);
    });
  });
});

describe('a full disk', () => {
  const big = 'x'.repeat(100_000);
  const fill = (database: DatabaseSync): void => {
    const pages = database.prepare('pragma page_count').get()?.['page_count'];
    database.exec(`pragma max_page_count = ${Number(pages)}`);
  };

  it('is a retryable error, and no obstacle once there is space again', async () => {
    await withDatabase(async (store, database) => {
      await add(store, 'before');
      fill(database);

      await expect(add(store, 'too big', big)).rejects.toMatchObject({
        kind: 'upstream',
        code: 'store_unavailable',
        retryable: true,
      });
      await expect(add(store, 'still too big', big)).rejects.toMatchObject({ retryable: true });
      database.exec('pragma max_page_count = 100000');

      expect(await add(store, 'too big', big)).toBe(true);
      expect((await store.transaction((tx) => tx.inbox.counts())).waiting).toBe(2);
    });
  });

  it('leaves no half of a work behind, even if the work hides the error', async () => {
    await withDatabase(async (store, database) => {
      fill(database);

      await store
        .transaction(async (tx) => {
          await tx.meta.set('half', 'first');
          await tx.inbox.add(makeReceived({ envelope: big })).catch(() => undefined);
          await tx.meta.set('half', 'second');
          throw new Error('given up');
        })
        .catch(() => undefined);

      expect(await store.transaction((tx) => tx.meta.get('half'))).toBeUndefined();
    });
  });
});
