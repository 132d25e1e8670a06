import type { Alert, Destination } from '../core/alert.ts';
import type { Incident, Tx } from '../core/store.ts';
import { detectionById } from '../detections/pattern-detection.ts';
import type { Hands } from './hands.ts';
import { isMuted } from './mutes.ts';
import type { createShow } from './show.ts';
import { unknownTo } from './show-recorded.ts';

/** How grave it is, where its source does not say and the catalogue knows what it is. */
export const graded = (alert: Alert, { detection }: Pick<Incident, 'detection'>): Alert => {
  const known = detection === undefined ? undefined : detectionById(detection);
  return alert.severity !== undefined || known === undefined
    ? alert
    : { ...alert, severity: known.severity };
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
    const wanted = destinations(graded(firing, incident));
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
