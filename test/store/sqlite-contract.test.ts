import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { silentLog } from '../../src/core/log.ts';
import { openStore } from '../../src/store/open.ts';
import { storeContract } from './contract/store-contract.ts';

let folder = '';
let count = 0;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trailwarden-'));
});

afterAll(() => rm(folder, { recursive: true }));

storeContract('SQLite', (clock) => {
  count += 1;
  const path = join(folder, `${count}`, 'store.db');
  return openStore({ kind: 'sqlite', path }, { clock, log: silentLog });
});
