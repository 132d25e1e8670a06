import type { AwsClients } from './aws/clients.ts';
import { createSts } from './aws/sts.ts';
import { type Clock, minute } from './core/clock.ts';
import { toError } from './core/errors.ts';
import type { Handle } from './core/handle.ts';
import type { Log } from './core/log.ts';
import type { Settings } from './core/settings.ts';
import type { Store } from './core/store.ts';
import { homeOf } from './home.ts';
import { rememberOwnRole } from './incidents/own-roles.ts';

interface OwnRoleDeps {
  readonly settings: () => Settings;
  readonly aws: AwsClients;
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
}

const againMs = 10 * minute;

/** Asks AWS once which role the bot runs as, so that whoever else uses it is seen; starts at once. */
export const startOwnRole = ({ settings, aws, store, clock, log }: OwnRoleDeps): Handle => {
  const stopping = new AbortController();
  const { signal } = stopping;
  const sts = createSts(aws);

  const learn = async (): Promise<boolean> => {
    try {
      const { arn } = await sts.identity(homeOf(settings()), signal);
      await store.transaction((tx) => rememberOwnRole(tx, arn));
      return true;
    } catch (thrown) {
      if (!signal.aborted)
        log.warn('AWS does not say which role the bot runs as', {
          reason: toError(thrown).message,
        });
      return false;
    }
  };
  const run = async (): Promise<void> => {
    while (!signal.aborted && !(await learn())) await clock.sleep(againMs, signal);
  };
  const running = run();

  return {
    stop: async () => {
      stopping.abort(new Error('the bot stops'));
      await running;
    },
  };
};
