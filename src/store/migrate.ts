import { type Kysely, sql } from 'kysely';
import { Migrator } from 'kysely/migration';
import { AppError, toError } from '../core/errors.ts';
import type { Migrations } from './migrations/index.ts';
import type { DatabaseKind } from './statement.ts';

const table = 'kysely_migration';

const tableExists = async (db: Kysely<unknown>, kind: DatabaseKind): Promise<boolean> => {
  const query =
    kind === 'sqlite'
      ? sql`select 1 from sqlite_master where type = 'table' and name = ${table}`
      : sql`select 1 where to_regclass(${table}) is not null`;
  return (await query.execute(db)).rows.length > 0;
};

const namesDone = async (db: Kysely<unknown>, kind: DatabaseKind): Promise<readonly string[]> => {
  if (!(await tableExists(db, kind))) return [];
  const { rows } = await sql<{ name: string }>`select name from ${sql.table(table)}`.execute(db);
  return rows.map((row) => row.name);
};

export interface SchemaState {
  /** Names of the migrations that have still to run; empty if the schema is the one the code knows. */
  readonly missing: readonly string[];
  /** Nothing was ever stored here. */
  readonly isNew: boolean;
}

/** Throws AppError (config) if a newer version of the code has written this store. */
export const readSchemaState = async (
  db: Kysely<unknown>,
  kind: DatabaseKind,
  known: Migrations,
): Promise<SchemaState> => {
  const done = await namesDone(db, kind);
  const unknown = done.filter((name) => !Object.hasOwn(known, name));
  if (unknown.length > 0)
    throw new AppError(
      `The store was written by a newer version of Trailwarden (it has ${unknown.join(', ')}).`,
      {
        kind: 'config',
        code: 'store_newer',
        hint: 'Run that version or a later one, or restore a copy from before it: npm run store -- restore FILE',
      },
    );
  const missing = Object.keys(known).filter((name) => !done.includes(name));
  return { missing, isNew: done.length === 0 };
};

/** Throws AppError (config): whoever only looks does not change the schema. */
export const refuseOldSchema = (missing: readonly string[]): never => {
  throw new AppError(`The store's schema is older than this version (${missing.join(', ')}).`, {
    kind: 'config',
    code: 'store_older',
    hint: 'Start the bot once; it brings the schema up to date.',
  });
};

/** Runs what is missing, all of it in one transaction: a kill leaves the schema as it was. */
export const migrate = async (
  db: Kysely<unknown>,
  kind: DatabaseKind,
  known: Migrations,
  schema?: string,
): Promise<void> => {
  const entries = Object.entries(known).map(
    ([name, up]) => [name, { up: (trx: Kysely<unknown>) => up(trx, kind) }] as const,
  );
  const migrator = new Migrator({
    db,
    provider: { getMigrations: () => Promise.resolve(Object.fromEntries(entries)) },
    ...(schema === undefined ? {} : { migrationTableSchema: schema }),
  });
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined)
    throw new AppError(`The store's schema could not be changed: ${toError(error).message}`, {
      kind: 'upstream',
      code: 'store_migration_failed',
      retryable: true,
      cause: error,
    });
};
