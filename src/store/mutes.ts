import type { MuteStore } from '../core/evidence-store.ts';
import type { Mute } from '../core/mute.ts';
import type { MuteTable } from './schema.ts';
import { type Arg, type Builder, first, fromJson, type Session, statement } from './statement.ts';

type Put = Pick<Mute, 'id' | 'at' | 'until' | 'endedAt'> & { readonly body: string };

const toMute = ({ body }: Pick<MuteTable, 'body'>): Mute => {
  const { incidentId, secondBy, endedAt, ...mute } = fromJson<Mute>(body);
  // JSON has no undefined.
  return { ...mute, incidentId, secondBy, endedAt };
};

const statements = ({ db }: Builder) => {
  const rows = db.selectFrom('mutes').select('body');
  return {
    get: statement((arg: Arg<{ id: string }>) => rows.where('id', '=', arg('id'))),
    active: statement((arg: Arg<{ now: number }>) =>
      rows.where('until', '>', arg('now')).where('ended_at', 'is', null).orderBy('at', 'desc'),
    ),
    between: statement((arg: Arg<{ from: number; to: number }>) =>
      rows.where('at', '>=', arg('from')).where('at', '<=', arg('to')).orderBy('at'),
    ),
    put: statement((arg: Arg<Put>) =>
      db
        .insertInto('mutes')
        .values({
          id: arg('id'),
          at: arg('at'),
          until: arg('until'),
          ended_at: arg('endedAt'),
          body: arg('body'),
        })
        .onConflict((conflict) =>
          conflict.column('id').doUpdateSet((eb) => ({
            until: eb.ref('excluded.until'),
            ended_at: eb.ref('excluded.ended_at'),
            body: eb.ref('excluded.body'),
          })),
        ),
    ),
  };
};

/** Who wants to hear no more of what, and until when. */
export const muteStore = (builder: Builder): ((session: Session) => MuteStore) => {
  const { get, active, between, put } = statements(builder);
  return (session) => ({
    get: async (id) => {
      const row = await first(session, get, { id });
      return row === undefined ? undefined : toMute(row);
    },
    put: async (mute) => {
      await session.run(put, { ...mute, body: JSON.stringify(mute) });
    },
    active: async (now) => (await session.rows(active, { now })).map(toMute),
    between: async (from, to) => (await session.rows(between, { from, to })).map(toMute),
  });
};
