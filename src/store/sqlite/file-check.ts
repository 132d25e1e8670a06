import { stat } from 'node:fs/promises';
import { AppError } from '../../core/errors.ts';
import type { Log } from '../../core/log.ts';
import { listCopies } from './copies.ts';
import { findDamage } from './damage.ts';
import { runFileProcess } from './run-file-process.ts';

/**
 * Up to this size the file is checked before the start goes on, which takes well under 0.1 s; a
 * larger one is checked beside the running bot. Whether it was closed cleanly does not matter:
 * a kill does no damage, a disk does.
 */
const checkedAtStart = 32 * 1024 * 1024;

const restoreHint = async (path: string): Promise<string> => {
  const newest = (await listCopies(path)).at(-1);
  const command = `npm run store -- restore ${newest ?? 'FILE'}`;
  return newest === undefined
    ? `Restore a copy of it: ${command}`
    : `Restore the newest copy: ${command}`;
};

const damaged = async (path: string, problem: string): Promise<AppError> =>
  new AppError(`The store ${path} is damaged: ${problem}.`, {
    kind: 'config',
    code: 'store_corrupt',
    hint: `${await restoreHint(path)}. Nothing in the file was changed.`,
  });

const sizeOf = async (path: string): Promise<number> =>
  (await stat(path).catch(() => undefined))?.size ?? 0;

/** A store that is gone or empty although there are copies of it was lost; beginning anew would hide that. */
const refuseLost = async (path: string): Promise<void> => {
  const copies = await listCopies(path);
  if (copies.length === 0) return;
  throw new AppError(`The store ${path} is gone or empty, but there are copies of it.`, {
    kind: 'config',
    code: 'store_gone',
    hint: `${await restoreHint(path)}. To begin anew, move ${path}.backups away.`,
  });
};

const checkInBackground = async (
  path: string,
  log: Log,
  signal: AbortSignal,
): Promise<AppError | undefined> => {
  try {
    const problem = await runFileProcess(['check', path], signal);
    if (problem === undefined) return undefined;
    const error = await damaged(path, problem);
    log.error('the store is damaged', { problem, hint: error.hint });
    return error;
  } catch (thrown) {
    if (!signal.aborted) log.warn('the store could not be checked', { error: String(thrown) });
    return undefined;
  }
};

/**
 * Throws AppError (config) if the file is damaged or was lost, with the command that restores it.
 * The function it returns throws when the check of a large file, which goes on, has found damage.
 */
export const checkFile = async (
  path: string,
  log: Log,
  signal: AbortSignal,
): Promise<() => void> => {
  const size = await sizeOf(path);
  if (size === 0) await refuseLost(path);
  else if (size <= checkedAtStart) {
    const problem = findDamage(path);
    if (problem !== undefined) throw await damaged(path, problem);
  }
  let found: AppError | undefined;
  if (size > checkedAtStart)
    void checkInBackground(path, log, signal).then((error) => {
      found = error;
    });
  return () => {
    if (found !== undefined) throw found;
  };
};
