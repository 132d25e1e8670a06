import { stat } from 'node:fs/promises';
import { DatabaseSync } from 'node:sqlite';
import { Kysely } from 'kysely';
import { AppError } from '../../core/errors.ts';
import type { Store } from '../../core/store.ts';
import { migrate, readSchemaState, refuseOldSchema } from '../migrate.ts';
import { migrations } from '../migrations/index.ts';
import type { OpenDeps } from '../open-deps.ts';
import { copyStore } from './copies.ts';
import { nodeSqliteDialect } from './dialect.ts';
import { toOpenError } from './errors.ts';
import { checkFile } from './file-check.ts';
import { fileSystemType, prepareFolder } from './file-system.ts';
import { takeLock } from './lock.ts';
import { createSqliteStore } from './store.ts';

/** How long a statement waits for another process, e.g. one that takes a copy, ms. */
const busyTimeoutMs = 5_000;

const openDatabase = (path: string, readOnly: boolean): DatabaseSync => {
  const database = new DatabaseSync(path, { readOnly, timeout: busyTimeoutMs });
  if (readOnly) return database;
  const mode = database.prepare('pragma journal_mode = wal').get();
  if (mode?.['journal_mode'] !== 'wal') {
    database.close();
    throw new AppError(`The file system of ${path} cannot do SQLite's write-ahead log.`, {
      kind: 'config',
      code: 'store_no_wal',
      hint: 'Set store.path to a file on a local disk.',
    });
  }
  // FULL flushes at each commit; after a storm the log is cut back to 64 MB.
  database.exec(
    'pragma synchronous = full; pragma temp_store = memory; pragma journal_size_limit = 67108864',
  );
  return database;
};

const refuseMissing = async (path: string): Promise<void> => {
  if ((await stat(path).catch(() => undefined)) !== undefined) return;
  throw new AppError(`There is no store at ${path} yet.`, {
    kind: 'config',
    code: 'store_missing',
    hint: 'Start the bot once, or set store.path to where its store is.',
  });
};

const bringUpToDate = async (
  database: DatabaseSync,
  deps: OpenDeps,
  backUp: () => Promise<string>,
): Promise<void> => {
  const db = new Kysely<unknown>({ dialect: nodeSqliteDialect(database) });
  const known = deps.migrations ?? migrations;
  const { missing, isNew } = await readSchemaState(db, 'sqlite', known);
  if (missing.length === 0) return;
  if (deps.readOnly === true) refuseOldSchema(missing);
  const copy = isNew ? undefined : await backUp();
  await migrate(db, 'sqlite', known);
  deps.log.info('the schema of the store was brought up to date', { migrations: missing, copy });
};

/** What was taken on the way and has to be given back, the last first. */
const createReleases = () => {
  const releases: (() => void)[] = [];
  return {
    add: (release: () => void): void => {
      releases.push(release);
    },
    run: (): void => {
      for (const release of releases.toReversed()) release();
    },
  };
};

/** Opens the SQLite file at `path`, which is made if need be. Errors as `openStore`. */
export const openSqlite = async (path: string, deps: OpenDeps): Promise<Store> => {
  const { clock, log, readOnly = false } = deps;
  const stopping = new AbortController();
  const backUp = () => copyStore(path, clock.now(), stopping.signal);
  const releases = createReleases();
  releases.add(() => stopping.abort());
  try {
    if (readOnly) await refuseMissing(path);
    await prepareFolder(path, deps.fileSystemType ?? fileSystemType);
    if (!readOnly) releases.add(takeLock(path));
    const refuseDamaged = await checkFile(path, log, stopping.signal);
    const database = openDatabase(path, readOnly);
    releases.add(() => database.close());
    await bringUpToDate(database, deps, backUp);
    const release = releases.run;
    return createSqliteStore({ database, readOnly, clock, log, backUp, refuseDamaged, release });
  } catch (thrown) {
    releases.run();
    throw toOpenError(thrown, path);
  }
};
