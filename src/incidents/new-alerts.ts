import type { Alert, Destination } from '../core/alert.ts';
import type { Evidence } from '../core/evidence.ts';
import type { Incident } from '../core/incident-store.ts';
import type { Tx } from '../core/store.ts';
import { graded } from './grade.ts';
import { planLooks } from './looks.ts';
import { planNormality } from './normality-errand.ts';
import type { Recorded, Source } from './record.ts';
import type { Revise } from './revise.ts';
import { createShowRecorded, type Known, type ShowRecordedDeps } from './show-recorded.ts';
import type { Sieve } from './sieve.ts';
import { takeRecords } from './take-evidence.ts';

export interface NewAlertsDeps extends ShowRecordedDeps {
  readonly record: (tx: Tx, alert: Alert, source: Source) => Promise<Recorded>;
  readonly destinations: (alert: Alert) => readonly Destination[];
  readonly revise: Revise;
  readonly sieve: Sieve;
  /** Called in the transaction after which evidence stands under an incident. */
  readonly arrived: (tx: Tx, incident: Incident, evidence: Evidence) => Promise<void>;
  /** Is there anybody who can look for what tripped an alarm? */
  readonly canLook: boolean;
  /** Called as soon as an errand can be seen. */
  readonly errandWanted: () => void;
  readonly now: () => number;
}

/** Calls of one go come one after the other; they are asked about together. */
const sessionMs = 30_000;

const incidentOf = (recorded: Known): Incident =>
  recorded.kind === 'change' ? recorded.change.incident : recorded.incident;

const withIncident = (recorded: Known, incident: Incident): Known =>
  recorded.kind === 'change'
    ? { kind: 'change', change: { ...recorded.change, incident } }
    : { kind: 'repeat', incident };

/** Takes an alert in: counts it, keeps the records it brings, and shows what it changed. */
export const createNewAlerts = (deps: NewAlertsDeps) => {
  const { sieve, record, destinations, revise, arrived, canLook, errandWanted, now } = deps;
  const showRecorded = createShowRecorded(deps);

  /** What is shown in other incidents already: those say that it was also told here. */
  const sayAlso = async (tx: Tx, { elsewhere = [] }: Evidence, { name, source }: Alert) => {
    for (const { incidentId } of elsewhere) {
      const line = ['Also reported by ', name, ` (${source}).`];
      await revise(tx, { id: incidentId }, { line, broadcast: false });
    }
  };

  /** The records that it brings; tells whether there is anything left to show here. */
  const takeOwn = async (tx: Tx, recorded: Known, alert: Alert) => {
    const taken = await takeRecords(tx, incidentOf(recorded), alert, now());
    if (taken === undefined) return { recorded, isShownElsewhere: false };
    await arrived(tx, taken.incident, taken.evidence);
    if (canLook) await planNormality(tx, taken.evidence, now() + sessionMs);
    const isNew = recorded.kind === 'change';
    if (isNew && taken.isAllElsewhere) await sayAlso(tx, taken.evidence, alert);
    const placements = await tx.incidents.placements(taken.incident.id);
    const isShownElsewhere = taken.isAllElsewhere && placements.length === 0;
    return { recorded: withIncident(recorded, taken.incident), isShownElsewhere };
  };

  return async (tx: Tx, given: Alert, source: Source): Promise<void> => {
    const alert = await sieve(tx, given, source);
    if (alert === undefined) return;
    const first = await record(tx, alert, source);
    if (first.kind === 'ignored') return;
    const { recorded, isShownElsewhere } = await takeOwn(tx, first, alert);
    if (isShownElsewhere) return;
    if (recorded.kind === 'change' && canLook) {
      const isDue = await planLooks(tx, incidentOf(recorded), alert, now());
      if (isDue) tx.whenVisible(errandWanted);
    }
    const wanted = destinations(await graded(tx, alert, incidentOf(recorded)));
    await showRecorded(tx, recorded, alert, wanted);
  };
};
