import type { Destination } from '../core/alert.ts';
import { hour } from '../core/clock.ts';
import type { Incident } from '../core/incident-store.ts';
import type { Tx } from '../core/store.ts';
import { untrusted } from '../core/text.ts';
import { isRecord } from '../core/values.ts';
import { autoResolveWork, workId } from './close.ts';
import { createClosing, isOpen } from './closing.ts';
import type { GiveRootDeps } from './give-root.ts';
import { lockedIncident } from './locked.ts';

/** What a route wants closed, should nobody do so. */
interface Wanted {
  readonly incidentId: string;
  readonly afterMs: number;
  /** "route 2: account prod". */
  readonly why: string;
}

const readWanted = (payload: string): Wanted => {
  const read: unknown = JSON.parse(payload);
  if (!isRecord(read) || typeof read['incidentId'] !== 'string')
    throw new Error('this closes no incident');
  // Written by `wantClosed`, and by nobody else.
  return read as unknown as Wanted;
};

const put = (tx: Tx, incident: Pick<Incident, 'id'>, wanted: Wanted, now: number): Promise<void> =>
  tx.due.put({
    id: workId(autoResolveWork, incident),
    kind: autoResolveWork,
    at: now + wanted.afterMs,
    payload: JSON.stringify(wanted),
  });

/** Of several routes the soonest; its time begins anew with every change. */
export const wantClosed = async (
  tx: Tx,
  { id }: Pick<Incident, 'id'>,
  destinations: readonly Destination[],
  now: number,
): Promise<void> => {
  const [soonest] = destinations
    .flatMap(({ autoResolveMs: afterMs, why }) => (afterMs === undefined ? [] : [{ afterMs, why }]))
    .toSorted((a, b) => a.afterMs - b.afterMs);
  if (soonest !== undefined) await put(tx, { id }, { incidentId: id, ...soonest }, now);
};

const hours = (ms: number): string =>
  ms % hour === 0 ? `${ms / hour} h` : `${Math.round(ms / 60_000)} min`;

/** "nobody did for 24 h (route 2)". */
const reasonOf = ({ afterMs, why }: Wanted) =>
  untrusted(`nobody did for ${hours(afterMs)} (${/^route \d+/.exec(why)?.[0] ?? why})`);

const isFiringStill = ({ phase, okSince, latest }: Incident): boolean =>
  phase === 'firing' && okSince === undefined && latest.phase === 'firing';

/** Closes a detection that nobody has closed; whatever resolves itself is left to do so. */
export const createAutoResolve = (deps: GiveRootDeps) => {
  const close = createClosing(deps);
  const { now } = deps.clock;
  return async (tx: Tx, payload: string): Promise<void> => {
    const wanted = readWanted(payload);
    const incident = await lockedIncident(tx, wanted.incidentId);
    const id = workId(autoResolveWork, { id: wanted.incidentId });
    const row = await tx.due.lock(id);
    if (row === undefined || row.at > now()) return;
    if (incident === undefined || !isOpen(incident) || incident.detection === undefined)
      return tx.due.remove(id);
    // It goes on: it is no time to close anything.
    if (isFiringStill(incident)) return put(tx, incident, wanted, now());
    return close(tx, incident, { by: undefined, at: now(), reason: reasonOf(wanted) });
  };
};
