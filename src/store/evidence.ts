import type { EvidenceStore } from '../core/evidence-store.ts';
import type { EvidenceEventTable } from './schema.ts';
import { type Arg, type Builder, first, fromJson, type Session, statement } from './statement.ts';

interface Claim {
  readonly eventId: string;
  readonly incidentId: string;
  readonly at: number;
}

const statements = ({ db }: Builder) => ({
  get: statement((arg: Arg<{ incidentId: string }>) =>
    db.selectFrom('evidence').selectAll().where('incident_id', '=', arg('incidentId')),
  ),
  put: statement((arg: Arg<{ incidentId: string; body: string }>) =>
    db
      .insertInto('evidence')
      .values({ incident_id: arg('incidentId'), body: arg('body') })
      .onConflict((conflict) =>
        conflict.column('incident_id').doUpdateSet((eb) => ({ body: eb.ref('excluded.body') })),
      ),
  ),
  claim: statement((arg: Arg<Claim>) =>
    db
      .insertInto('evidence_events')
      .values({ event_id: arg('eventId'), incident_id: arg('incidentId'), at: arg('at') })
      .onConflict((conflict) => conflict.column('event_id').doNothing()),
  ),
  holder: statement((arg: Arg<Pick<EvidenceEventTable, 'event_id'>>) =>
    db.selectFrom('evidence_events').select('incident_id').where('event_id', '=', arg('event_id')),
  ),
  prune: statement((arg: Arg<{ before: number }>) =>
    db.deleteFrom('evidence_events').where('at', '<', arg('before')),
  ),
});

/** What tripped an incident, and which incident an event stands in. */
export const evidenceStore = (builder: Builder): ((session: Session) => EvidenceStore) => {
  const { get, put, claim, holder, prune } = statements(builder);
  return (session) => ({
    get: async (incidentId) => {
      const row = await first(session, get, { incidentId });
      return row === undefined ? undefined : fromJson(row.body);
    },
    put: async (evidence) => {
      const { incidentId } = evidence;
      await session.run(put, { incidentId, body: JSON.stringify(evidence) });
    },
    claim: async (eventId, incidentId, at) => {
      await session.run(claim, { eventId, incidentId, at });
      return (await first(session, holder, { event_id: eventId }))?.incident_id ?? incidentId;
    },
    holder: async (eventId) => (await first(session, holder, { event_id: eventId }))?.incident_id,
    prune: (before) => session.run(prune, { before }),
  });
};
