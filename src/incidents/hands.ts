import type { Destination } from '../core/alert.ts';
import type { Clock } from '../core/clock.ts';
import type { Incident } from '../core/incident-store.ts';
import type { Tx } from '../core/store.ts';
import { wantClosed } from './auto-resolve.ts';
import { isOpen } from './closing.ts';
import { createMuting, type Guards } from './mutes.ts';
import { evidenceMs, startCalling } from './paging/calls.ts';
import { publishProgress } from './paging/publish.ts';
import type { Change } from './record.ts';

interface HandsDeps {
  readonly clock: Clock;
  readonly guards: Guards;
}

/** What a transition means for those who are called, and for what people decided before. */
export const createHands = ({ clock, guards }: HandsDeps) => {
  const { now } = clock;

  /** It fires in a channel where it did not stand, or was over. */
  const callFor = async (
    tx: Tx,
    { id: incidentId, acknowledged, latest }: Incident,
    { channel, page: plan }: Destination,
  ): Promise<void> => {
    if (plan === undefined || acknowledged !== undefined) return;
    // What brings its records with it has no evidence to wait for.
    const afterMs = latest.events === undefined ? evidenceMs : 0;
    await startCalling(tx, { incidentId, channel, plan }, now() + afterMs);
  };

  /** Whatever a channel shows of it. */
  const changed = async (
    tx: Tx,
    { incident, isLate }: Change,
    wanted: readonly Destination[],
  ): Promise<void> => {
    if (isOpen(incident)) {
      if (!isLate) await wantClosed(tx, incident, wanted, now());
      return;
    }
    // Calls see for themselves that it is over.
    if (wanted.some(({ page }) => page?.escalate?.topic !== undefined))
      await publishProgress(tx, incident, 'resolved', now());
  };

  return { callFor, changed, mutingOf: createMuting({ now, guards }) };
};

export type Hands = ReturnType<typeof createHands>;
