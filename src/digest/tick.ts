import cron from 'node-cron';
import type { Clock } from '../core/clock.ts';
import { toError } from '../core/errors.ts';
import type { Handle } from '../core/handle.ts';
import type { Log } from '../core/log.ts';
import type { DigestSettings } from '../core/settings.ts';
import type { Store } from '../core/store.ts';
import { createLastDue } from './due.ts';
import { putDigestWork } from './work.ts';

export interface TickDeps {
  readonly digests: () => readonly DigestSettings[];
  readonly store: Store;
  /** Called as soon as the work of a digest that is due can be seen. */
  readonly claimed: () => void;
  readonly clock: Clock;
  readonly log: Log;
}

const justNowMs = 30_000;

type LastDue = ReturnType<typeof createLastDue>;

/** One for each schedule: making it takes longer than asking it. */
const createSchedules = (): ((schedule: DigestSettings['schedule']) => LastDue) => {
  const known = new Map<string, LastDue>();
  return (schedule) => {
    const key = JSON.stringify([schedule.cron, schedule.zone]);
    const lastDue = known.get(key) ?? createLastDue(schedule);
    known.set(key, lastDue);
    return lastDue;
  };
};

/**
 * Claims what is due. The claim is a row, written together with the work that it stands for, so that
 * there is one digest for each instant whatever restarts or replicas do; of what was missed meanwhile
 * only the newest is claimed.
 */
export const createTick = ({ digests, store, claimed, clock, log }: TickDeps) => {
  const lastDueOf = createSchedules();
  /** By name: the schedule and the instant that need no look into the store any more. */
  const done = new Map<string, string>();

  const claim = (digest: DigestSettings, dueAt: number | undefined): Promise<void> =>
    store.transaction(async (tx) => {
      const { name, schedule } = digest;
      const now = clock.now();
      // What is due in the very minute in which the schedule is set counts.
      const from = await tx.digests.schedule(name, schedule, now - justNowMs);
      if (dueAt === undefined || dueAt <= from) return;
      const run = { digest: name, dueAt };
      if (!(await tx.digests.claim({ ...run, claimedAt: now }))) return;
      await putDigestWork(tx, run, now);
      tx.whenVisible(claimed);
      log.info('a digest is due', { digest: name, dueAt: new Date(dueAt).toISOString() });
    });

  const look = async (digest: DigestSettings): Promise<void> => {
    const { name, schedule } = digest;
    const dueAt = lastDueOf(schedule)(clock.now());
    const looked = JSON.stringify([schedule, dueAt]);
    if (done.get(name) === looked) return;
    await claim(digest, dueAt);
    done.set(name, looked);
  };

  return async (): Promise<void> => {
    for (const digest of digests())
      try {
        await look(digest);
      } catch (thrown) {
        log.error('a digest could not be claimed, it is tried again in a minute', {
          digest: digest.name,
          error: toError(thrown).message,
        });
      }
  };
};

/** Looks every minute, and at once, whether a digest is due. */
export const startTicks = (deps: TickDeps): Handle => {
  const { log } = deps;
  const tick = createTick(deps);
  let ticking = tick();
  const task = cron.schedule(
    '* * * * *',
    () => {
      ticking = ticking.then(tick);
      return ticking;
    },
    {
      timezone: 'UTC',
      noOverlap: true,
      unref: true,
      logger: {
        info: () => {},
        debug: () => {},
        warn: log.warn,
        error: (said) => log.error('node-cron', { error: toError(said).message }),
      },
    },
  );
  return {
    stop: async () => {
      await task.destroy();
      await ticking;
    },
  };
};
