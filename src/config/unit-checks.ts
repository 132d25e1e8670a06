import { isAccountId } from '../core/ids.ts';
import { type Complain, checkDuplicates, checkKnown, get, list, words, wordsOf } from './raw.ts';

const isUnit = (entry: unknown): boolean => get(entry, 'unit') !== undefined;

/** The settings as if they listed no unit: whose accounts are not known when the file is checked. */
export const withoutUnits = (raw: unknown): unknown => ({
  accounts: list(get(raw, 'accounts')).filter((entry) => !isUnit(entry)),
});

/** Without the ids of accounts that may be a unit's: those cannot be checked. */
export const checkable = (raw: unknown, named: readonly string[]): readonly string[] =>
  list(get(raw, 'accounts')).some(isUnit) ? named.filter((word) => !isAccountId(word)) : named;

/** What is wrong with the units beside what is wrong in each. */
export const checkUnits = (raw: unknown, complain: Complain): void => {
  const accounts = wordsOf(withoutUnits(raw), 'accounts', ['name', 'id']);
  const units = list(get(raw, 'accounts')).flatMap((entry, index) =>
    isUnit(entry) ? [{ entry, path: ['accounts', index] }] : [],
  );
  for (const { entry, path } of units)
    checkKnown(
      { path: [...path, 'readBy'], value: words(get(entry, 'readBy')) },
      accounts,
      'no single account among accounts has that id or name',
      complain,
    );
  checkDuplicates(
    units.flatMap(({ entry, path }) =>
      words(get(entry, 'unit')).map((value) => ({ path: [...path, 'unit'], value })),
    ),
    'the unit',
    complain,
  );
};
