import { type Kysely, sql } from 'kysely';
import type { DatabaseKind } from '../statement.ts';
import { key, required, serial } from './columns.ts';

type Db = Kysely<unknown>;

const createInbox = async (db: Db, kind: DatabaseKind): Promise<void> => {
  const id = serial(kind);
  await db.schema
    .createTable('inbox')
    .addColumn('id', id.type, id.column)
    .addColumn('topic_arn', 'text', required)
    .addColumn('message_id', 'text', required)
    .addColumn('via', 'text', required)
    .addColumn('received_at', 'bigint', required)
    .addColumn('envelope', 'text', required)
    .addColumn('state', 'text', required)
    .addColumn('due_at', 'bigint', required)
    .addColumn('attempts', 'integer', required)
    .addColumn('error', 'text')
    .addColumn('done_at', 'bigint')
    .addUniqueConstraint('inbox_message', ['topic_arn', 'message_id'])
    .execute();
  await sql`create index inbox_waiting on inbox (id, due_at) where state = 'waiting'`.execute(db);
  await sql`create index inbox_quarantined on inbox (id) where state = 'quarantined'`.execute(db);
  await sql`create index inbox_received on inbox (received_at)`.execute(db);
};

const createIncidents = async (db: Db): Promise<void> => {
  await db.schema
    .createTable('incidents')
    .addColumn('id', 'text', key)
    .addColumn('key', 'text', required)
    .addColumn('phase', 'text', required)
    .addColumn('state', 'text', required)
    .addColumn('first_at', 'bigint', required)
    .addColumn('last_at', 'bigint', required)
    .addColumn('firings', 'integer', required)
    .addColumn('latest', 'text', required)
    .addColumn('revision', 'integer', required)
    .addColumn('created_at', 'bigint', required)
    .execute();
  await sql`create index incidents_key on incidents (key, last_at)`.execute(db);
  await sql`create index incidents_open on incidents (last_at)
    where phase in ('firing', 'unknown')`.execute(db);
};

const createTransitions = async (db: Db, kind: DatabaseKind): Promise<void> => {
  const seq = serial(kind);
  await db.schema
    .createTable('transitions')
    .addColumn('seq', seq.type, seq.column)
    .addColumn('incident_id', 'text', required)
    .addColumn('key', 'text', required)
    .addColumn('state', 'text', required)
    .addColumn('at', 'bigint', required)
    .addColumn('alert', 'text', required)
    .addColumn('inbox_id', 'bigint')
    .addColumn('via', 'text', required)
    .addColumn('received_at', 'bigint', required)
    .addUniqueConstraint('transitions_once', ['key', 'state', 'at'])
    .execute();
  await sql`create index transitions_incident on transitions (incident_id, at)`.execute(db);
};

const createPlacements = async (db: Db): Promise<void> => {
  await db.schema
    .createTable('placements')
    .addColumn('incident_id', 'text', required)
    .addColumn('channel', 'text', required)
    .addColumn('severity', 'integer', required)
    .addColumn('severity_reason', 'text', required)
    .addColumn('why', 'text', required)
    .addColumn('post_id', 'text')
    .addColumn('storm_id', 'text')
    .addPrimaryKeyConstraint('placements_pk', ['incident_id', 'channel'])
    .execute();
  await sql`create index placements_storm on placements (storm_id)
    where storm_id is not null`.execute(db);
};

const createPosts = async (db: Db, kind: DatabaseKind): Promise<void> => {
  const seq = serial(kind);
  await db.schema
    .createTable('posts')
    .addColumn('seq', seq.type, seq.column)
    .addColumn('id', 'text', (column) => column.notNull().unique())
    .addColumn('kind', 'text', required)
    .addColumn('channel', 'text', required)
    .addColumn('owner', 'text', required)
    .addColumn('parent_id', 'text')
    .addColumn('priority', 'integer', required)
    .addColumn('revision_wanted', 'integer', required)
    .addColumn('revision_sent', 'integer', required)
    .addColumn('ts', 'text')
    .addColumn('posted_in', 'text')
    .addColumn('attempt_at', 'bigint')
    .addColumn('attempts', 'integer', required)
    .addColumn('failing_since', 'bigint')
    .addColumn('due_at', 'bigint', required)
    .addColumn('state', 'text', required)
    .addColumn('error', 'text')
    .addColumn('plain', 'integer', required)
    .addColumn('broadcast', 'integer', required)
    .addColumn('meant_for', 'text')
    .addColumn('reason', 'text')
    .addColumn('lines', 'text', required)
    .addColumn('card', 'text')
    .addColumn('created_at', 'bigint', required)
    .addColumn('wanted_at', 'bigint', required)
    .execute();
  await createPostIndexes(db);
};

/** The two for due posts hold all that delivery asks of posts that are not its turn yet. */
const createPostIndexes = async (db: Db): Promise<void> => {
  await sql`create index posts_due on posts
    (channel, priority, created_at, seq, due_at, ts, parent_id) where state = 'due'`.execute(db);
  await sql`create index posts_urgent on posts
    (priority, created_at, seq, channel, due_at, ts, parent_id) where state = 'due'`.execute(db);
  await sql`create index posts_parked on posts (seq) where state = 'parked'`.execute(db);
  await sql`create index posts_owner on posts (owner, kind)`.execute(db);
  await sql`create index posts_unsent_reply on posts (parent_id)
    where kind = 'reply' and state = 'due' and ts is null and attempt_at is null`.execute(db);
  await sql`create index posts_recent on posts (channel, wanted_at) where kind = 'root'`.execute(
    db,
  );
};

const createChannels = async (db: Db): Promise<void> => {
  await db.schema
    .createTable('channels')
    .addColumn('channel', 'text', key)
    .addColumn('holder', 'text')
    .addColumn('fence', 'integer', required)
    .addColumn('lease_until', 'bigint', required)
    .addColumn('next_post_at', 'bigint', required)
    .addColumn('parked_until', 'bigint', required)
    .addColumn('unreachable_since', 'bigint')
    .addColumn('unreachable_reason', 'text')
    .execute();
  await db.schema
    .createTable('paces')
    .addColumn('pace', 'text', key)
    .addColumn('free_at', 'bigint', required)
    .execute();
};

const createStorms = async (db: Db): Promise<void> => {
  await db.schema
    .createTable('storms')
    .addColumn('id', 'text', key)
    .addColumn('channel', 'text', required)
    .addColumn('started_at', 'bigint', required)
    .addColumn('last_at', 'bigint', required)
    .addColumn('quiet_ms', 'bigint', required)
    .addColumn('ended_at', 'bigint')
    .addColumn('critical_roots', 'integer', required)
    .addColumn('revision', 'integer', required)
    .execute();
  await sql`create index storms_active on storms (channel) where ended_at is null`.execute(db);
};

const createDueWorkAndMeta = async (db: Db): Promise<void> => {
  await db.schema
    .createTable('due_work')
    .addColumn('id', 'text', key)
    .addColumn('kind', 'text', required)
    .addColumn('at', 'bigint', required)
    .addColumn('payload', 'text', required)
    .execute();
  await sql`create index due_work_at on due_work (at)`.execute(db);
  await db.schema
    .createTable('meta')
    .addColumn('key', 'text', key)
    .addColumn('value', 'text', required)
    .execute();
};

/** All tables as they were at first. */
export const first = async (db: Db, kind: DatabaseKind): Promise<void> => {
  await createInbox(db, kind);
  await createIncidents(db);
  await createTransitions(db, kind);
  await createPlacements(db);
  await createPosts(db, kind);
  await createChannels(db);
  await createStorms(db);
  await createDueWorkAndMeta(db);
};
