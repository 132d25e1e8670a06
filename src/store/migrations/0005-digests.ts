import { type Kysely, sql } from 'kysely';
import { key, required } from './columns.ts';

const createSchedules = (db: Kysely<unknown>): Promise<void> =>
  db.schema
    .createTable('digest_schedules')
    .addColumn('digest', 'text', key)
    .addColumn('cron', 'text', required)
    .addColumn('zone', 'text', required)
    .addColumn('from_at', 'bigint', required)
    .execute();

const createRuns = (db: Kysely<unknown>): Promise<void> =>
  db.schema
    .createTable('digest_runs')
    .addColumn('digest', 'text', required)
    .addColumn('due_at', 'bigint', required)
    .addColumn('claimed_at', 'bigint', required)
    .addColumn('sent_at', 'bigint')
    .addColumn('fail', 'integer')
    .addColumn('warn', 'integer')
    .addPrimaryKeyConstraint('digest_runs_pk', ['digest', 'due_at'])
    .execute();

const createSnapshots = async (db: Kysely<unknown>): Promise<void> => {
  await db.schema
    .createTable('digest_snapshots')
    .addColumn('digest', 'text', required)
    .addColumn('due_at', 'bigint', required)
    .addColumn('section', 'text', required)
    .addColumn('subject', 'text', required)
    .addColumn('body', 'text', required)
    .addPrimaryKeyConstraint('digest_snapshots_pk', ['digest', 'due_at', 'section', 'subject'])
    .execute();
  await sql`create index digest_snapshots_subject
    on digest_snapshots (section, subject, due_at)`.execute(db);
};

/** Since when a digest is due how often, which were sent, and what they found. */
export const digests = async (db: Kysely<unknown>): Promise<void> => {
  await createSchedules(db);
  await createRuns(db);
  await createSnapshots(db);
};
