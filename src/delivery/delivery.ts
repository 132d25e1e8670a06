import type { Card } from '../core/card.ts';
import type { Clock } from '../core/clock.ts';
import type { Messenger } from '../core/conversation.ts';
import { toError } from '../core/errors.ts';
import type { Handle } from '../core/handle.ts';
import type { Log } from '../core/log.ts';
import type { Metrics } from '../core/metrics.ts';
import type { Post } from '../core/post-store.ts';
import type { Store, Tx } from '../core/store.ts';
import { type Authorization, createAuthorization } from './authorization.ts';
import { createCall } from './call.ts';
import { createClaim } from './claim.ts';
import { createEditQueue } from './edit-queue.ts';
import { type Step, wait } from './job.ts';
import { createPace } from './pace.ts';
import { createReach, type Reach, reachProbeMs } from './reach.ts';
import { createSchedule } from './schedule.ts';
import { createSettle } from './settle.ts';

export interface DeliveryDeps {
  readonly store: Store;
  readonly messenger: Messenger;
  /** What a message says now; undefined: there is nothing left to say. */
  readonly cardFor: (tx: Tx, post: Post) => Promise<Card | undefined>;
  readonly fallbackChannel: () => string;
  /** Who holds the leases: another one for every start of every process. */
  readonly holder: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: Metrics;
  /** 0 … 1, spreads what would come back all at once. */
  readonly random?: () => number;
}

export interface DeliveryStatus {
  /** False: Slack refuses the token, and every message waits. */
  readonly authorized: boolean;
  readonly reason?: string;
  readonly unreachable: readonly { readonly channel: string; readonly reason: string }[];
}

export interface Delivery extends Handle {
  /** Something is due in `channel`, or somewhere; call it as soon as it can be seen. */
  readonly wake: (channel?: string) => void;
  readonly status: () => DeliveryStatus;
}

/** Calls under way may end in this time when the process stops. */
const drainMs = 8_000;

interface Parts {
  readonly authorization: Authorization;
  readonly reach: Reach;
  readonly stopped: AbortController;
  readonly log: Log;
}

/** The leases of whoever had this database before: it locks its file, so they are gone. */
const releaseDead = async ({ store, holder }: DeliveryDeps, log: Log): Promise<void> => {
  if (store.kind !== 'sqlite') return;
  try {
    await store.transaction(async (tx) => {
      const holders = (await tx.channels.all()).map((state) => state.holder);
      for (const other of new Set(holders))
        if (other !== undefined && other !== holder) await tx.channels.releaseAll(other);
    });
  } catch (thrown) {
    // They run out by themselves.
    log.error('old leases could not be released', { error: toError(thrown).message });
  }
};

const statusOf = ({ authorization, reach }: Parts): DeliveryStatus => {
  const reason = authorization.refusal();
  const unreachable = reach.list();
  return reason === undefined
    ? { authorized: true, unreachable }
    : { authorized: false, reason, unreachable };
};

/** Looks every few minutes whether lost channels are there again. */
const watchReach = async ({ clock }: DeliveryDeps, parts: Parts): Promise<void> => {
  const { reach, authorization, stopped, log } = parts;
  const { signal } = stopped;
  const look = async (work: () => Promise<void>): Promise<void> => {
    try {
      await work();
    } catch (thrown) {
      log.error('lost channels could not be looked for', { error: toError(thrown).message });
    }
  };
  await look(reach.load);
  while (!signal.aborted) {
    await clock.sleep(reachProbeMs, signal);
    if (!signal.aborted && authorization.refusal() === undefined) await look(reach.probe);
  }
};

const createWork = (
  deps: DeliveryDeps,
  { authorization, reach, log }: Parts,
  { isClosed, wake }: { isClosed: () => boolean; wake: (channel: string) => void },
) => {
  const { store, messenger, clock, random = Math.random } = deps;
  const pace = createPace();
  const editQueue = createEditQueue();
  const shared = { ...deps, timeoutMs: messenger.timeoutMs, pace, log, random, wake };
  const claim = createClaim(shared);
  const settle = createSettle({ ...shared, reach, authorization });
  const call = createCall({ messenger, clock });
  const next = async (tx: Tx, channel: string): Promise<Step> =>
    isClosed() ? wait() : claim(tx, channel, editQueue.isNext(channel));

  /** Claims, calls and settles until nothing in the channel may go out now; then when to look again. */
  const work = async (channel: string): Promise<number | undefined> => {
    let step = await store.transaction((tx) => next(tx, channel));
    while (step.kind === 'job') {
      const { job } = step;
      if (job.kind === 'edit') editQueue.leave(channel);
      const result = await call(job);
      // What came of it and what comes next are one commit.
      step = await store.transaction(async (tx) => {
        await settle(tx, job, result);
        return next(tx, channel);
      });
    }
    if (step.forEdit) editQueue.wait(channel);
    else editQueue.leave(channel);
    return step.at;
  };
  return { work, pace, editQueue };
};

/**
 * Writes to Slack what the outbox wants: in each channel one call after the other, as fast as Slack
 * allows, each message once even across crashes and lost replies. Starts at once.
 *
 * @returns stop: begins nothing new, gives the calls under way 8 s, releases the leases
 */
export const createDelivery = (deps: DeliveryDeps): Delivery => {
  const { store, messenger, holder, clock } = deps;
  const log = deps.log.child({ part: 'delivery' });
  const stopped = new AbortController();
  const wake = (channel?: string): void => schedule.wake(channel);
  const authorization = createAuthorization({
    messenger,
    clock,
    log,
    signal: stopped.signal,
    resumed: wake,
  });
  const isClosed = (): boolean => stopped.signal.aborted || authorization.refusal() !== undefined;
  const reach = createReach({ store, messenger, clock, log, reachable: wake });
  const parts = { authorization, reach, stopped, log };
  const { work, pace, editQueue } = createWork(deps, parts, { isClosed, wake });
  const schedule = createSchedule({
    store,
    clock,
    log,
    work,
    pace,
    editQueue,
    isClosed,
    signal: stopped.signal,
    before: () => releaseDead(deps, log),
  });
  const watching = watchReach(deps, parts);

  return {
    wake,
    status: () => statusOf(parts),
    stop: async () => {
      stopped.abort();
      const enough = new AbortController();
      const ended = Promise.all([schedule.stop(), watching, authorization.settled()]);
      await Promise.race([ended, clock.sleep(drainMs, enough.signal)]);
      enough.abort();
      await store.transaction((tx) => tx.channels.releaseAll(holder));
    },
  };
};
