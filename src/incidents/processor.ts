import type { Alert, Destination } from '../core/alert.ts';
import type { Clock } from '../core/clock.ts';
import { toError } from '../core/errors.ts';
import type { Handle } from '../core/handle.ts';
import type { InboxRow } from '../core/inbox-store.ts';
import type { Log } from '../core/log.ts';
import type { Metrics } from '../core/metrics.ts';
import type { Say } from '../core/say.ts';
import type { Settings, TrailBucket } from '../core/settings.ts';
import type { Store } from '../core/store.ts';
import { createDueWork } from './due-work.ts';
import type { Errand } from './errands.ts';
import { createArrived, createQuietRevise } from './evidence-arrived.ts';
import { type EvidenceSources, startErrands } from './evidence-work.ts';
import { createFlapMeter } from './flaps.ts';
import { createRegrade } from './grade.ts';
import { createHands } from './hands.ts';
import { createHandsWork } from './hands-work.ts';
import type { AccountName } from './headline.ts';
import { createInboxBatch } from './inbox-batch.ts';
import { createNotices } from './log-files/notices.ts';
import type { LogFileSources } from './log-files/read-errand.ts';
import { startLogFiles } from './log-files/start.ts';
import type { Guards } from './mutes.ts';
import { createNewAlerts } from './new-alerts.ts';
import { ownKeyWork } from './own-roles.ts';
import { createRecord } from './record.ts';
import { createRevise } from './revise.ts';
import { createShow } from './show.ts';
import { createSieve } from './sieve.ts';
import { createStorms, stormWork } from './storm.ts';
import { createStormUpkeep } from './storm-upkeep.ts';

export interface ProcessorDeps {
  readonly store: Store;
  readonly alertsOf: (row: InboxRow) => readonly Alert[];
  readonly destinations: (alert: Alert) => readonly Destination[];
  /** Called as soon as a post can be seen, with its channel. */
  readonly posted: (channel: string) => void;
  readonly say: Say;
  /** How long after its end an incident is reopened instead of a new one begun. */
  readonly reopenWithinMs: () => number;
  readonly settings: () => Pick<Settings, 'suppress' | 'accounts'>;
  readonly accountName: AccountName;
  readonly guards: Guards;
  /** What tells who tripped an alarm; without it nobody looks. */
  readonly evidence?: EvidenceSources;
  /** What reads log files of CloudTrail; without it their notices are shown. */
  readonly logFiles?: LogFileSources;
  /** Other work that is done outside transactions, by the kind of its due work. */
  readonly errands?: Readonly<Record<string, Errand>>;
  /** Where new messages go at once while their channel cannot be written to. */
  readonly fallbackChannel?: () => string;
  readonly clock: Clock;
  readonly newId: () => string;
  readonly log: Log;
  readonly metrics: Metrics;
}

export interface Processor extends Handle {
  /** Something is in the inbox; call it as soon as it can be seen. */
  readonly wake: () => void;
}

const rowsAtOnce = 50;
/** Rows and work that other replicas, or the time, have brought. */
const pollMs = 2_000;
const longestPauseMs = 30_000;
const onItsWayMs = 200;

const createWork = (deps: ProcessorDeps, log: Log, errandWanted: () => void) => {
  const { store, alertsOf, destinations, posted, say, clock, newId, metrics } = deps;
  const now = clock.now;
  const record = createRecord({ reopenWithinMs: deps.reopenWithinMs, now, newId });
  const storms = createStorms({ now, newId, posted });
  const { fallbackChannel } = deps;
  const flaps = createFlapMeter();
  const show = createShow({ storms, flaps, clock, newId, posted, fallbackChannel });
  const hands = createHands({ clock, guards: deps.guards });
  const revise = createQuietRevise(createRevise({ clock, newId, posted }), hands);
  const arrived = createArrived({ hands, show, destinations, now });
  const showing = { record, show, hands, destinations, revise };
  const canLook = deps.evidence !== undefined;
  const buckets = (): readonly TrailBucket[] => deps.logFiles?.buckets() ?? [];
  const notices = createNotices({ buckets, fileWanted: errandWanted, now, metrics });
  const sieve = createSieve({ settings: deps.settings, notices, destinations, now, metrics });
  const takeIn = createNewAlerts({ ...showing, sieve, arrived, canLook, errandWanted, now });
  const regrade = createRegrade({ destinations, show, hands });
  const channelsOf = (alert: Alert) => destinations(alert).map(({ channel }) => channel);
  const read = { alertsOf, channelsOf };
  const batch = createInboxBatch({ store, ...read, takeIn, say, clock, log, metrics });
  const upkeep = createStormUpkeep({ clock, newId, posted });
  const kinds = {
    [stormWork]: upkeep,
    ...ownKeyWork,
    ...createHandsWork({ ...deps, show, hands }),
  };
  const due = createDueWork({ store, kinds, clock, log });
  return { batch, due, takeIn, regrade, revise, arrived };
};

type Pause = (what: string, thrown: unknown) => Promise<void>;

/** Runs batches, the next one as soon as the last can be seen, so that several share one commit. */
const createBatches = (
  batch: (limit: number, visible: (taken: number) => void) => Promise<number>,
  { pause, clock, signal }: { pause: Pause; clock: Clock; signal: AbortSignal },
) => {
  const underWay = new Set<Promise<void>>();
  let isBusy = false;
  let isWanted = false;
  let takenAt = Number.NEGATIVE_INFINITY;

  const run = async (free: (taken: number) => void): Promise<void> => {
    try {
      await batch(rowsAtOnce, free);
    } catch (thrown) {
      await pause('the inbox could not be worked on', thrown);
      free(rowsAtOnce);
    }
  };

  // Synchronous up to the start of the transaction: called while the intake's own is not durable
  // yet, both become so in one commit.
  const wake = (): void => {
    if (signal.aborted) return;
    if (isBusy) {
      isWanted = true;
      return;
    }
    isBusy = true;
    isWanted = false;
    let isFree = false;
    const running = run((taken) => {
      if (isFree) return;
      isFree = true;
      isBusy = false;
      if (taken > 0) takenAt = clock.monotonic();
      if (isWanted || taken >= rowsAtOnce) wake();
    });
    underWay.add(running);
    void running.finally(() => underWay.delete(running));
  };

  return {
    wake,
    /** Something came just now, and its messages are on their way. */
    isBusy: () => isBusy || clock.monotonic() - takenAt < onItsWayMs,
    settled: () => Promise.all(underWay),
  };
};

/**
 * Turns what lies in the inbox into incidents and what they show, and does what was put off to a
 * certain time. Starts at once.
 *
 * @returns stop: resolves when the batches under way are durable
 */
export const createProcessor = (deps: ProcessorDeps): Processor => {
  const { clock } = deps;
  const log = deps.log.child({ part: 'incidents' });
  const late: { wake?: () => void } = {};
  const { batch, due, ...looking } = createWork(deps, log, () => late.wake?.());
  const stopped = new AbortController();
  const { signal } = stopped;
  let failures = 0;

  const pause: Pause = async (what, thrown) => {
    log.error(what, { error: toError(thrown).message });
    const pauseMs = Math.min(1_000 * 2 ** failures, longestPauseMs);
    failures += 1;
    await clock.sleep(pauseMs, signal);
  };
  const batches = createBatches(batch, { pause, clock, signal });
  const { evidence: sources, errands: others = {} } = deps;
  const { isBusy } = batches;
  const errands = startErrands({ ...deps, ...looking, log, sources, others, isBusy });
  const { logFiles } = deps;
  const { takeIn } = looking;
  const files = logFiles && startLogFiles({ ...deps, takeIn, sources: logFiles, log, isBusy });
  late.wake = () => {
    errands.wake();
    files?.wake();
  };

  const poll = async (): Promise<void> => {
    while (!signal.aborted) {
      batches.wake();
      let next: number | undefined;
      try {
        next = await due();
        failures = 0;
      } catch (thrown) {
        await pause('due work could not be read', thrown);
      }
      const waitMs = Math.min(pollMs, (next ?? Number.POSITIVE_INFINITY) - clock.now());
      await clock.sleep(Math.max(waitMs, 1), signal);
    }
  };

  const polling = poll();
  return {
    wake: batches.wake,
    stop: async () => {
      stopped.abort();
      await Promise.all([polling, batches.settled(), errands.stop(), files?.stop()]);
    },
  };
};
