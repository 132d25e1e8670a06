import type { Alert, Destination } from '../core/alert.ts';
import type { Evidence } from '../core/evidence.ts';
import type { Incident } from '../core/incident-store.ts';
import { compareSeverity, type SeverityVerdict } from '../core/severity.ts';
import type { Tx } from '../core/store.ts';
import { detectionById } from '../detections/by-id.ts';
import type { Hands } from './hands.ts';
import { isMuted } from './mutes.ts';
import type { createShow } from './show.ts';
import { unknownTo } from './show-recorded.ts';

/** As grave as the gravest of what it turned out to be; undefined: nothing of the catalogue. */
export const gravityOf = (
  { detection }: Pick<Incident, 'detection'>,
  evidence: Evidence | undefined,
): SeverityVerdict | undefined =>
  [detection, ...(evidence?.events ?? []).flatMap(({ detections }) => detections)]
    .flatMap((id) => detectionById(id)?.severity ?? [])
    .toSorted((a, b) => compareSeverity(a.level, b.level))[0];

/** How grave it is, where its source does not say and the catalogue knows what it is. */
export const graded = async (tx: Tx, alert: Alert, incident: Incident): Promise<Alert> => {
  if (alert.severity !== undefined || incident.detection === undefined) return alert;
  const severity = gravityOf(incident, await tx.evidence.get(incident.id));
  return severity === undefined ? alert : { ...alert, severity };
};

interface RegradeDeps {
  readonly destinations: (alert: Alert) => readonly Destination[];
  readonly show: ReturnType<typeof createShow>;
  readonly hands: Hands;
}

/** Shows an incident as grave as it turned out to be, where that belongs. */
export const createRegrade =
  ({ destinations, show, hands }: RegradeDeps) =>
  async (tx: Tx, incident: Incident, firing: Alert): Promise<void> => {
    const wanted = destinations(await graded(tx, firing, incident));
    const known = await tx.incidents.placements(incident.id);
    for (const placement of known) {
      const severity = wanted.find(({ channel }) => channel === placement.channel)?.severity;
      if (severity !== undefined) await tx.incidents.putPlacement({ ...placement, severity });
    }
    if (isMuted(await hands.mutingOf(tx, incident, firing))) return;
    for (const destination of unknownTo(known, wanted)) {
      await show.showNew(tx, incident, destination);
      await hands.callFor(tx, incident, destination);
    }
  };
