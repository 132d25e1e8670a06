import { type Kysely, sql } from 'kysely';
import type { DatabaseKind } from '../statement.ts';
import { key, required, serial } from './columns.ts';

/** What an incident is of the catalogue, and how it ended. */
const extendIncidents = async (db: Kysely<unknown>): Promise<void> => {
  // SQLite adds one column a statement.
  await db.schema.alterTable('incidents').addColumn('detection', 'text').execute();
  await db.schema.alterTable('incidents').addColumn('ok_since', 'bigint').execute();
  await db.schema.alterTable('incidents').addColumn('closed', 'text').execute();
  await sql`create index incidents_created on incidents (created_at, id)`.execute(db);
};

const createEvidence = async (db: Kysely<unknown>): Promise<void> => {
  await db.schema
    .createTable('evidence')
    .addColumn('incident_id', 'text', key)
    .addColumn('body', 'text', required)
    .execute();
  await db.schema
    .createTable('evidence_events')
    .addColumn('event_id', 'text', key)
    .addColumn('incident_id', 'text', required)
    .addColumn('at', 'bigint', required)
    .execute();
  await sql`create index evidence_events_at on evidence_events (at)`.execute(db);
};

const createMutes = async (db: Kysely<unknown>): Promise<void> => {
  await db.schema
    .createTable('mutes')
    .addColumn('id', 'text', key)
    .addColumn('at', 'bigint', required)
    .addColumn('until', 'bigint', required)
    .addColumn('ended_at', 'bigint')
    .addColumn('body', 'text', required)
    .execute();
  await sql`create index mutes_until on mutes (until)`.execute(db);
};

const createActs = async (db: Kysely<unknown>, kind: DatabaseKind): Promise<void> => {
  const seq = serial(kind);
  await db.schema
    .createTable('acts')
    .addColumn('seq', seq.type, seq.column)
    .addColumn('incident_id', 'text', required)
    .addColumn('kind', 'text', required)
    .addColumn('done_by', 'text')
    .addColumn('at', 'bigint', required)
    .addColumn('detail', 'text')
    .execute();
  await sql`create index acts_incident on acts (incident_id, seq)`.execute(db);
};

/** What tripped an incident, who silenced what, and what people did. */
export const evidence = async (db: Kysely<unknown>, kind: DatabaseKind): Promise<void> => {
  await extendIncidents(db);
  await createEvidence(db);
  await createMutes(db);
  await createActs(db, kind);
};
