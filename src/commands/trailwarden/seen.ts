import type { Question } from '../../core/command.ts';
import type { AccountId, RegionId } from '../../core/ids.ts';
import type { Incident } from '../../core/incident-store.ts';
import type { Account } from '../../core/settings.ts';

/** What an asker may know of: an account that the settings do not list takes a rule about all. */
export const seesAccount = (
  { places, isUnlistedToo = false }: Pick<Question<unknown>, 'places' | 'isUnlistedToo'>,
  accounts: readonly Account[],
): ((account: AccountId | undefined) => boolean) => {
  const seen = new Set(places.map(({ account }) => account.id));
  const listed = new Set(accounts.map(({ id }) => id));
  return (account) =>
    account !== undefined && listed.has(account) ? seen.has(account) : isUnlistedToo;
};

/** Is it in one of these regions? Undefined: any. */
export const isInRegion = (
  { latest }: Pick<Incident, 'latest'>,
  regions: readonly RegionId[] | undefined,
): boolean =>
  regions === undefined || (latest.region !== undefined && regions.includes(latest.region));

/** "prod", or the id of an account without a name. */
export const accountNamed = (
  account: AccountId | undefined,
  accounts: readonly Account[],
): string => accounts.find(({ id }) => id === account)?.name ?? account ?? '–';
