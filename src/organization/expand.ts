import type { OrganizationAccount } from '../aws/organizations-types.ts';
import type { Account, Settings, UnitSettings } from '../core/settings.ts';

/** The accounts of each unit, as they were listed last. */
export type Listed = ReadonlyMap<string, readonly OrganizationAccount[]>;

const longestName = 80;

/** What the owner of an account called it, in the letters that names of accounts have here. */
const clean = (name: string): string =>
  name
    .replaceAll(/[^\p{L}\p{N} _.@()-]+/gu, ' ')
    .replaceAll(/\s+/g, ' ')
    .replace(/^[^\p{L}\p{N}]+/u, '')
    .trim();

const fill = (pattern: string, { id, name }: OrganizationAccount): string =>
  clean(
    pattern.replaceAll(/\{account\.(name|id)\}/g, (_, what) => (what === 'id' ? id : clean(name))),
  ).slice(0, longestName);

/** Without its id a name might be a word that rules use for other accounts: its owner chose it. */
const nameOf = (unit: UnitSettings, one: OrganizationAccount, taken: ReadonlySet<string>) => {
  const name = fill(unit.name, one);
  if (name === '') return one.id;
  const isTaken = taken.has(name.toLowerCase()) || (/^\d{12}$/.test(name) && name !== one.id);
  return isTaken ? `${name.slice(0, longestName - 15)} (${one.id})` : name;
};

const accountOf = (unit: UnitSettings, one: OrganizationAccount, name: string): Account => ({
  id: one.id,
  name,
  role: unit.role.replaceAll('{account.id}', one.id),
  externalId: unit.externalId,
  regions: unit.regions,
  groups: unit.groups,
});

const reservedWords = ({ accounts, units }: Pick<Settings, 'accounts' | 'units'>) =>
  new Set(
    [
      'all',
      ...accounts.flatMap(({ id, name, groups }) => [id, name, ...groups]),
      ...units.flatMap(({ groups }) => groups),
    ].map((word) => word.toLowerCase()),
  );

/**
 * The settings' accounts, and after them the active ones of their units. An account that is listed by
 * itself stays as it is listed; one of several units is the first one's. No name is given twice, nor
 * one that stands for a group.
 */
export const expandUnits = (
  settings: Pick<Settings, 'accounts' | 'units'>,
  listed: Listed,
): readonly Account[] => {
  const taken = reservedWords(settings);
  const found = new Map(settings.accounts.map((account) => [account.id, account]));
  for (const unit of settings.units)
    for (const one of listed.get(unit.unit) ?? []) {
      if (!one.isActive || found.has(one.id)) continue;
      const account = accountOf(unit, one, nameOf(unit, one, taken));
      taken.add(account.name.toLowerCase());
      found.set(one.id, account);
    }
  return [...found.values()];
};
