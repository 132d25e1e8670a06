import { Kysely, PostgresDialect, sql } from 'kysely';
import type pg from 'pg';
import type { Store } from '../../core/store.ts';
import { migrate, readSchemaState, refuseOldSchema } from '../migrate.ts';
import { migrations } from '../migrations/index.ts';
import type { OpenDeps } from '../open-deps.ts';
import { createRepositories } from '../repositories.ts';
import type { Tables } from '../schema.ts';
import { storeStopped } from '../unavailable.ts';
import { toOpenError } from './errors.ts';
import { createPool } from './pool.ts';
import { createTransaction } from './transaction.ts';

/** Replicas that start at once wait for each other on the lock that Kysely's migrator takes. */
const bringUpToDate = async (db: Kysely<unknown>, deps: OpenDeps): Promise<void> => {
  const known = deps.migrations ?? migrations;
  const { missing } = await readSchemaState(db, 'postgres', known);
  if (missing.length === 0) return;
  if (deps.readOnly === true) refuseOldSchema(missing);
  const { rows } = await sql<{ name: string }>`select current_schema() as name`.execute(db);
  await migrate(db, 'postgres', known, rows[0]?.name);
  deps.log.info('the schema of the store was brought up to date', { migrations: missing });
};

const createPostgresStore = (pool: pg.Pool, db: Kysely<Tables>, deps: OpenDeps): Store => {
  const { clock, log } = deps;
  const transaction = createTransaction({
    pool,
    bind: createRepositories({ kind: 'postgres', db }, clock.now),
    begin: deps.readOnly === true ? 'begin read only' : 'begin',
    clock,
    onError: (error) => log.error('after a transaction', { error: error.message }),
  });
  const underWay = new Set<Promise<unknown>>();
  let stopped: Promise<void> | undefined;

  const stop = async (): Promise<void> => {
    // Ending the pool would leave those without an answer that still wait for a connection.
    await Promise.allSettled(underWay);
    await pool.end();
  };
  const store: Store = {
    kind: 'postgres',
    transaction: async (work) => {
      if (stopped !== undefined) throw storeStopped();
      const result = transaction(work);
      underWay.add(result);
      try {
        return await result;
      } finally {
        underWay.delete(result);
      }
    },
    checkWritable: () => store.transaction((tx) => tx.meta.set('checked_at', String(clock.now()))),
    stop: () => (stopped ??= stop()),
  };
  return store;
};

/** Opens the PostgreSQL database at `url`. Errors as `openStore`. */
export const openPostgres = async (url: () => string, deps: OpenDeps): Promise<Store> => {
  const pool = createPool(url, deps.log);
  try {
    const dialect = new PostgresDialect({ pool });
    await bringUpToDate(new Kysely<unknown>({ dialect }), deps);
    return createPostgresStore(pool, new Kysely<Tables>({ dialect }), deps);
  } catch (thrown) {
    await pool.end();
    throw toOpenError(thrown);
  }
};
