import { sql } from 'kysely';
import type { InboxRow, InboxStore, Received } from '../core/inbox-store.ts';
import type { InboxTable } from './schema.ts';
import { type Arg, type Builder, constant, first, type Session, statement } from './statement.ts';
import { toVia } from './via.ts';

type Row = Pick<
  InboxTable,
  'topic_arn' | 'message_id' | 'via' | 'received_at' | 'envelope' | 'attempts' | 'error'
> & { readonly id: number };

const toInboxRow = (row: Row): InboxRow => ({
  id: row.id,
  topicArn: row.topic_arn,
  messageId: row.message_id,
  via: toVia(row.via),
  receivedAt: row.received_at,
  envelope: row.envelope,
  attempts: row.attempts,
  error: row.error ?? undefined,
});

interface New extends Received {
  readonly state: InboxTable['state'];
  readonly error: string | undefined;
}

interface Failed {
  readonly id: number;
  readonly error: string;
}

const readStatements = ({ db, kind }: Builder) => {
  const rows = db
    .selectFrom('inbox')
    .select([
      'id',
      'topic_arn',
      'message_id',
      'via',
      'received_at',
      'envelope',
      'attempts',
      'error',
    ]);
  return {
    take: statement((arg: Arg<{ now: number; limit: number }>) =>
      rows
        .where('state', '=', constant('waiting'))
        .where('due_at', '<=', arg('now'))
        .orderBy('id')
        .limit(arg('limit'))
        .$if(kind === 'postgres', (query) => query.forUpdate().skipLocked()),
    ),
    quarantined: statement((arg: Arg<{ limit: number }>) =>
      rows.where('state', '=', constant('quarantined')).orderBy('id').limit(arg('limit')),
    ),
    get: statement((arg: Arg<{ id: number }>) => rows.where('id', '=', arg('id'))),
    arrival: statement((arg: Arg<{ topicArn: string; messageId: string }>) =>
      db
        .selectFrom('inbox')
        .select(['via', 'received_at', 'state', 'error'])
        .where('topic_arn', '=', arg('topicArn'))
        .where('message_id', '=', arg('messageId')),
    ),
  };
};

const countStatements = ({ db }: Builder) => ({
  countWaiting: statement(() =>
    db
      .selectFrom('inbox')
      .select((eb) => [eb.fn.countAll<number>().as('count'), eb.fn.min('received_at').as('oldest')])
      .where('state', '=', constant('waiting')),
  ),
  countQuarantined: statement(() =>
    db
      .selectFrom('inbox')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .where('state', '=', constant('quarantined')),
  ),
  received: statement((arg: Arg<{ from: number; to: number }>) =>
    db
      .selectFrom('inbox')
      .select((eb) => ['via' as const, eb.fn.countAll<number>().as('count')])
      .where('received_at', '>=', arg('from'))
      .where('received_at', '<', arg('to'))
      .groupBy('via'),
  ),
  lastReceivedAt: statement(() =>
    db
      .selectFrom('inbox')
      .select('received_at')
      .where('via', '<>', 'found-late')
      .orderBy('received_at', 'desc')
      .limit(1),
  ),
});

const writeStatements = ({ db, kind }: Builder) => ({
  add: statement((arg: Arg<New>) =>
    db
      .insertInto('inbox')
      .values({
        topic_arn: arg('topicArn'),
        message_id: arg('messageId'),
        via: arg('via'),
        received_at: arg('receivedAt'),
        envelope: arg('envelope'),
        state: arg('state'),
        due_at: arg('receivedAt'),
        attempts: 0,
        error: arg('error'),
      })
      .onConflict((conflict) => conflict.columns(['topic_arn', 'message_id']).doNothing()),
  ),
  markDone: statement((arg: Arg<{ ids: readonly number[]; now: number }>) =>
    db
      .updateTable('inbox')
      .set({ state: 'done', done_at: arg('now') })
      .where(
        'id',
        'in',
        kind === 'sqlite'
          ? sql<number>`(select value from json_each(${arg('ids')}))`
          : sql<number>`(select value::bigint from json_array_elements_text(${arg('ids')}::json))`,
      ),
  ),
  retryLater: statement((arg: Arg<Failed & { retryAt: number }>) =>
    db
      .updateTable('inbox')
      .set((eb) => ({
        due_at: arg('retryAt'),
        error: arg('error'),
        attempts: eb('attempts', '+', 1),
      }))
      .where('id', '=', arg('id')),
  ),
  quarantine: statement((arg: Arg<Failed>) =>
    db
      .updateTable('inbox')
      .set((eb) => ({
        state: 'quarantined',
        error: arg('error'),
        attempts: eb('attempts', '+', 1),
      }))
      .where('id', '=', arg('id')),
  ),
  requeue: statement((arg: Arg<{ id: number }>) =>
    db
      .updateTable('inbox')
      .set({ state: 'waiting', due_at: 0, attempts: 0, error: null })
      .where('id', '=', arg('id'))
      .where('state', '=', constant('quarantined')),
  ),
  prune: statement((arg: Arg<{ before: number }>) =>
    db.deleteFrom('inbox').where('state', '=', 'done').where('received_at', '<', arg('before')),
  ),
});

/** Notifications as they were accepted; see the port for what each method promises. */
export const inboxStore = (builder: Builder): ((session: Session) => InboxStore) => {
  const read = readStatements(builder);
  const count = countStatements(builder);
  const write = writeStatements(builder);
  return (session) => ({
    add: async (received) =>
      (await session.run(write.add, { ...received, state: 'waiting', error: undefined })) > 0,
    addQuarantined: async (received, error) =>
      (await session.run(write.add, { ...received, state: 'quarantined', error })) > 0,
    take: async (now, limit) => (await session.rows(read.take, { now, limit })).map(toInboxRow),
    markDone: async (ids, now) => {
      if (ids.length > 0) await session.run(write.markDone, { ids, now });
    },
    retryLater: async (id, retryAt, error) => {
      await session.run(write.retryLater, { id, retryAt, error });
    },
    quarantine: async (id, error) => {
      await session.run(write.quarantine, { id, error });
    },
    quarantined: async (limit) => (await session.rows(read.quarantined, { limit })).map(toInboxRow),
    requeue: async (id) => (await session.run(write.requeue, { id })) > 0,
    get: async (id) => {
      const row = await first(session, read.get, { id });
      return row === undefined ? undefined : toInboxRow(row);
    },
    arrival: async (topicArn, messageId) => {
      const row = await first(session, read.arrival, { topicArn, messageId });
      if (row === undefined) return undefined;
      const { state, error } = row;
      return { via: toVia(row.via), receivedAt: row.received_at, state, error: error ?? undefined };
    },
    counts: async () => {
      const waiting = await first(session, count.countWaiting, {});
      const quarantined = await first(session, count.countQuarantined, {});
      return {
        waiting: waiting?.count ?? 0,
        quarantined: quarantined?.count ?? 0,
        oldestWaitingAt: waiting?.oldest ?? undefined,
      };
    },
    received: async (from, to) =>
      Object.fromEntries(
        (await session.rows(count.received, { from, to })).map((row) => [
          toVia(row.via),
          row.count,
        ]),
      ),
    lastReceivedAt: async () => (await first(session, count.lastReceivedAt, {}))?.received_at,
    prune: (before) => session.run(write.prune, { before }),
  });
};
