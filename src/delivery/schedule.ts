import type { Clock } from '../core/clock.ts';
import { toError } from '../core/errors.ts';
import type { Log } from '../core/log.ts';
import type { Store } from '../core/store.ts';
import { createLanes } from './lanes.ts';
import type { Pace } from './pace.ts';
import type { EditTurns } from './turns.ts';
import { createWakeUps } from './wake-ups.ts';

interface ScheduleDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  /** Serves a channel; resolves with when to look at it again, undefined: when it is woken. */
  readonly work: (channel: string) => Promise<number | undefined>;
  readonly pace: Pace;
  readonly turns: EditTurns;
  /** While this is true nothing new begins. */
  readonly isClosed: () => boolean;
  readonly signal: AbortSignal;
  /** To be done once, before the outbox is looked through. */
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

/** Decides which channel is served when: on being woken, when its time comes, or when a scan finds it. */
export const createSchedule = (deps: ScheduleDeps): Schedule => {
  const { store, clock, log, work, pace, turns, isClosed, signal } = deps;
  const wakeUps = createWakeUps(clock);
  let nextScanAt = 0;
  let hasMore = false;

  const run = async (channel: string): Promise<void> => {
    try {
      const at = await work(channel);
      if (at !== undefined) wakeUps.set(channel, at);
    } catch (thrown) {
      // The store's fault: what was under way is found out when it works again.
      log.error('a channel could not be served', { channel, error: toError(thrown).message });
      turns.leave(channel);
      wakeUps.set(channel, clock.now() + afterFaultMs);
    }
  };

  const ended = (): void => {
    if (hasMore && lanes.isIdle()) nextScanAt = Math.min(nextScanAt, clock.now() + scanAgainMs);
    else if (turns.first() === undefined) return;
    wakeUps.rouse();
  };

  const lanes = createLanes({ limit: channelsAtOnce, run, isClosed, ended });

  const scan = async (now: number): Promise<void> => {
    pace.forget(now);
    const { channels, nextDueAt } = await store.transaction(async (tx) => ({
      channels: await tx.posts.dueChannels(now, channelsAtOnce),
      nextDueAt: await tx.posts.nextDueAt(),
    }));
    for (const channel of channels) lanes.enter(channel);
    hasMore = channels.length >= channelsAtOnce;
    const isSoon = nextDueAt !== undefined && nextDueAt > now;
    nextScanAt = Math.min(now + scanEveryMs, isSoon ? nextDueAt : Number.POSITIVE_INFINITY);
  };

  const scanIfDue = async (now: number): Promise<void> => {
    if (now < nextScanAt) return;
    nextScanAt = now + scanEveryMs;
    if (isClosed()) return;
    try {
      await scan(now);
    } catch (thrown) {
      log.error('the outbox could not be read', { error: toError(thrown).message });
    }
  };

  const loop = async (): Promise<void> => {
    try {
      await deps.before();
    } catch (thrown) {
      log.error('old leases could not be released', { error: toError(thrown).message });
    }
    while (!signal.aborted) {
      const now = clock.now();
      for (const channel of wakeUps.take(now)) lanes.enter(channel);
      await scanIfDue(now);
      lanes.pump();
      const first = turns.first();
      const editsFreeAt = pace.editsFreeAt();
      if (first !== undefined && editsFreeAt <= clock.now()) lanes.enter(first);
      const waitsForEdit = first !== undefined && editsFreeAt > clock.now();
      await wakeUps.sleep(Math.min(nextScanAt, waitsForEdit ? editsFreeAt : nextScanAt));
    }
  };
  const looping = loop();

  return {
    wake: (channel) => {
      if (channel !== undefined) return lanes.enter(channel);
      nextScanAt = 0;
      wakeUps.rouse();
    },
    stop: async () => {
      wakeUps.rouse();
      await Promise.all([looping, lanes.settled()]);
    },
  };
};
