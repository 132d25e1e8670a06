import type { EventsElsewhere, EvidenceEvent } from '../core/evidence.ts';
import type { Incident } from '../core/incident-store.ts';
import type { Tx } from '../core/store.ts';

/** Which of an incident's events it may show, and where the others are shown. */
export interface Placed {
  readonly own: readonly EvidenceEvent[];
  /** Those of `own` that were known nowhere before. */
  readonly fresh: readonly EvidenceEvent[];
  readonly elsewhere: readonly EventsElsewhere[];
}

/** Is there a message that shows it? What is muted or never was shown holds nothing for readers. */
const isShown = async (tx: Tx, id: string): Promise<boolean> =>
  (await tx.incidents.placements(id)).some(
    ({ postId, stormId }) => postId !== undefined || stormId !== undefined,
  );

const shownIncident = async (tx: Tx, id: string): Promise<Incident | undefined> =>
  (await isShown(tx, id)) ? tx.incidents.get(id) : undefined;

const counted = (holders: ReadonlyMap<string, Incident>, ids: readonly string[]) =>
  [...holders.values()].map(
    ({ id, latest }): EventsElsewhere => ({
      incidentId: id,
      name: latest.name,
      account: latest.account,
      count: ids.filter((each) => each === id).length,
    }),
  );

/**
 * Says of events that they stand in this incident. An event is shown once: one that stands in
 * another incident, where it can be seen, stays there.
 */
export const placeEvents = async (
  tx: Tx,
  incidentId: string,
  events: readonly EvidenceEvent[],
  now: number,
): Promise<Placed> => {
  const own: EvidenceEvent[] = [];
  const fresh: EvidenceEvent[] = [];
  const holders = new Map<string, Incident>();
  const invisible = new Set<string>();
  const elsewhere: string[] = [];
  for (const event of events) {
    const before = await tx.evidence.holder(event.id);
    const holder = before ?? (await tx.evidence.claim(event.id, incidentId, now));
    if (holder !== incidentId && !invisible.has(holder) && !holders.has(holder)) {
      const incident = await shownIncident(tx, holder);
      if (incident === undefined) invisible.add(holder);
      else holders.set(holder, incident);
    }
    if (holders.has(holder)) {
      elsewhere.push(holder);
      continue;
    }
    own.push(event);
    if (before === undefined || invisible.has(holder)) fresh.push(event);
  }
  return { own, fresh, elsewhere: counted(holders, elsewhere) };
};
