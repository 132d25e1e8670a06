import type { Deed } from '../../core/action.ts';
import type { Card } from '../../core/card.ts';
import type { Incident } from '../../core/incident-store.ts';
import type { Tx } from '../../core/store.ts';
import { acknowledgedLine, acknowledgeId, canAcknowledge } from '../acknowledgement.ts';
import type { GiveRootDeps } from '../give-root.ts';
import { lockedIncident } from '../locked.ts';
import { stopCalling } from '../paging/calls.ts';
import { publishProgress } from '../paging/publish.ts';
import { createShowDeed } from '../show-deed.ts';
import { goneCard, nothingDone, overCard, whoTo } from './told.ts';

/** Why it cannot be acknowledged, to whoever tried. */
const tooLateCard = (incident: Incident, user: string): Card => {
  const { latest, acknowledged } = incident;
  if (acknowledged === undefined) return overCard(incident, user, 'acknowledge');
  return nothingDone(
    { bold: latest.name },
    ' was already acknowledged by ',
    whoTo(acknowledged.by, user),
    ' at ',
    { time: acknowledged.at, style: 'time' },
    '.',
  );
};

const doneCard = ({ latest }: Incident): Card => ({
  badge: { emoji: 'eyes', word: 'ACKNOWLEDGED' },
  headline: ['You took over ', { bold: latest.name }, '.'],
  parts: [],
});

/** Whoever presses it owns the incident from then on, until it is over or fires again. */
export const createAcknowledge = (deps: GiveRootDeps): Deed => {
  const showDeed = createShowDeed(deps);

  const take = async (tx: Tx, incident: Incident, by: string): Promise<void> => {
    const at = deps.clock.now();
    const acknowledged = { by, at };
    await tx.incidents.put({ ...incident, acknowledged, revision: incident.revision + 1 });
    const { id: incidentId } = incident;
    await tx.acts.add({ incidentId, kind: 'acknowledged', by, at, detail: undefined });
    await stopCalling(tx, incident);
    await publishProgress(tx, incident, 'acknowledged', at);
    await showDeed(tx, incident, { line: acknowledgedLine(acknowledged), opensRoot: true });
  };

  return {
    id: acknowledgeId,
    right: 'acknowledge',
    incidentOf: (tx, value) => tx.incidents.get(value),
    run: async (tx, { by, value }) => {
      const incident = await lockedIncident(tx, value);
      if (incident === undefined) return goneCard;
      const { user } = by.id;
      if (!canAcknowledge(incident)) return tooLateCard(incident, user);
      await take(tx, incident, user);
      return doneCard(incident);
    },
  };
};
