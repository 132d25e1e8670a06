import type { Closure, Incident } from '../core/incident-store.ts';
import type { Tx } from '../core/store.ts';
import type { Text } from '../core/text.ts';
import { closeIncident } from './close.ts';
import type { GiveRootDeps } from './give-root.ts';
import { stopCalling } from './paging/calls.ts';
import { publishProgress } from './paging/publish.ts';
import { createShowDeed } from './show-deed.ts';

/** The line of the thread. */
const closedLine = ({ by, at, reason }: Closure): Text => [
  { time: at, style: 'time' },
  ...(by === undefined ? [' resolved: '] : [' resolved by ', { user: by }, ': ']),
  reason,
];

/** Closes an incident, calls nobody about it any more, and shows it. After `lockedIncident`. */
export const createClosing = (deps: GiveRootDeps) => {
  const showDeed = createShowDeed(deps);
  return async (tx: Tx, incident: Incident, closure: Closure): Promise<void> => {
    const closed = await closeIncident(tx, incident, closure);
    const { by, at, reason: detail } = closure;
    const kind = by === undefined ? 'auto-resolved' : 'resolved';
    await tx.acts.add({ incidentId: incident.id, kind, by, at, detail });
    await stopCalling(tx, closed);
    await publishProgress(tx, closed, 'resolved', at);
    await showDeed(tx, closed, { line: closedLine(closure) });
  };
};

/** Is there something left to resolve? */
export const isOpen = ({ phase, closed }: Pick<Incident, 'phase' | 'closed'>): boolean =>
  phase !== 'resolved' && closed === undefined;
