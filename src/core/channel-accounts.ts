import { coversAccount, namesChannel } from './access.ts';
import type { Conversation } from './interaction.ts';
import { type RouteSettings, routeChannels } from './route.ts';
import type { Account, Route, Settings } from './settings.ts';

type Channel = Pick<Conversation, 'id' | 'name'>;

/** Does the route take every alert of an account that it takes any of, so that none goes on? */
const takesAll = ({ when, channel, continue: goesOn }: Route): boolean =>
  !goesOn &&
  Object.keys(when).every((key) => key === 'account') &&
  // A channel that the alert has to tell more for may be passed over.
  !/\{(?:region|source)\}/.test(channel);

/** The channels where an account's alerts can be shown. */
const channelsOf = ({ routes, slack }: RouteSettings, account: Account): readonly string[] => {
  const found: string[] = [];
  for (const route of routes) {
    const channels = routeChannels(route, account);
    found.push(...channels);
    if (channels.length > 0 && takesAll(route)) break;
  }
  return found.length > 0 ? found : [slack.fallbackChannel];
};

/**
 * The accounts that a channel is about, in the order of the settings: those whose alerts the routes
 * lead there (to the fallback channel: those that no route is for), and those that access rules
 * which name the channel list, by more than `all`.
 */
export const accountsOfChannel = (
  settings: RouteSettings & Pick<Settings, 'access'>,
  channel: Channel,
): readonly Account[] => {
  const listed = settings.access.rules
    .filter(({ channels }) => channels !== undefined && namesChannel(channels, channel))
    .map(({ accounts }) => ({ accounts: accounts.filter((word) => word !== 'all') }));
  return settings.accounts.filter(
    (account) =>
      namesChannel(channelsOf(settings, account), channel) ||
      listed.some((rule) => coversAccount(rule, account)),
  );
};
