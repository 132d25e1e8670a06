import type { Clock } from '../core/clock.ts';
import { toError } from '../core/errors.ts';
import type { Log } from '../core/log.ts';
import type { Store } from '../core/store.ts';
import type { EditQueue } from './edit-queue.ts';
import { createLanes } from './lanes.ts';
import type { Pace } from './pace.ts';
import { createWakeUps } from './wake-ups.ts';

interface ScheduleDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  /** Serves a channel; resolves with when to look at it again, undefined: when it is woken. */
  readonly work: (channel: string) => Promise<number | undefined>;
  readonly pace: Pace;
  readonly editQueue: EditQueue;
  /** While this is true nothing new begins. */
  readonly isClosed: () => boolean;
  readonly signal: AbortSignal;
  /** To be done once, before the outbox is looked through; never rejects. */
  readonly before: () => Promise<void>;
}

export interface Schedule {
  readonly wake: (channel?: string) => void;
  /** After the signal: resolves when no channel is being served any more. */
  readonly stop: () => Promise<void>;
}

const channelsAtOnce = 64;
/** For what other replicas or a former process have left. */
const scanEveryMs = 2_000;
/** While there are more channels than one scan brings. */
const scanAgainMs = 200;
const afterFaultMs = 1_000;

/** Finds channels with something due, every few seconds, or sooner where the next one is known. */
const createScan = ({ store, clock, log, pace, isClosed }: ScheduleDeps) => {
  let nextAt = 0;
  let hasMore = false;

  const scan = async (now: number): Promise<readonly string[]> => {
    pace.forget(now);
    const { channels, nextDueAt } = await store.transaction(async (tx) => ({
      channels: await tx.posts.dueChannels(now, channelsAtOnce),
      nextDueAt: await tx.posts.nextDueAt(),
    }));
    hasMore = channels.length >= channelsAtOnce;
    const isSoon = nextDueAt !== undefined && nextDueAt > now;
    nextAt = Math.min(now + scanEveryMs, isSoon ? nextDueAt : Number.POSITIVE_INFINITY);
    return channels;
  };

  return {
    nextAt: () => nextAt,
    /** There may be something at once. */
    hurry: (): void => {
      nextAt = 0;
    },
    /** All channels that the last scan found are being served; true if there are more of them. */
    goOn: (): boolean => {
      if (hasMore) nextAt = Math.min(nextAt, clock.now() + scanAgainMs);
      return hasMore;
    },
    ifDue: async (now: number): Promise<readonly string[]> => {
      if (now < nextAt) return [];
      nextAt = now + scanEveryMs;
      if (isClosed()) return [];
      try {
        return await scan(now);
      } catch (thrown) {
        log.error('the outbox could not be read', { error: toError(thrown).message });
        return [];
      }
    },
  };
};

/** Decides which channel is served when: on being woken, when its time comes, or when a scan finds it. */
export const createSchedule = (deps: ScheduleDeps): Schedule => {
  const { clock, log, work, pace, editQueue, isClosed, signal } = deps;
  const wakeUps = createWakeUps(clock);
  const scan = createScan(deps);

  const run = async (channel: string): Promise<void> => {
    try {
      const at = await work(channel);
      if (at !== undefined) wakeUps.set(channel, at);
    } catch (thrown) {
      // The store's fault: what was under way is found out when it works again.
      log.error('a channel could not be served', { channel, error: toError(thrown).message });
      editQueue.leave(channel);
      wakeUps.set(channel, clock.now() + afterFaultMs);
    }
  };

  const ended = (): void => {
    const goesOn = lanes.isIdle() && scan.goOn();
    if (goesOn || editQueue.first() !== undefined) wakeUps.rouse();
  };

  const lanes = createLanes({ limit: channelsAtOnce, run, isClosed, ended });

  /** Lets the first of those who wait for an edit try; returns when it is worth trying again. */
  const serveEdits = (): number => {
    const first = editQueue.first();
    if (first === undefined) return Number.POSITIVE_INFINITY;
    const freeAt = pace.editsFreeAt();
    if (freeAt > clock.now()) return freeAt;
    lanes.enter(first);
    return Number.POSITIVE_INFINITY;
  };

  const loop = async (): Promise<void> => {
    await deps.before();
    while (!signal.aborted) {
      const now = clock.now();
      for (const channel of wakeUps.take(now)) lanes.enter(channel);
      for (const channel of await scan.ifDue(now)) lanes.enter(channel);
      lanes.pump();
      await wakeUps.sleep(Math.min(scan.nextAt(), serveEdits()));
    }
  };
  const looping = loop();

  return {
    wake: (channel) => {
      if (channel !== undefined) return lanes.enter(channel);
      scan.hurry();
      wakeUps.rouse();
    },
    stop: async () => {
      wakeUps.rouse();
      await Promise.all([looping, lanes.settled()]);
    },
  };
};
