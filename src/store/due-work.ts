import type { DueStore, DueWork } from '../core/store.ts';
import type { DueWorkTable } from './schema.ts';
import {
  type Arg,
  type Builder,
  byKeys,
  constant,
  first,
  fromJson,
  type Session,
  statement,
} from './statement.ts';

const toDueWork = (row: DueWorkTable): DueWork => ({
  id: row.id,
  kind: row.kind,
  at: row.at,
  payload: fromJson(row.payload),
});

interface Put extends Omit<DueWork, 'payload'> {
  /** JSON. */
  readonly payload: string;
}

const statements = ({ db, kind }: Builder) => ({
  put: statement((arg: Arg<Put>) =>
    db
      .insertInto('due_work')
      .values({ id: arg('id'), kind: arg('kind'), at: arg('at'), payload: arg('payload') })
      .onConflict((conflict) =>
        conflict.column('id').doUpdateSet((eb) => ({
          kind: eb.ref('excluded.kind'),
          at: eb.ref('excluded.at'),
          payload: eb.ref('excluded.payload'),
        })),
      ),
  ),
  take: byKeys((kinds) =>
    statement((arg: Arg<{ now: number; limit: number }>) =>
      db
        .selectFrom('due_work')
        .selectAll()
        .where('kind', 'in', kinds.map(constant))
        .where('at', '<=', arg('now'))
        .orderBy('at')
        .limit(arg('limit')),
    ),
  ),
  get: statement((arg: Arg<{ id: string }>) =>
    db.selectFrom('due_work').selectAll().where('id', '=', arg('id')),
  ),
  lock: statement((arg: Arg<{ id: string }>) =>
    db
      .selectFrom('due_work')
      .selectAll()
      .where('id', '=', arg('id'))
      .$if(kind === 'postgres', (query) => query.forUpdate()),
  ),
  remove: statement((arg: Arg<{ id: string }>) =>
    db.deleteFrom('due_work').where('id', '=', arg('id')),
  ),
  nextAt: byKeys((kinds) =>
    statement(() =>
      db
        .selectFrom('due_work')
        .select('at')
        .where('kind', 'in', kinds.map(constant))
        .orderBy('at')
        .limit(1),
    ),
  ),
});

/** Work that was put off to a certain time. */
export const dueStore = (builder: Builder): ((session: Session) => DueStore) => {
  const { put, take, get, lock, remove, nextAt } = statements(builder);
  return (session) => ({
    put: async (work) => {
      const payload = JSON.stringify(work.payload ?? null);
      await session.run(put, { ...work, payload });
    },
    take: async (now, limit, kinds) =>
      (await session.rows(take(kinds), { now, limit })).map(toDueWork),
    get: async (id) => {
      const row = await first(session, get, { id });
      return row === undefined ? undefined : toDueWork(row);
    },
    lock: async (id) => {
      const row = await first(session, lock, { id });
      return row === undefined ? undefined : toDueWork(row);
    },
    remove: async (id) => {
      await session.run(remove, { id });
    },
    nextAt: async (kinds) => (await first(session, nextAt(kinds), {}))?.at,
  });
};
