import type { Incident } from '../core/incident-store.ts';
import type { Tx } from '../core/store.ts';
import { standingBy } from './standing.ts';

/**
 * Notes what an incident turned out to be. One that was over by itself is open again then: what the
 * catalogue knows does not resolve itself.
 */
export const recognise = async (
  tx: Tx,
  incident: Incident,
  detection: string | undefined,
): Promise<Incident> => {
  if (detection === undefined || incident.detection !== undefined) return incident;
  const known = (await tx.incidents.transitions(incident.id)).map(({ alert }) => alert);
  const { closed, revision } = incident;
  const standing = standingBy(known, { detection, closed });
  const recognised = { ...incident, ...standing, detection, revision: revision + 1 };
  await tx.incidents.put(recognised);
  return recognised;
};
