import { minute } from '../core/clock.ts';
import { toError } from '../core/errors.ts';
import type { Handle } from '../core/handle.ts';
import type { Log } from '../core/log.ts';
import type { GapProblem } from './gap-places.ts';
import { createGapReading, type GapReadingDeps } from './gap-reading.ts';
import { createUsualGap } from './usual-gap.ts';

export interface GapReaderDeps extends GapReadingDeps {
  readonly log: Log;
  /** How long it may be quiet; learned from the arrivals unless told. */
  readonly usualGapMs?: () => number;
  /** How often to look whether it is too quiet; 1 min unless told. */
  readonly checkEveryMs?: number;
}

export interface GapStatus {
  /** When alarms were last read, our clock, epoch ms. */
  readonly lastReadAt: number | undefined;
  /** States that were entered since the start. */
  readonly found: number;
  readonly problems: readonly GapProblem[];
}

export interface GapReader extends Handle {
  readonly status: () => GapStatus;
}

/** SNS may still be delivering what is younger than this. */
const overlapMs = 5 * minute;
const tryAgainMs = 5 * minute;

/**
 * Reads from CloudWatch what nobody told us: at the start, when no notification has come for longer
 * than usual, and once more when they come again. What was missed is entered in the inbox as found
 * late. Starts at once; make it before anything else writes to the inbox, so that it sees when the
 * last notification came before this start. A place that cannot be read is tried again every five
 * minutes, from the same moment on.
 */
export const createGapReader = (deps: GapReaderDeps): GapReader => {
  const { store, clock } = deps;
  const log = deps.log.child({ part: 'gap reader' });
  const aborter = new AbortController();
  const { signal } = aborter;
  const reading = createGapReading(deps, log, signal);
  const learned = createUsualGap();
  const usualMs = deps.usualGapMs ?? learned.usualMs;
  /** Until then nothing is missing, as far as we know. Undefined until the first reading. */
  let knownUntil: number | undefined;
  let lastReadAt: number | undefined;

  const read = async (since: number): Promise<void> => {
    const startedAt = clock.now();
    await reading.readAll(since - overlapMs);
    knownUntil = startedAt;
    lastReadAt = startedAt;
  };

  const look = async (): Promise<void> => {
    const received = await store.transaction((tx) => tx.inbox.lastReceivedAt());
    const now = clock.now();
    if (received !== undefined) learned.heard(received);
    if (knownUntil === undefined) return read(received ?? now);
    const next = received !== undefined && received > knownUntil ? received : now;
    if (next - knownUntil > usualMs()) return read(knownUntil);
    if (received !== undefined) knownUntil = Math.max(knownUntil, received);
    if (reading.hasDebts() && now - (lastReadAt ?? 0) >= tryAgainMs) {
      lastReadAt = now;
      await reading.settleAll();
    }
  };

  const run = async (): Promise<void> => {
    while (!signal.aborted) {
      try {
        await look();
      } catch (thrown) {
        log.error('looking for missed alarms failed', { reason: toError(thrown).message });
      }
      await clock.sleep(deps.checkEveryMs ?? minute, signal);
    }
  };
  const running = run();

  return {
    stop: async () => {
      aborter.abort();
      await running;
    },
    status: () => ({ lastReadAt, found: reading.found(), problems: reading.problems() }),
  };
};
