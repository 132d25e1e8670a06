import type { Storm, StormStore } from '../core/channel-store.ts';
import type { StormTable } from './schema.ts';
import { type Arg, type Builder, first, type Session, statement } from './statement.ts';

const toStorm = (row: StormTable): Storm => ({
  id: row.id,
  channel: row.channel,
  startedAt: row.started_at,
  lastAt: row.last_at,
  quietMs: row.quiet_ms,
  endedAt: row.ended_at ?? undefined,
  criticalRoots: row.critical_roots,
  revision: row.revision,
});

const statements = ({ db }: Builder) => ({
  active: statement((arg: Arg<{ channel: string }>) =>
    db
      .selectFrom('storms')
      .selectAll()
      .where('channel', '=', arg('channel'))
      .where('ended_at', 'is', null)
      .orderBy('started_at', 'desc')
      .limit(1),
  ),
  get: statement((arg: Arg<{ id: string }>) =>
    db.selectFrom('storms').selectAll().where('id', '=', arg('id')),
  ),
  put: statement((arg: Arg<Storm>) =>
    db
      .insertInto('storms')
      .values({
        id: arg('id'),
        channel: arg('channel'),
        started_at: arg('startedAt'),
        last_at: arg('lastAt'),
        quiet_ms: arg('quietMs'),
        ended_at: arg('endedAt'),
        critical_roots: arg('criticalRoots'),
        revision: arg('revision'),
      })
      .onConflict((conflict) =>
        conflict.column('id').doUpdateSet((eb) => ({
          last_at: eb.ref('excluded.last_at'),
          quiet_ms: eb.ref('excluded.quiet_ms'),
          ended_at: eb.ref('excluded.ended_at'),
          critical_roots: eb.ref('excluded.critical_roots'),
          revision: eb.ref('excluded.revision'),
        })),
      ),
  ),
});

/** Storms, one at a time in a channel. */
export const stormStore = (builder: Builder): ((session: Session) => StormStore) => {
  const { active, get, put } = statements(builder);
  return (session) => ({
    active: async (channel) => {
      const row = await first(session, active, { channel });
      return row === undefined ? undefined : toStorm(row);
    },
    get: async (id) => {
      const row = await first(session, get, { id });
      return row === undefined ? undefined : toStorm(row);
    },
    put: async (storm) => {
      await session.run(put, storm);
    },
  });
};
