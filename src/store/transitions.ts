import type { Alert } from '../core/alert.ts';
import type { AlertKey } from '../core/ids.ts';
import type { IncidentStore, Transition } from '../core/incident-store.ts';
import type { TransitionTable } from './schema.ts';
import { type Arg, type Builder, first, fromJson, type Session, statement } from './statement.ts';
import { toVia } from './via.ts';

type Transitions = Pick<IncidentStore, 'addTransition' | 'transitions' | 'hasTransitionNear'>;
type Row = Omit<TransitionTable, 'seq'>;

const toTransition = (row: Row): Transition => ({
  incidentId: row.incident_id,
  alert: fromJson<Alert>(row.alert),
  inboxId: row.inbox_id ?? undefined,
  via: toVia(row.via),
  receivedAt: row.received_at,
});

interface Near {
  readonly key: AlertKey;
  readonly state: string;
  readonly from: number;
  readonly until: number;
}

interface New extends Transition {
  readonly key: AlertKey;
  readonly state: string;
  readonly at: number;
}

const statements = ({ db }: Builder) => ({
  add: statement((arg: Arg<New>) =>
    db
      .insertInto('transitions')
      .values({
        incident_id: arg('incidentId'),
        key: arg('key'),
        state: arg('state'),
        at: arg('at'),
        alert: arg('alert'),
        inbox_id: arg('inboxId'),
        via: arg('via'),
        received_at: arg('receivedAt'),
      })
      .onConflict((conflict) => conflict.columns(['key', 'state', 'at']).doNothing()),
  ),
  ofIncident: statement((arg: Arg<{ incidentId: string }>) =>
    db
      .selectFrom('transitions')
      .selectAll()
      .where('incident_id', '=', arg('incidentId'))
      .orderBy('at')
      .orderBy('seq'),
  ),
  near: statement((arg: Arg<Near>) =>
    db
      .selectFrom('transitions')
      .select('seq')
      .where('key', '=', arg('key'))
      .where('state', '=', arg('state'))
      .where('at', '>=', arg('from'))
      .where('at', '<=', arg('until'))
      .limit(1),
  ),
});

/** Every change of state that was ever counted, once each. */
export const transitionStore = (builder: Builder): ((session: Session) => Transitions) => {
  const { add, ofIncident, near } = statements(builder);
  return (session) => ({
    addTransition: async (transition) => {
      const { key, state, at } = transition.alert;
      return (await session.run(add, { ...transition, key, state, at })) > 0;
    },
    transitions: async (incidentId) =>
      (await session.rows(ofIncident, { incidentId })).map(toTransition),
    hasTransitionNear: async (key, state, at, withinMs) => {
      const window = { from: at - withinMs, until: at + withinMs };
      return (await first(session, near, { key, state, ...window })) !== undefined;
    },
  });
};
