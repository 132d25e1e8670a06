import type { Clock } from '../core/clock.ts';
import type { Messenger } from '../core/conversation.ts';
import type { Log } from '../core/log.ts';
import type { SlackSettings } from '../core/settings.ts';
import type { Store } from '../core/store.ts';
import { checkIdentity } from './identity.ts';
import { createMessenger } from './messenger.ts';
import { scopeWithReason } from './scopes.ts';

export interface GuardedMessengerDeps {
  readonly settings: Pick<SlackSettings, 'botToken' | 'apiUrl'>;
  readonly linkHosts: () => readonly string[];
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  /** Shared with whatever else uses the token; its own unless given. */
  readonly admit?: (token: string) => Promise<void>;
}

/**
 * Lets no token be used before it is known to be of the team and the bot that the store belongs to;
 * whoever asks about the same one gets the same answer, until it is no.
 */
export const createAdmission = ({
  settings,
  store,
  log,
}: Pick<GuardedMessengerDeps, 'settings' | 'store' | 'log'>): ((
  token: string,
) => Promise<void>) => {
  const meta = {
    get: (key: string) => store.transaction((tx) => tx.meta.get(key)),
    set: (key: string, value: string) => store.transaction((tx) => tx.meta.set(key, value)),
  };
  const check = async (token: string): Promise<void> => {
    const { teamId, botId, missing } = await checkIdentity({
      token,
      apiUrl: settings.apiUrl,
      meta,
    });
    log.info('the Slack token is in use', { teamId, botId });
    if (missing.length > 0)
      log.warn('the Slack token lacks scopes', { missing: missing.map(scopeWithReason) });
  };
  let last: { readonly token: string; readonly checked: Promise<void> } | undefined;

  return async (token) => {
    if (last?.token !== token) last = { token, checked: check(token) };
    const { checked } = last;
    try {
      await checked;
    } catch (thrown) {
      // The next one asks again: the store, the network or the token's file may be mended.
      if (last?.checked === checked) last = undefined;
      throw thrown;
    }
  };
};

/** A messenger that uses no token that is not admitted; a rotated one is checked the same way. */
export const createGuardedMessenger = (deps: GuardedMessengerDeps): Messenger => {
  const { settings, admit = createAdmission(deps) } = deps;
  return createMessenger({ ...deps, token: settings.botToken, apiUrl: settings.apiUrl, admit });
};
