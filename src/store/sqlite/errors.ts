import { AppError, toError } from '../../core/errors.ts';
import { storeUnavailable } from '../unavailable.ts';

/** Primary result codes that say "not now", not "never". https://www.sqlite.org/rescode.html */
const passing: Readonly<Record<number, string>> = {
  5: 'it is locked by another process',
  6: 'it is locked by another process',
  7: 'there is not enough memory',
  8: 'it is read-only',
  10: 'the disk does not read or write',
  11: 'the file is damaged',
  13: 'the disk is full',
  14: 'the file cannot be opened',
  26: 'the file is not a database',
};

/** SQLite's primary result code of a thrown error, if it is one of SQLite's. */
export const sqliteCode = (thrown: unknown): number | undefined =>
  thrown instanceof Error && 'errcode' in thrown && typeof thrown.errcode === 'number'
    ? thrown.errcode & 0xff
    : undefined;

/** The file itself is at fault: SQLITE_CORRUPT or SQLITE_NOTADB. */
export const isDamage = (thrown: unknown): boolean => [11, 26].includes(sqliteCode(thrown) ?? 0);

/** What the disk or the machine did becomes AppError (upstream, retryable); our own mistakes stay as they are. */
export const toStoreError = (thrown: unknown): Error => {
  const reason = passing[sqliteCode(thrown) ?? 0];
  if (reason === undefined) return toError(thrown);
  return storeUnavailable(
    `The store cannot be used now: ${reason} (${toError(thrown).message}).`,
    thrown,
  );
};

/** As `toStoreError`, for opening: a file that may not be opened or written is a matter of settings. */
export const toOpenError = (thrown: unknown, path: string): Error =>
  [8, 14].includes(sqliteCode(thrown) ?? 0)
    ? new AppError(`The store ${path} cannot be opened: ${toError(thrown).message}.`, {
        kind: 'config',
        code: 'store_not_writable',
        hint: 'Let the user that the bot runs as write to the file and its folder, or set store.path elsewhere.',
        cause: thrown,
      })
    : toStoreError(thrown);
