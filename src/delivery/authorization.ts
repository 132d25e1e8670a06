import { type Clock, minute } from '../core/clock.ts';
import type { Messenger } from '../core/conversation.ts';
import type { Log } from '../core/log.ts';

interface AuthorizationDeps {
  readonly messenger: Messenger;
  readonly clock: Clock;
  readonly log: Log;
  readonly signal: AbortSignal;
  /** The token works again. */
  readonly resumed: () => void;
}

export interface Authorization {
  /** Why nothing may be sent; undefined while the token works. */
  readonly refusal: () => string | undefined;
  /** Slack has refused the token: nothing more is sent until a probe says that it works. */
  readonly hold: (reason: string) => void;
  /** Resolves when no probe is running. */
  readonly settled: () => Promise<void>;
}

/** One call a minute is all that a refused token is used for; a new one is noticed by it too. */
const probeEveryMs = minute;

/** Whether Slack takes our token. */
export const createAuthorization = (deps: AuthorizationDeps): Authorization => {
  const { messenger, clock, log, signal, resumed } = deps;
  let refusal: string | undefined;
  let probing = Promise.resolve();

  const probe = async (): Promise<void> => {
    while (!signal.aborted) {
      await clock.sleep(probeEveryMs, signal);
      if (signal.aborted) return;
      const outcome = await messenger.probe();
      if (outcome.kind === 'ok') {
        refusal = undefined;
        log.info('Slack takes the token again');
        resumed();
        return;
      }
      if (outcome.kind === 'unauthorized') refusal = outcome.error;
    }
  };

  return {
    refusal: () => refusal,
    hold: (reason) => {
      if (refusal === undefined) {
        log.error('Slack refuses the token, every message is kept', { reason });
        probing = probe();
      }
      refusal = reason;
    },
    settled: () => probing,
  };
};
