import { createHash } from 'node:crypto';
import { mkdir, open, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { migrations } from '../../src/store/migrations/index.ts';
import { useStoreFolder } from './folder.ts';
import { makeReceived } from './make.ts';

const folder = useStoreFolder();

const hash = async (path: string): Promise<string> =>
  createHash('sha256')
    .update(await readFile(path))
    .digest('hex');

/** A store with some rows, closed. */
const makeStore = async (backUp = false): Promise<string | undefined> => {
  const store = await folder.open();
  for (let count = 0; count < 40; count += 1)
    await store.transaction((tx) => tx.inbox.add(makeReceived({ envelope: 'x'.repeat(2_000) })));
  const copy = backUp ? await store.backUp?.() : undefined;
  await store.stop();
  return copy;
};

/** Overwrites one page of 4,096 bytes, counted from 0. */
const spoilPage = async (page: number): Promise<void> => {
  const file = await open(folder.path(), 'r+');
  await file.write(Buffer.alloc(4_096, 0xa5), 0, 4_096, page * 4_096);
  await file.close();
};

describe('opening', () => {
  it('makes the folder and the file, private to the user', async () => {
    await folder.open();

    expect((await stat(folder.path())).isFile()).toBe(true);
    expect((await stat(dirname(folder.path()))).mode & 0o077).toBe(0);
  });

  it('finds what was there', async () => {
    await makeStore();

    const store = await folder.open();

    expect((await store.transaction((tx) => tx.inbox.counts())).waiting).toBe(40);
  });

  it('is refused in words while another has the store open', async () => {
    await folder.open();

    const second = folder.open();

    await expect(second).rejects.toMatchObject({
      kind: 'config',
      code: 'store_locked',
      message: expect.stringContaining(folder.path()),
      hint: expect.stringContaining('Stop it'),
    });
  });

  it('is possible again after a stop, however often that is called', async () => {
    const store = await folder.open();
    await Promise.all([store.stop(), store.stop()]);

    await expect(folder.open()).resolves.toMatchObject({ kind: 'sqlite' });
  });

  it.each([
    ['NFS', 0x6969],
    ['CIFS', 0xff534d42 | 0],
  ])('is refused in words on %s', async (name, type) => {
    await expect(
      folder.open({ fileSystemType: () => Promise.resolve(type) }),
    ).rejects.toMatchObject({
      kind: 'config',
      code: 'store_network_file_system',
      message: expect.stringContaining(name),
    });
  });

  it('is refused in words where the folder cannot be made', async () => {
    await writeFile(dirname(folder.path()), 'a file where the folder should be');

    await expect(folder.open()).rejects.toMatchObject({ kind: 'config', code: 'store_folder' });
  });

  it('only to look needs a store to look at, and then changes nothing', async () => {
    await expect(folder.open({ readOnly: true })).rejects.toMatchObject({ code: 'store_missing' });
    await makeStore();
    const before = await hash(folder.path());

    const store = await folder.open({ readOnly: true });
    const write = store.transaction((tx) => tx.meta.set('a', 'b'));

    await expect(write).rejects.toMatchObject({ retryable: true });
    expect(await hash(folder.path())).toBe(before);
  });
});

describe('a damaged store', () => {
  it.each([0, 1, 5])('with page %i spoilt is refused and left as it is', async (page) => {
    await makeStore();
    await spoilPage(page);
    const before = await hash(folder.path());

    await expect(folder.open()).rejects.toMatchObject({
      kind: 'config',
      code: 'store_corrupt',
      hint: expect.stringContaining('npm run store -- restore FILE'),
    });
    expect(await hash(folder.path())).toBe(before);
  });

  it('is refused with the newest copy in the command that restores it', async () => {
    const copy = await makeStore(true);
    await spoilPage(5);

    await expect(folder.open()).rejects.toMatchObject({
      hint: expect.stringContaining(`npm run store -- restore ${copy ?? 'the copy'}`),
    });
  });

  it('that is cut short is refused', async () => {
    await makeStore();
    await truncate(folder.path(), 10_000);

    await expect(folder.open()).rejects.toMatchObject({ code: 'store_corrupt' });
  });

  it('that is no database at all is refused and left as it is', async () => {
    await mkdir(dirname(folder.path()));
    await writeFile(folder.path(), 'this is not a database, '.repeat(50));
    const before = await hash(folder.path());

    await expect(folder.open()).rejects.toMatchObject({ code: 'store_corrupt' });
    expect(await hash(folder.path())).toBe(before);
  });

  it.each(['gone', 'empty'])(
    'that is %s although there are copies is not made anew',
    async (how) => {
      const copy = await makeStore(true);
      if (how === 'gone') await rm(folder.path());
      else await truncate(folder.path());

      await expect(folder.open()).rejects.toMatchObject({
        kind: 'config',
        code: 'store_gone',
        hint: expect.stringContaining(copy ?? 'a copy'),
      });
    },
  );

  it('that is large is found out beside the running bot, and then cannot be written', async () => {
    await makeStore();
    const database = new DatabaseSync(folder.path());
    database.exec('create table ballast (bytes blob)');
    database.exec('insert into ballast values (zeroblob(33 * 1024 * 1024))');
    database.close();
    await spoilPage(5);

    const store = await folder.open();
    const refusal = async (): Promise<unknown> => {
      for (;;) {
        const result = await store.checkWritable().catch((thrown: unknown) => thrown);
        if (result !== undefined) return result;
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    };

    expect(await refusal()).toMatchObject({ code: 'store_corrupt' });
  });
});

describe('the schema', () => {
  const next = {
    ...migrations,
    '9999-next': () => Promise.resolve(),
  };

  it('of a newer version is refused in words', async () => {
    await (await folder.open({ migrations: next })).stop();

    await expect(folder.open()).rejects.toMatchObject({
      kind: 'config',
      code: 'store_newer',
      message: expect.stringContaining('9999-next'),
    });
  });

  it('is copied before it is changed, and not when it is new', async () => {
    const copies = () => readdir(`${folder.path()}.backups`).catch(() => []);
    await (await folder.open()).stop();
    expect(await copies()).toEqual([]);

    await (await folder.open({ migrations: next })).stop();

    expect(await copies()).toHaveLength(1);
  });

  it('stays as it was when a migration fails', async () => {
    await makeStore();
    const failing = {
      ...migrations,
      '9999-fails': () => Promise.reject(new Error('no such column')),
    };

    await expect(folder.open({ migrations: failing })).rejects.toThrow('no such column');
    const store = await folder.open();
    expect((await store.transaction((tx) => tx.inbox.counts())).waiting).toBe(40);
  });

  it('is not changed by who only looks', async () => {
    await (await folder.open()).stop();

    await expect(folder.open({ migrations: next, readOnly: true })).rejects.toMatchObject({
      kind: 'config',
      code: 'store_older',
    });
  });
});
