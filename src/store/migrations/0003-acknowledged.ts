import type { Kysely } from 'kysely';

/** Who took an incident over, and when. */
export const acknowledged = async (db: Kysely<unknown>): Promise<void> => {
  // SQLite adds one column a statement.
  await db.schema.alterTable('incidents').addColumn('acknowledged_by', 'text').execute();
  await db.schema.alterTable('incidents').addColumn('acknowledged_at', 'bigint').execute();
};
