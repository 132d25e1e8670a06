import { sql } from 'kysely';
import type { IncidentStore, Placement, StormMember } from '../core/incident-store.ts';
import { type Severity, severities } from '../core/severity.ts';
import { toAcknowledged } from './acknowledged.ts';
import { toPhase } from './phase.ts';
import type { IncidentTable, PlacementTable } from './schema.ts';
import {
  type Arg,
  type Builder,
  constant,
  fromJson,
  type Session,
  statement,
} from './statement.ts';

type Placements = Pick<IncidentStore, 'placements' | 'putPlacement' | 'stormMembers'>;

const toSeverity = (rank: number): Severity => severities[rank] ?? 'high';

const toPlacement = (row: PlacementTable): Placement => ({
  incidentId: row.incident_id,
  channel: row.channel,
  severity: { level: toSeverity(row.severity), reason: row.severity_reason },
  why: row.why,
  postId: row.post_id ?? undefined,
  stormId: row.storm_id ?? undefined,
});

type MemberRow = Pick<
  IncidentTable & PlacementTable,
  | 'incident_id'
  | 'phase'
  | 'state'
  | 'firings'
  | 'last_at'
  | 'latest'
  | 'acknowledged_by'
  | 'acknowledged_at'
  | 'severity'
  | 'post_id'
>;

const toMember = (row: MemberRow): StormMember => ({
  incidentId: row.incident_id,
  phase: toPhase(row.phase),
  state: row.state,
  firings: row.firings,
  lastAt: row.last_at,
  latest: fromJson(row.latest),
  severity: toSeverity(row.severity),
  postId: row.post_id ?? undefined,
  acknowledged: toAcknowledged(row),
});

interface Put extends Omit<Placement, 'severity'> {
  readonly severity: number;
  readonly severityReason: string;
}

const statements = ({ db }: Builder) => ({
  ofIncident: statement((arg: Arg<{ incidentId: string }>) =>
    db
      .selectFrom('placements')
      .selectAll()
      .where('incident_id', '=', arg('incidentId'))
      .orderBy('channel'),
  ),
  put: statement((arg: Arg<Put>) =>
    db
      .insertInto('placements')
      .values({
        incident_id: arg('incidentId'),
        channel: arg('channel'),
        severity: arg('severity'),
        severity_reason: arg('severityReason'),
        why: arg('why'),
        post_id: arg('postId'),
        storm_id: arg('stormId'),
      })
      .onConflict((conflict) =>
        conflict.columns(['incident_id', 'channel']).doUpdateSet((eb) => ({
          severity: eb.ref('excluded.severity'),
          severity_reason: eb.ref('excluded.severity_reason'),
          why: eb.ref('excluded.why'),
          post_id: eb.ref('excluded.post_id'),
          storm_id: eb.ref('excluded.storm_id'),
        })),
      ),
  ),
  ofStorm: statement((arg: Arg<{ stormId: string }>) =>
    db
      .selectFrom('placements as p')
      .innerJoin('incidents as i', 'i.id', 'p.incident_id')
      .select(['p.incident_id', 'i.phase', 'i.state', 'i.firings', 'i.last_at', 'i.latest'])
      .select(['i.acknowledged_by', 'i.acknowledged_at', 'p.severity', 'p.post_id'])
      .where('p.storm_id', '=', arg('stormId'))
      .orderBy('p.severity')
      .orderBy((eb) =>
        eb.case().when('i.phase', '=', constant('firing')).then(sql.lit(0)).else(sql.lit(1)).end(),
      )
      .orderBy('i.last_at', 'desc')
      .orderBy('p.incident_id'),
  ),
});

/** Which incident is shown in which channel, by which message. */
export const placementStore = (builder: Builder): ((session: Session) => Placements) => {
  const { ofIncident, put, ofStorm } = statements(builder);
  return (session) => ({
    placements: async (incidentId) =>
      (await session.rows(ofIncident, { incidentId })).map(toPlacement),
    putPlacement: async (placement) => {
      await session.run(put, {
        ...placement,
        severity: severities.indexOf(placement.severity.level),
        severityReason: placement.severity.reason,
      });
    },
    stormMembers: async (stormId) => (await session.rows(ofStorm, { stormId })).map(toMember),
  });
};
