import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import { SqliteAdapter, SqliteDialect } from 'kysely';

/** Kysely takes SQLite's DDL for not transactional, but it is; one kill must not leave half a schema. */
class TransactionalAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

class NodeSqliteDialect extends SqliteDialect {
  override createAdapter(): TransactionalAdapter {
    return new TransactionalAdapter();
  }
}

const isInput = (value: unknown): value is SQLInputValue =>
  value === null || ['string', 'number', 'bigint'].includes(typeof value);

/** Kysely on `node:sqlite`: for compiling queries and for migrations, not for the hot path. */
export const nodeSqliteDialect = (database: DatabaseSync): SqliteDialect =>
  new NodeSqliteDialect({
    database: {
      close: () => database.close(),
      prepare: (text) => {
        const prepared = database.prepare(text);
        return {
          reader: prepared.columns().length > 0,
          all: (parameters) => prepared.all(...parameters.filter(isInput)),
          run: (parameters) => prepared.run(...parameters.filter(isInput)),
          iterate: (parameters) => prepared.iterate(...parameters.filter(isInput)),
        };
      },
    },
  });
