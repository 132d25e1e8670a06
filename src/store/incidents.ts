import { sql } from 'kysely';
import type { Alert } from '../core/alert.ts';
import type { AlertKey } from '../core/ids.ts';
import type { Closure, Incident, IncidentStore } from '../core/incident-store.ts';
import { toAcknowledged } from './acknowledged.ts';
import { toPhase } from './phase.ts';
import { placementStore } from './placements.ts';
import type { IncidentTable } from './schema.ts';
import {
  type Arg,
  type Builder,
  constant,
  first,
  fromJson,
  type Session,
  statement,
} from './statement.ts';
import { transitionStore } from './transitions.ts';

/** JSON has no undefined. */
const toClosure = (text: string): Closure => {
  const closed: Closure = fromJson(text);
  return { ...closed, by: closed.by };
};

const toIncident = (row: IncidentTable): Incident => {
  const latest: Alert = fromJson(row.latest);
  return {
    id: row.id,
    key: latest.key,
    phase: toPhase(row.phase),
    state: row.state,
    firstAt: row.first_at,
    lastAt: row.last_at,
    firings: row.firings,
    latest,
    revision: row.revision,
    createdAt: row.created_at,
    acknowledged: toAcknowledged(row),
    detection: row.detection ?? undefined,
    okSince: row.ok_since ?? undefined,
    closed: row.closed === null ? undefined : toClosure(row.closed),
  };
};

interface Put extends Omit<Incident, 'acknowledged'> {
  readonly acknowledgedBy: string | undefined;
  readonly acknowledgedAt: number | undefined;
}

const putStatement = ({ db }: Builder) =>
  statement((arg: Arg<Put>) =>
    db
      .insertInto('incidents')
      .values({
        id: arg('id'),
        key: arg('key'),
        phase: arg('phase'),
        state: arg('state'),
        first_at: arg('firstAt'),
        last_at: arg('lastAt'),
        firings: arg('firings'),
        latest: arg('latest'),
        revision: arg('revision'),
        created_at: arg('createdAt'),
        acknowledged_by: arg('acknowledgedBy'),
        acknowledged_at: arg('acknowledgedAt'),
        detection: arg('detection'),
        ok_since: arg('okSince'),
        closed: arg('closed'),
      })
      .onConflict((conflict) =>
        conflict.column('id').doUpdateSet((eb) => ({
          phase: eb.ref('excluded.phase'),
          state: eb.ref('excluded.state'),
          first_at: eb.ref('excluded.first_at'),
          last_at: eb.ref('excluded.last_at'),
          firings: eb.ref('excluded.firings'),
          latest: eb.ref('excluded.latest'),
          revision: eb.ref('excluded.revision'),
          acknowledged_by: eb.ref('excluded.acknowledged_by'),
          acknowledged_at: eb.ref('excluded.acknowledged_at'),
          detection: eb.ref('excluded.detection'),
          ok_since: eb.ref('excluded.ok_since'),
          closed: eb.ref('excluded.closed'),
        })),
      ),
  );

const statements = ({ db }: Builder) => {
  const rows = db.selectFrom('incidents').selectAll();
  return {
    // Held until the transaction ends: two replicas never fold the same key at once.
    lockKey: statement((arg: Arg<{ key: AlertKey }>) =>
      db.selectNoFrom(sql`pg_advisory_xact_lock(hashtext(${arg('key')}))`.as('lock')),
    ),
    byKey: statement((arg: Arg<{ key: AlertKey; limit: number }>) =>
      rows
        .where('key', '=', arg('key'))
        .orderBy('last_at', 'desc')
        .orderBy('created_at', 'desc')
        .limit(arg('limit')),
    ),
    get: statement((arg: Arg<{ id: string }>) => rows.where('id', '=', arg('id'))),
    open: statement((arg: Arg<{ limit: number }>) =>
      rows
        .where('phase', 'in', [constant('firing'), constant('unknown')])
        .orderBy('last_at', 'desc')
        .limit(arg('limit')),
    ),
    // By (created_at, id), from behind `after`; an empty id comes before all.
    between: statement((arg: Arg<{ from: number; to: number; limit: number; after: string }>) =>
      rows
        .where((eb) =>
          eb.or([
            eb('created_at', '>', arg('from')),
            eb.and([eb('created_at', '=', arg('from')), eb('id', '>', arg('after'))]),
          ]),
        )
        .where('created_at', '<=', arg('to'))
        .orderBy('created_at')
        .orderBy('id')
        .limit(arg('limit')),
    ),
  };
};

/** What happened, with its transitions and where it is shown. */
export const incidentStore = (builder: Builder): ((session: Session) => IncidentStore) => {
  const { lockKey, byKey, get, open, between } = statements(builder);
  const put = putStatement(builder);
  const transitions = transitionStore(builder);
  const placements = placementStore(builder);
  return (session) => ({
    ...transitions(session),
    ...placements(session),
    byKey: async (key, limit) => {
      if (builder.kind === 'postgres') await session.rows(lockKey, { key });
      return (await session.rows(byKey, { key, limit })).map(toIncident);
    },
    get: async (id) => {
      const row = await first(session, get, { id });
      return row === undefined ? undefined : toIncident(row);
    },
    put: async (incident) => {
      const { acknowledged } = incident;
      await session.run(put, {
        ...incident,
        acknowledgedBy: acknowledged?.by,
        acknowledgedAt: acknowledged?.at,
      });
    },
    between: async (from, to, limit, after) => {
      const last = after === undefined ? undefined : await first(session, get, { id: after });
      const args = { from: last?.created_at ?? from, to, limit, after: last?.id ?? '' };
      return (await session.rows(between, args)).map(toIncident);
    },
    open: async (limit) => (await session.rows(open, { limit })).map(toIncident),
  });
};
