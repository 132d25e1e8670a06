import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import { silentLog } from '../../src/core/log.ts';
import type { Store } from '../../src/core/store.ts';
import { openStore } from '../../src/store/open.ts';
import type { OpenDeps } from '../../src/store/open-deps.ts';
import { testClock } from './make.ts';

export interface StoreFolder {
  /** Where the store of the running test is. */
  readonly path: () => string;
  /** Opens it; it is stopped after the test. */
  readonly open: (deps?: Partial<OpenDeps>) => Promise<Store>;
}

/** A folder of its own for each test. */
export const useStoreFolder = (): StoreFolder => {
  let folder = '';
  let stores: Store[] = [];
  const path = (): string => join(folder, 'data', 'store.db');
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'trailwarden-'));
    stores = [];
  });
  afterEach(async () => {
    await Promise.all(stores.map((store) => store.stop()));
    await rm(folder, { recursive: true });
  });
  return {
    path,
    open: async (deps = {}) => {
      const settings = { kind: 'sqlite', path: path() } as const;
      const store = await openStore(settings, { clock: testClock(), log: silentLog, ...deps });
      stores.push(store);
      return store;
    },
  };
};
