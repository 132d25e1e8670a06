import cron from 'node-cron';
import { type Clock, day } from './core/clock.ts';
import { toError } from './core/errors.ts';
import type { Handle } from './core/handle.ts';
import type { Log } from './core/log.ts';
import type { Store } from './core/store.ts';

/**
 * How long a processed notification is remembered. Longer than the age at which a signed message is
 * refused (30 days), so that a replay always meets either the one or the other.
 */
const rememberMs = 35 * day;

/** Of each digest, for its CSV buttons and for what the next one is compared with. */
const keptDigests = 8;

interface HousekeepingDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
}

/** What runs by the clock: a nightly copy of the store, and forgetting what is old. */
export const startHousekeeping = ({ store, clock, log }: HousekeepingDeps): Handle => {
  const quiet = {
    info: () => {},
    debug: () => {},
    warn: log.warn,
    error: (said: string | Error) => log.error('node-cron', { error: toError(said).message }),
  };
  const night = async (): Promise<void> => {
    const now = clock.now();
    const forgotten = await store.transaction((tx) => tx.inbox.prune(now - rememberMs));
    const answers = await store.transaction((tx) => tx.answers.prune(now));
    // Longer than Event history may be late, and than a message may be replayed.
    const claims = await store.transaction((tx) => tx.evidence.prune(now - rememberMs));
    const snapshots = await store.transaction((tx) => tx.digests.prune(keptDigests));
    const copy = await store.backUp?.();
    log.info('nightly housekeeping', { forgotten, answers, claims, snapshots, copy });
  };
  const task = cron.schedule(
    '17 3 * * *',
    () =>
      night().catch((thrown: unknown) =>
        log.error('nightly housekeeping failed', { error: toError(thrown).message }),
      ),
    { timezone: 'UTC', noOverlap: true, unref: true, logger: quiet },
  );
  return {
    stop: async () => {
      await task.destroy();
    },
  };
};
