import { DatabaseSync } from 'node:sqlite';
import { AppError } from '../../core/errors.ts';
import { sqliteCode, toStoreError } from './errors.ts';

/** Long enough for a predecessor that is just closing. */
const waitMs = 100;
const busy = 5;

/**
 * Locks the store for this process and returns what unlocks it. The lock is SQLite's own file lock
 * on an empty database beside the store, so the kernel releases it however the process ends: there
 * is no stale lock. Throws AppError (config) while another process holds it.
 */
export const takeLock = (path: string): (() => void) => {
  const lock = new DatabaseSync(`${path}.lock`, { timeout: waitMs });
  try {
    lock.exec('pragma locking_mode = exclusive; begin exclusive');
  } catch (thrown) {
    lock.close();
    if (sqliteCode(thrown) !== busy) throw toStoreError(thrown);
    throw new AppError(`Another process, most likely the bot itself, is using the store ${path}.`, {
      kind: 'config',
      code: 'store_locked',
      hint: 'Stop it first; for several replicas set DATABASE_URL to a PostgreSQL database.',
      cause: thrown,
    });
  }
  return () => lock.close();
};
