import { mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { AppError } from '../../core/errors.ts';
import { runFileProcess } from './run-file-process.ts';

const kept = 7;

const copiesFolder = (path: string): string => `${path}.backups`;

/** Paths of the store's copies, the oldest first. */
export const listCopies = async (path: string): Promise<readonly string[]> => {
  const folder = copiesFolder(path);
  const names = await readdir(folder).catch(() => []);
  return names
    .filter((name) => name.endsWith('.db'))
    .toSorted()
    .map((name) => join(folder, name));
};

/** Flushes a file or a folder to disk. */
export const flush = async (path: string): Promise<void> => {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
};

/** `data/trailwarden.db.backups/2026-11-23T03-17-00.000Z.db`: in order of their time, also on Windows. */
const copyPath = (path: string, now: number): string =>
  join(copiesFolder(path), `${new Date(now).toISOString().replaceAll(':', '-')}.db`);

/**
 * Copies the store, in use or not, and keeps the newest seven copies. Returns the copy's path.
 * Throws AppError (upstream) if it cannot be written; then nothing of it is left.
 */
export const copyStore = async (
  path: string,
  now: number,
  signal: AbortSignal,
): Promise<string> => {
  const to = copyPath(path, now);
  const partial = join(dirname(to), `${basename(to)}.partial`);
  await mkdir(dirname(to), { recursive: true, mode: 0o700 });
  try {
    const problem = await runFileProcess(['copy', path, partial], signal);
    if (problem !== undefined)
      throw new AppError(`The store could not be copied: ${problem}.`, {
        kind: 'upstream',
        code: 'store_copy_failed',
        retryable: true,
      });
    await flush(partial);
    await rename(partial, to);
    await flush(dirname(to));
  } finally {
    await rm(partial, { force: true });
  }
  const old = (await listCopies(path)).slice(0, -kept);
  await Promise.all(old.map((copy) => rm(copy, { force: true })));
  return to;
};
