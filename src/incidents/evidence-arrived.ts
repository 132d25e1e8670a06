import type { Alert, Destination } from '../core/alert.ts';
import type { Evidence } from '../core/evidence.ts';
import type { Incident } from '../core/incident-store.ts';
import type { Tx } from '../core/store.ts';
import { isOpen } from './closing.ts';
import type { Hands } from './hands.ts';
import { isMuted, lockedMute, type Muting } from './mutes.ts';
import { pageNow } from './paging/calls.ts';
import type { Revise } from './revise.ts';
import type { Show } from './show.ts';
import { isNowhere } from './show-recorded.ts';

interface ArrivedDeps {
  readonly hands: Hands;
  readonly show: Show;
  readonly destinations: (alert: Alert) => readonly Destination[];
  readonly now: () => number;
}

/**
 * An alarm that was muted by one person turns out to watch several accounts: that takes two. True:
 * the mute waits from now on.
 */
const demandSecond = async (
  tx: Tx,
  { latest }: Incident,
  { accounts }: Evidence,
  { mute: { id, scope } }: Muting,
): Promise<boolean> => {
  if (scope.kind !== 'alarm' || accounts.every((account) => account === latest.account))
    return false;
  const mute = await lockedMute(tx, id);
  if (mute === undefined || mute.needsSecond) return false;
  await tx.mutes.put({ ...mute, needsSecond: true });
  return true;
};

/**
 * Evidence stands under an incident: people are called now, and what was held back is shown where it
 * turns out to be somebody else's doing than was muted.
 */
export const createArrived = ({ hands, show, destinations, now }: ArrivedDeps) => {
  const showHeld = async (tx: Tx, incident: Incident): Promise<void> => {
    const wanted = destinations(incident.latest);
    for (const placement of (await tx.incidents.placements(incident.id)).filter(isNowhere)) {
      await show.showHeld(tx, placement);
      const destination = wanted.find(({ channel }) => channel === placement.channel);
      if (destination !== undefined) await hands.callFor(tx, incident, destination);
    }
  };

  return async (tx: Tx, incident: Incident, evidence: Evidence): Promise<void> => {
    await pageNow(tx, incident.id, now());
    const muting = await hands.mutingOf(tx, incident, incident.latest, evidence);
    const holds = isMuted(muting) && !(await demandSecond(tx, incident, evidence, muting));
    const placements = await tx.incidents.placements(incident.id);
    if (!holds && placements.some(isNowhere) && isOpen(incident)) await showHeld(tx, incident);
  };
};

/** News of what is muted stand on its message and in its thread, and nowhere else. */
export const createQuietRevise =
  (revise: Revise, { mutingOf }: Pick<Hands, 'mutingOf'>): Revise =>
  async (tx, { id }, added) => {
    const incident = added?.broadcast ? await tx.incidents.get(id) : undefined;
    const muting = incident && (await mutingOf(tx, incident));
    const isQuiet = added !== undefined && isMuted(muting);
    await revise(tx, { id }, isQuiet ? { ...added, broadcast: false } : added);
  };
