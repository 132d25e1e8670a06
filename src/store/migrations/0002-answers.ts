import { type Kysely, sql } from 'kysely';
import { key, required } from './columns.ts';

const createAnswers = async (db: Kysely<unknown>): Promise<void> => {
  await db.schema
    .createTable('answers')
    .addColumn('id', 'text', key)
    .addColumn('asker', 'text', required)
    .addColumn('expires_at', 'bigint', required)
    .addColumn('body', 'text', required)
    .execute();
  await sql`create index answers_expiry on answers (expires_at)`.execute(db);
};

/** The database does not count `seq` up: its own counters leave gaps when a transaction fails. */
const createAudit = async (db: Kysely<unknown>): Promise<void> => {
  await db.schema
    .createTable('audit')
    .addColumn('seq', 'bigint', key)
    .addColumn('at', 'bigint', required)
    .addColumn('who', 'text', required)
    .addColumn('channel', 'text', required)
    .addColumn('what', 'text', required)
    .addColumn('detail', 'text', required)
    .addColumn('accounts', 'text', required)
    .addColumn('outcome', 'text', required)
    .addColumn('reason', 'text', required)
    .addColumn('hash', 'text', required)
    .execute();
};

/** Answers that are kept for their askers, and the audit log. */
export const answers = async (db: Kysely<unknown>): Promise<void> => {
  await createAnswers(db);
  await createAudit(db);
};
