import { readdir, rm, writeFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import type { Store } from '../../src/core/store.ts';
import { restoreStore } from '../../src/store/sqlite/restore.ts';
import { useStoreFolder } from './folder.ts';
import { start, testClock } from './make.ts';

const folder = useStoreFolder();

const setFact = (store: Store, value: string): Promise<void> =>
  store.transaction((tx) => tx.meta.set('fact', value));
const fact = (store: Store): Promise<string | undefined> =>
  store.transaction((tx) => tx.meta.get('fact'));
const copyOf = async (store: Store): Promise<string> => (await store.backUp?.()) ?? '';

describe('copies', () => {
  it('are taken while the store is in use, and the newest seven are kept', async () => {
    const clock = testClock();
    const store = await folder.open({ clock });
    const copies: string[] = [];

    for (let night = 0; night < 8; night += 1) {
      copies.push(await copyOf(store));
      clock.advance(86_400_000);
    }

    const names = await readdir(`${folder.path()}.backups`);
    expect(names.toSorted().map((name) => `${folder.path()}.backups/${name}`)).toEqual(
      copies.slice(1),
    );
  });

  it('that cannot be written are a retryable error and leave nothing', async () => {
    const store = await folder.open();
    await rm(folder.path());

    await expect(copyOf(store)).rejects.toMatchObject({ kind: 'upstream', retryable: true });
    expect(await readdir(`${folder.path()}.backups`)).toEqual([]);
  });
});

describe('restoring', () => {
  it('puts a copy in place of the store and keeps what stood there', async () => {
    const store = await folder.open();
    await setFact(store, 'old');
    const copy = await copyOf(store);
    await setFact(store, 'new');
    await store.stop();

    const aside = await restoreStore(folder.path(), copy, start);

    expect(await fact(await folder.open())).toBe('old');
    expect(aside).toMatch(/store\.db\.replaced-2026-11-23/);
    await expect(restoreStore(folder.path(), aside ?? '', start)).rejects.toMatchObject({
      code: 'store_locked',
    });
  });

  it('works for a store that is gone', async () => {
    const store = await folder.open();
    await setFact(store, 'old');
    const copy = await copyOf(store);
    await store.stop();
    await rm(folder.path());

    expect(await restoreStore(folder.path(), copy, start)).toBeUndefined();

    expect(await fact(await folder.open())).toBe('old');
  });

  it('refuses what is no store, and leaves the store alone', async () => {
    const store = await folder.open();
    await setFact(store, 'kept');
    await store.stop();
    const other = `${folder.path()}.other`;
    await writeFile(other, 'not a database');
    const empty = `${folder.path()}.empty`;
    await writeFile(empty, '');

    for (const from of [other, empty, `${folder.path()}.missing`])
      await expect(restoreStore(folder.path(), from, start)).rejects.toMatchObject({
        kind: 'input',
      });

    expect(await fact(await folder.open())).toBe('kept');
  });
});
