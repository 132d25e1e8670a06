import type { Closure, Incident } from '../core/incident-store.ts';
import type { Tx } from '../core/store.ts';

/** The due work that closes an incident where nobody did. */
export const autoResolveWork = 'auto-resolve';

/** One row an incident, of whatever kind of due work. */
export const workId = (kind: string, { id }: Pick<Incident, 'id'>): string => `${kind} ${id}`;

/**
 * Closes an incident, whatever its alarm says: it is over until it fires again. `lockedIncident`
 * before it and showing it afterwards are the caller's.
 *
 * @returns the incident as it is now
 */
export const closeIncident = async (
  tx: Tx,
  incident: Incident,
  closure: Closure,
): Promise<Incident> => {
  const closed: Incident = {
    ...incident,
    phase: 'resolved',
    okSince: undefined,
    closed: closure,
    revision: incident.revision + 1,
  };
  await tx.incidents.put(closed);
  await tx.due.remove(workId(autoResolveWork, incident));
  return closed;
};
