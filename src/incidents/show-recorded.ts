import type { Alert, Destination } from '../core/alert.ts';
import type { Incident, Placement } from '../core/incident-store.ts';
import { compareSeverity, type Severity } from '../core/severity.ts';
import type { Tx } from '../core/store.ts';
import { isFiring } from './fold.ts';
import type { Hands } from './hands.ts';
import { isMuted, type Muting, noteHeld } from './mutes.ts';
import type { Change, Recorded } from './record.ts';
import type { Show } from './show.ts';

/** What an alert did; of what is ignored nothing is shown. */
export type Known = Exclude<Recorded, { readonly kind: 'ignored' }>;

export interface ShowRecordedDeps {
  readonly show: Show;
  readonly hands: Hands;
}

/** What is one of many is as grave as the gravest of them. */
const isOther = (said: Severity, known: Severity, { alert }: Change): boolean =>
  alert.foldsWithinMs === undefined ? said !== known : compareSeverity(said, known) < 0;

/** A finding may grow graver; the newest of its states says how grave it is here. */
const withSeverity = (
  placement: Placement,
  change: Change,
  destinations: readonly Destination[],
): Placement => {
  const said = destinations.find(({ channel }) => channel === placement.channel)?.severity;
  const isNews = !change.isLate && change.alert.phase !== 'resolved';
  return said !== undefined && isNews && isOther(said.level, placement.severity.level, change)
    ? { ...placement, severity: said }
    : placement;
};

/** It was held back, or was never shown. */
export const isNowhere = ({ postId, stormId }: Placement): boolean =>
  postId === undefined && stormId === undefined;

/** Puts it where it belongs without showing it. */
const holdIn = (tx: Tx, { id }: Incident, destination: Destination): Promise<void> => {
  const { channel, severity, why } = destination;
  const nowhere = { postId: undefined, stormId: undefined };
  return tx.incidents.putPlacement({ incidentId: id, channel, severity, why, ...nowhere });
};

export const unknownTo = (known: readonly Placement[], wanted: readonly Destination[]) =>
  wanted.filter((destination) => known.every(({ channel }) => channel !== destination.channel));

/** What stands in a channel already is kept true; nothing new comes. */
const createHold =
  ({ show }: Pick<ShowRecordedDeps, 'show'>) =>
  async (tx: Tx, change: Change, wanted: readonly Destination[], muting: Muting): Promise<void> => {
    const { incident, before, alert, isLate } = change;
    const known = before === undefined ? [] : await tx.incidents.placements(incident.id);
    for (const placement of known)
      if (placement.postId !== undefined)
        await show.showChange(tx, placement, { ...change, isReopened: false });
    if (alert.phase !== 'resolved')
      for (const destination of unknownTo(known, wanted)) await holdIn(tx, incident, destination);
    if (isFiring(alert) && !isLate) await noteHeld(tx, muting);
  };

/** Shows what an alert changed wherever it belongs, unless it is muted. */
export const createShowRecorded = ({ show, hands }: ShowRecordedDeps) => {
  const hold = createHold({ show });

  const showIn = async (
    tx: Tx,
    incident: Incident,
    alert: Alert,
    wanted: readonly Destination[],
  ): Promise<void> => {
    for (const destination of wanted) {
      await show.showNew(tx, incident, destination);
      if (isFiring(alert)) await hands.callFor(tx, incident, destination);
    }
  };

  const callAgain = async (tx: Tx, { incident, isReopened }: Change, to?: Destination) => {
    if (isReopened && to !== undefined) await hands.callFor(tx, incident, to);
  };

  const showChanged = async (tx: Tx, change: Change, wanted: readonly Destination[]) => {
    const { incident, before, alert } = change;
    const known = before === undefined ? [] : await tx.incidents.placements(incident.id);
    for (const placement of known) {
      const now = withSeverity(placement, change, wanted);
      if (now !== placement) await tx.incidents.putPlacement(now);
      await show.showChange(tx, now, change);
      await callAgain(
        tx,
        change,
        wanted.find(({ channel }) => channel === now.channel),
      );
    }
    // That it is over is told where it was told that it began, nowhere else.
    if (alert.phase === 'resolved' && known.length > 0) return;
    await showIn(tx, incident, alert, unknownTo(known, wanted));
  };

  return async (
    tx: Tx,
    recorded: Known,
    alert: Alert,
    wanted: readonly Destination[],
  ): Promise<void> => {
    const incident = recorded.kind === 'change' ? recorded.change.incident : recorded.incident;
    const muting = await hands.mutingOf(tx, incident, alert);
    if (recorded.kind === 'change') {
      const { change } = recorded;
      if (isMuted(muting)) await hold(tx, change, wanted, muting);
      else await showChanged(tx, change, wanted);
      return hands.changed(tx, change, wanted);
    }
    // Known already, but this topic may lead to a channel of its own.
    if (alert.phase === 'resolved') return;
    const added = unknownTo(await tx.incidents.placements(incident.id), wanted);
    if (!isMuted(muting)) return showIn(tx, incident, alert, added);
    for (const destination of added) await holdIn(tx, incident, destination);
  };
};
