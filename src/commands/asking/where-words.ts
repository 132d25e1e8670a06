import type { Where } from '../../core/command.ts';
import type { Account } from '../../core/settings.ts';
import { quoted } from '../grammar/tokens.ts';

const nameOf = (id: string, accounts: readonly Account[]): string => {
  const name = accounts.find((account) => account.id === id)?.name ?? id;
  // A name that several have means all of them.
  const isShared =
    accounts.filter((one) => one.name.toLowerCase() === name.toLowerCase()).length > 1;
  if (isShared) return id;
  return /[\s,"']/.test(name) ? quoted(name) : name;
};

/** What stands after `in`; empty: nothing was said. */
export const whereWords = ({ accounts, regions }: Where, known: readonly Account[]): string =>
  [
    ...(accounts === 'all' ? ['all'] : (accounts ?? []).map((id) => nameOf(id, known))),
    ...(regions ?? []),
  ].join(',');
