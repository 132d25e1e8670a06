import type { AccessVerdict } from '../core/access.ts';
import { accountsOfChannel } from '../core/channel-accounts.ts';
import type { Place, Where } from '../core/command.ts';
import type { AccountId } from '../core/ids.ts';
import { accountRegions } from '../core/regions.ts';
import type { Account, Settings } from '../core/settings.ts';
import type { Asker } from './asker.ts';

/** Where a question is to be asked. */
export type Placed =
  | {
      readonly kind: 'placed';
      readonly places: readonly Place[];
      /** Only what the asker did themselves may be told. */
      readonly isSelf: boolean;
      /** Named or meant, but not allowed. */
      readonly denied: readonly Account[];
      /** Of these the asker may only see their own doings; left out of an answer that tells more. */
      readonly selfOnly: readonly Account[];
    }
  /** Several accounts could be meant. */
  | { readonly kind: 'choose'; readonly accounts: readonly Account[] }
  | { readonly kind: 'denied'; readonly denied: readonly Account[] };

interface Placing {
  readonly where: Where;
  readonly picked: readonly AccountId[] | undefined;
  /** Where nothing else names an account, all are meant that may be told of. */
  readonly isElseAboutAll?: boolean | undefined;
  readonly verdict: AccessVerdict;
  readonly asker: Asker;
  readonly settings: Pick<Settings, 'accounts' | 'routes' | 'access' | 'slack'>;
}

/** The accounts that are meant; undefined: it cannot be told. */
const meant = ({ where, picked, isElseAboutAll, verdict, asker, settings }: Placing) => {
  const allowed = new Set([...verdict.full, ...verdict.self].map(({ id }) => id));
  if (picked !== undefined) return picked;
  if (where.accounts === 'all')
    return settings.accounts.filter(({ id }) => allowed.has(id)).map(({ id }) => id);
  if (where.accounts !== undefined) return where.accounts;
  const { channel } = asker;
  const here = channel === undefined ? [] : accountsOfChannel(settings, channel);
  const usable = here.filter(({ id }) => allowed.has(id));
  if (usable.length > 0) return usable.map(({ id }) => id);
  return allowed.size === 1 || isElseAboutAll ? [...allowed] : undefined;
};

const among = (accounts: readonly Account[], ids: ReadonlySet<AccountId>): readonly Account[] =>
  accounts.filter(({ id }) => ids.has(id));

/**
 * Finds the accounts and regions of a question: those that it names, else the channel's, else the
 * only one that the asker may see, or all of them where it says so; never the bot's own without a word.
 */
export const place = (placing: Placing): Placed => {
  const { where, verdict } = placing;
  const wanted = meant(placing);
  if (wanted === undefined) {
    const accounts = [...verdict.full, ...verdict.self];
    return accounts.length === 0
      ? { kind: 'denied', denied: verdict.denied }
      : { kind: 'choose', accounts };
  }
  const ids = new Set(wanted);
  const full = among(verdict.full, ids);
  const self = among(verdict.self, ids);
  const denied = among(verdict.denied, ids);
  const isSelf = full.length === 0;
  const chosen = isSelf ? self : full;
  if (chosen.length === 0) return { kind: 'denied', denied };
  return {
    kind: 'placed',
    isSelf,
    denied,
    selfOnly: isSelf ? [] : self,
    places: chosen.map((account) => ({
      account,
      regions: where.regions ?? accountRegions(account),
    })),
  };
};

/** "prod, staging and 3 more". */
export const accountNames = (accounts: readonly Account[], most = 5): string => {
  const names = accounts.map(({ name }) => name);
  const shown = names.slice(0, most).join(', ');
  return names.length > most ? `${shown} and ${names.length - most} more` : shown;
};

/** "prod, staging", "40 accounts". */
export const accountsInAll = (accounts: readonly Account[]): string =>
  accounts.length <= 3 ? accountNames(accounts) : `${accounts.length} accounts`;

/** "prod (eu-west-1, us-east-1)", "40 accounts, 17 regions each". */
export const placeWords = (places: readonly Place[]): string => {
  const regions = new Set(places.flatMap((one) => one.regions));
  const names = accountsInAll(places.map(({ account }) => account));
  if (regions.size <= 3) return `${names} (${[...regions].join(', ')})`;
  return `${names} (${regions.size} regions)`;
};
