import type { Act } from '../core/act.ts';
import type { ActStore } from '../core/evidence-store.ts';
import { untrusted } from '../core/text.ts';
import type { ActTable } from './schema.ts';
import { type Arg, type Builder, type Session, statement } from './statement.ts';

const kinds: readonly Act['kind'][] = [
  'acknowledged',
  'muted',
  'mute-ended',
  'resolved',
  'auto-resolved',
  'paged',
  'reminded',
  'escalated',
];

const toKind = (text: string): Act['kind'] => {
  const kind = kinds.find((one) => one === text);
  if (kind === undefined) throw new Error(`the store holds an act of unknown kind ${text}`);
  return kind;
};

const toAct = (row: Omit<ActTable, 'seq'>): Act => ({
  incidentId: row.incident_id,
  kind: toKind(row.kind),
  by: row.done_by ?? undefined,
  at: row.at,
  detail: row.detail === null ? undefined : untrusted(row.detail),
});

type Add = Omit<Act, 'detail'> & { readonly detail: string | undefined };

const statements = ({ db }: Builder) => ({
  add: statement((arg: Arg<Add>) =>
    db.insertInto('acts').values({
      incident_id: arg('incidentId'),
      kind: arg('kind'),
      done_by: arg('by'),
      at: arg('at'),
      detail: arg('detail'),
    }),
  ),
  of: statement((arg: Arg<{ incidentId: string }>) =>
    db.selectFrom('acts').selectAll().where('incident_id', '=', arg('incidentId')).orderBy('seq'),
  ),
});

/** What was done to incidents, by people and by the bot. */
export const actStore = (builder: Builder): ((session: Session) => ActStore) => {
  const { add, of } = statements(builder);
  return (session) => ({
    add: async (act) => {
      await session.run(add, { ...act, detail: act.detail?.untrusted });
    },
    of: async (incidentId) => (await session.rows(of, { incidentId })).map(toAct),
  });
};
