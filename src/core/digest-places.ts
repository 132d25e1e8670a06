import { coversAccount } from './access.ts';
import { channelOfAccount, possibleChannels, type RouteSettings } from './route.ts';
import type { Account, DigestSettings, Settings } from './settings.ts';

const isMeant = (words: readonly string[] | undefined, account: Account): boolean =>
  words === undefined || coversAccount({ accounts: words }, account);

/** The accounts that a digest is about, in the order of the settings. */
export const digestAccounts = (
  { accounts: words }: Pick<DigestSettings, 'accounts'>,
  accounts: readonly Account[],
): readonly Account[] => accounts.filter((account) => isMeant(words, account));

const accountChannelOf = (
  { accountChannels }: Pick<DigestSettings, 'accountChannels'>,
  account: Account,
) => accountChannels.find(({ accounts }) => isMeant(accounts, account));

/** Where an account's own part of a digest goes besides; undefined: it has no channel of its own. */
export const ownChannelOf = (
  digest: Pick<DigestSettings, 'accountChannels'>,
  account: Account,
): string | undefined => {
  const found = accountChannelOf(digest, account);
  return found && channelOfAccount(found.channel, account);
};

/** Is it a channel that the account has only if there is one of that name? */
export const isOwnChannelByPattern = (
  digest: Pick<DigestSettings, 'accountChannels'>,
  account: Account,
): boolean => accountChannelOf(digest, account)?.channel.includes('{') === true;

/** The channels that a digest is sent to, each once, its own first. */
const digestChannels = (
  digest: Pick<DigestSettings, 'channel' | 'accounts' | 'accountChannels'>,
  accounts: readonly Account[],
): readonly string[] => [
  ...new Set([
    digest.channel,
    ...digestAccounts(digest, accounts).flatMap((account) => ownChannelOf(digest, account) ?? []),
  ]),
];

/** The channels that alerts and digests can lead to, as far as the settings tell, each once. */
export const settingsChannels = (
  settings: RouteSettings & Pick<Settings, 'digests'>,
): readonly { readonly channel: string; readonly why: string }[] => {
  const found = new Map(possibleChannels(settings).map((one) => [one.channel, one]));
  for (const digest of settings.digests)
    for (const channel of digestChannels(digest, settings.accounts))
      if (!found.has(channel)) found.set(channel, { channel, why: `the digest ${digest.name}` });
  return [...found.values()];
};
