import { rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Kysely } from 'kysely';
import { AppError } from '../../core/errors.ts';
import { readSchemaState } from '../migrate.ts';
import { migrations } from '../migrations/index.ts';
import { flush } from './copies.ts';
import { findDamage } from './damage.ts';
import { nodeSqliteDialect } from './dialect.ts';
import { fileSystemType, prepareFolder } from './file-system.ts';
import { takeLock } from './lock.ts';
import { runFileProcess } from './run-file-process.ts';

const refuse = (message: string): never => {
  throw new AppError(message, { kind: 'input', code: 'store_copy_unfit' });
};

const exists = async (path: string): Promise<boolean> =>
  (await stat(path).catch(() => undefined)) !== undefined;

/** Throws AppError unless `from` is an undamaged store of this or an earlier version. */
const refuseUnfit = async (from: string): Promise<void> => {
  if (!(await exists(from))) refuse(`There is no file ${from}.`);
  const damage = findDamage(from);
  if (damage !== undefined) refuse(`${from} is damaged itself: ${damage}.`);
  const database = new DatabaseSync(from, { readOnly: true });
  try {
    const db = new Kysely<unknown>({ dialect: nodeSqliteDialect(database) });
    const { isNew } = await readSchemaState(db, 'sqlite', migrations);
    if (isNew) refuse(`${from} is not a store of Trailwarden.`);
  } finally {
    database.close();
  }
};

/**
 * Moves the store aside. The log goes first: a log that met another database file than its own
 * would destroy it.
 */
const moveAside = async (path: string, aside: string): Promise<boolean> => {
  for (const end of ['-wal', '-shm'])
    if (await exists(`${path}${end}`)) await rename(`${path}${end}`, `${aside}${end}`);
  if (!(await exists(path))) return false;
  await rename(path, aside);
  return true;
};

/**
 * Puts the copy `from` in place of the store at `path`, with the bot stopped. Returns where the
 * store that stood there now is, if there was one. Throws AppError: `config` if the store is in
 * use, `input` if the copy is no good; then nothing was changed.
 */
export const restoreStore = async (
  path: string,
  from: string,
  now: number,
): Promise<string | undefined> => {
  await prepareFolder(path, fileSystemType);
  const unlock = takeLock(path);
  const incoming = `${path}.restoring`;
  try {
    await refuseUnfit(from);
    await rm(incoming, { force: true });
    const problem = await runFileProcess(['copy', from, incoming], new AbortController().signal);
    if (problem !== undefined) refuse(`${from} cannot be copied: ${problem}.`);
    await flush(incoming);
    const aside = `${path}.replaced-${new Date(now).toISOString().replaceAll(':', '-')}`;
    const moved = await moveAside(path, aside);
    await rename(incoming, path);
    await flush(dirname(path));
    return moved ? aside : undefined;
  } finally {
    await rm(incoming, { force: true });
    unlock();
  }
};
