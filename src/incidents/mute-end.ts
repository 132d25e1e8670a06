import type { Alert, Destination } from '../core/alert.ts';
import type { Incident } from '../core/incident-store.ts';
import type { Mute } from '../core/mute.ts';
import type { Tx } from '../core/store.ts';
import { isOpen } from './closing.ts';
import type { GiveRootDeps } from './give-root.ts';
import type { Hands } from './hands.ts';
import { lockedIncident } from './locked.ts';
import { endedLine } from './mute-words.ts';
import {
  type Guards,
  isAbout,
  isMuted,
  longestGuardMs,
  muteEndId,
  muteEndWork,
  muteSubject,
  untilFor,
} from './mutes.ts';
import type { Show } from './show.ts';
import { createShowDeed } from './show-deed.ts';
import { isNowhere } from './show-recorded.ts';

interface MuteEndDeps extends GiveRootDeps {
  readonly show: Show;
  readonly hands: Hands;
  readonly guards: Guards;
  readonly destinations: (alert: Alert) => readonly Destination[];
}

const mostLookedAt = 500;

/** The open incidents that a mute is about, and the one whose button it was. */
export const incidentsOf = async (tx: Tx, mute: Mute): Promise<readonly Incident[]> => {
  const own = mute.incidentId === undefined ? undefined : await tx.incidents.get(mute.incidentId);
  const found: Incident[] = own === undefined ? [] : [own];
  for (const incident of await tx.incidents.open(mostLookedAt)) {
    if (incident.id === own?.id) continue;
    if (isAbout(mute.scope, await muteSubject(tx, incident))) found.push(incident);
  }
  return found.toSorted((a, b) => (a.id < b.id ? -1 : 1));
};

/** It kept something back: nobody has to agree to it any more. */
const heldBack = ({ needsSecond, secondBy }: Mute): boolean =>
  !needsSecond || secondBy !== undefined;

/** Shows what a mute held back and still fires, once, and that the mute is over. */
export const createMuteEnd = (deps: MuteEndDeps) => {
  const { show, hands, destinations, guards, clock } = deps;
  const showDeed = createShowDeed(deps);

  const showHeld = async (tx: Tx, incident: Incident): Promise<void> => {
    const wanted = destinations(incident.latest);
    for (const placement of await tx.incidents.placements(incident.id)) {
      if (isNowhere(placement)) await show.showHeld(tx, placement);
      const destination = wanted.find(({ channel }) => channel === placement.channel);
      if (destination !== undefined) await hands.callFor(tx, incident, destination);
    }
  };

  /** When it ends for an incident: for what guards the guards it may be before its time. */
  const endFor = async (tx: Tx, mute: Mute, incident: Incident): Promise<number> => {
    const until = untilFor(mute, await muteSubject(tx, incident), guards);
    return Math.min(until, mute.endedAt ?? until);
  };

  const showEnd = async (tx: Tx, id: string, mute: Mute, isLast: boolean): Promise<void> => {
    const incident = await tx.incidents.get(id);
    if (incident === undefined || isMuted(await hands.mutingOf(tx, incident))) return;
    const end = await endFor(tx, mute, incident);
    const isDue = isLast ? end >= Math.min(mute.until, mute.endedAt ?? mute.until) : true;
    if (end > clock.now() || !isDue) return;
    const holds = heldBack(mute);
    if (holds && isOpen(incident)) await showHeld(tx, incident);
    // Of one that somebody ended the thread has its line.
    const isNews = holds && mute.endedAt === undefined && id === mute.incidentId;
    const line = isNews ? endedLine(undefined, clock.now(), mute.held) : undefined;
    await showDeed(tx, incident, { line });
  };

  const noteEnd = async (tx: Tx, { incidentId, endedAt, ...mute }: Mute): Promise<void> => {
    if (incidentId === undefined || endedAt !== undefined) return;
    if (!heldBack({ incidentId, endedAt, ...mute })) return;
    const act = { incidentId, kind: 'mute-ended', by: undefined, detail: undefined } as const;
    await tx.acts.add({ ...act, at: clock.now() });
  };

  return async (tx: Tx, muteId: string): Promise<void> => {
    const known = await tx.mutes.get(muteId);
    if (known === undefined) return tx.due.remove(muteEndId(muteId));
    const found = await incidentsOf(tx, known);
    for (const { id } of found) await lockedIncident(tx, id);
    const row = await tx.due.lock(muteEndId(muteId));
    const mute = await tx.mutes.get(muteId);
    const now = clock.now();
    if (row === undefined || row.at > now || mute === undefined) return;
    const isLast = mute.endedAt !== undefined || mute.until <= now;
    if (isLast) await tx.due.remove(row.id);
    else await tx.due.put({ ...row, at: mute.until });
    if (isLast) await noteEnd(tx, mute);
    for (const { id } of found) await showEnd(tx, id, mute, isLast);
  };
};

/** Has the end of a mute shown, and before it what it may not hold for so long. */
export const watchMuteEnd = (tx: Tx, { id, at, until }: Mute): Promise<void> =>
  tx.due.put({
    id: muteEndId(id),
    kind: muteEndWork,
    at: Math.min(until, at + longestGuardMs),
    payload: id,
  });
