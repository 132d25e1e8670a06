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
}

/**
 * A messenger that uses no token before it is known to be of the team and the bot that the store
 * belongs to; a rotated one is checked the same way.
 */
export const createGuardedMessenger = (deps: GuardedMessengerDeps): Messenger => {
  const { settings, store, log } = deps;
  const meta = {
    get: (key: string) => store.transaction((tx) => tx.meta.get(key)),
    set: (key: string, value: string) => store.transaction((tx) => tx.meta.set(key, value)),
  };
  const admit = async (token: string): Promise<void> => {
    const { teamId, botId, missing } = await checkIdentity({
      token,
      apiUrl: settings.apiUrl,
      meta,
    });
    log.info('the Slack token is in use', { teamId, botId });
    if (missing.length > 0)
      log.warn('the Slack token lacks scopes', { missing: missing.map(scopeWithReason) });
  };
  return createMessenger({ ...deps, token: settings.botToken, apiUrl: settings.apiUrl, admit });
};
