import type { Alert, Destination } from '../core/alert.ts';
import type { InboxRow, Placement, Tx } from '../core/store.ts';
import type { Change, Recorded } from './record.ts';
import type { createShow } from './show.ts';

interface NewAlertsDeps {
  readonly record: (tx: Tx, alert: Alert, row: InboxRow) => Promise<Recorded>;
  readonly show: ReturnType<typeof createShow>;
  readonly destinations: (alert: Alert) => readonly Destination[];
}

/** A finding may grow graver; the newest of its states says how grave it is here. */
const withSeverity = (
  placement: Placement,
  change: Change,
  destinations: readonly Destination[],
): Placement => {
  const said = destinations.find(({ channel }) => channel === placement.channel)?.severity;
  const isNews = !change.isLate && change.alert.phase !== 'resolved';
  return said !== undefined && isNews && said.level !== placement.severity.level
    ? { ...placement, severity: said }
    : placement;
};

/** Takes an alert in: counts it, and shows what it changed wherever it belongs. */
export const createNewAlerts = ({ record, show, destinations }: NewAlertsDeps) => {
  const showChanged = async (tx: Tx, change: Change, wanted: readonly Destination[]) => {
    const { incident, before, alert } = change;
    const known = before === undefined ? [] : await tx.incidents.placements(incident.id);
    for (const placement of known) {
      const now = withSeverity(placement, change, wanted);
      if (now !== placement) await tx.incidents.putPlacement(now);
      await show.showChange(tx, now, change);
    }
    // That it is over is told where it was told that it began, nowhere else.
    if (alert.phase === 'resolved' && known.length > 0) return;
    for (const destination of wanted)
      if (known.every(({ channel }) => channel !== destination.channel))
        await show.showNew(tx, incident, destination);
  };

  return async (tx: Tx, alert: Alert, row: InboxRow): Promise<void> => {
    const recorded = await record(tx, alert, row);
    if (recorded.kind === 'ignored') return;
    const wanted = destinations(alert);
    if (recorded.kind === 'change') return showChanged(tx, recorded.change, wanted);
    // Known already, but this topic may lead to a channel of its own.
    if (alert.phase === 'resolved') return;
    const known = await tx.incidents.placements(recorded.incident.id);
    for (const destination of wanted)
      if (known.every(({ channel }) => channel !== destination.channel))
        await show.showNew(tx, recorded.incident, destination);
  };
};
