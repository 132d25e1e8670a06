import type { ReadingContext, Where } from '../../core/command.ts';
import { didYouMean } from '../../core/did-you-mean.ts';
import { type AccountId, isAccountId, type RegionId } from '../../core/ids.ts';
import { accountRegions, regionOf } from '../../core/regions.ts';
import type { Account } from '../../core/settings.ts';
import { untrusted } from '../../core/text.ts';
import { isKeyword, type Taken, type Word, type Wrong, wrong } from './tokens.ts';

/** One word of the list after `in`. */
type Item =
  | { readonly kind: 'all' }
  | { readonly kind: 'accounts'; readonly ids: readonly AccountId[] }
  | { readonly kind: 'region'; readonly region: RegionId };

type Context = Pick<ReadingContext, 'accounts'>;

const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

const regionsOf = (accounts: readonly Account[]): readonly RegionId[] => [
  ...new Set(accounts.flatMap(accountRegions)),
];

/** An id, a name or a group; names before groups. */
const accountsCalled = (name: string, accounts: readonly Account[]): readonly AccountId[] => {
  const one = accounts.filter((account) => account.id === name || same(account.name, name));
  const found =
    one.length > 0 ? one : accounts.filter(({ groups }) => groups.some((g) => same(g, name)));
  return found.map(({ id }) => id);
};

const unknown = (name: string, { accounts }: Context): Wrong => {
  const shown = { code: untrusted(name.slice(0, 80)) };
  if (isAccountId(name)) return wrong('The settings list no account ', shown, '.');
  if (regionOf(name) !== undefined)
    return wrong('No account of the settings lists the region ', shown, '.');
  const known = [
    ...accounts.map((account) => account.name),
    ...new Set(accounts.flatMap(({ groups }) => groups)),
    ...regionsOf(accounts),
    'all',
  ];
  return wrong(shown, ` is no account, group or region that I know.${didYouMean(name, known)}`);
};

const itemOf = (name: string, context: Context): Item | Wrong => {
  if (same(name, 'all')) return { kind: 'all' };
  const ids = accountsCalled(name, context.accounts);
  if (ids.length > 0) return { kind: 'accounts', ids };
  const region = regionOf(name);
  const known = regionsOf(context.accounts);
  return region !== undefined && (known.length === 0 || known.includes(region))
    ? { kind: 'region', region }
    : unknown(name, context);
};

interface Listed {
  readonly names: readonly string[];
  /** The first word after the list. */
  readonly end: number;
}

/** `prod,staging`, `prod, staging`, `"Prod EU",staging`: the list that begins at `start`. */
const listAt = (words: readonly Word[], start: number): Listed => {
  const names: string[] = [];
  let at = start;
  let expects = true;
  for (let word = words[at]; word !== undefined; word = words[at]) {
    const continues = expects || (!word.isQuoted && word.text.startsWith(','));
    // A region needs no comma: `in prod eu-west-1`.
    if (!continues && (word.isQuoted || !/^[a-z]{2,5}(?:-[a-z]+)+-\d+,?$/i.test(word.text))) break;
    names.push(...(word.isQuoted ? [word.text] : word.text.split(',')));
    expects = !word.isQuoted && word.text.endsWith(',');
    at += 1;
  }
  return { names: names.map((name) => name.trim()).filter((name) => name !== ''), end: at };
};

const merged = (items: readonly Item[]): Where => {
  const ids = items.flatMap((item) => (item.kind === 'accounts' ? item.ids : []));
  const regions = items.flatMap((item) => (item.kind === 'region' ? [item.region] : []));
  const all = items.some(({ kind }) => kind === 'all');
  return {
    accounts: all ? 'all' : ids.length > 0 ? [...new Set(ids)] : undefined,
    regions: regions.length > 0 ? [...new Set(regions)] : undefined,
  };
};

/** `in the last 2h` is a time. */
const startsWhere = (words: readonly Word[], at: number): boolean =>
  isKeyword(words[at], 'in') && !isKeyword(words[at + 1], 'the', 'last', 'past');

/**
 * Takes every `in WHERE` out of the words: accounts by id, name or group, regions, `all`; commas
 * between them. Names ignore case; one with spaces has to be quoted.
 */
export const takeWhere = (words: readonly Word[], context: Context): Taken<Where> => {
  const items: Item[] = [];
  const rest: Word[] = [];
  let at = 0;
  for (let word = words[at]; word !== undefined; word = words[at]) {
    if (!startsWhere(words, at)) {
      rest.push(word);
      at += 1;
      continue;
    }
    const { names, end } = listAt(words, at + 1);
    if (names.length === 0)
      return wrong('After ', { code: 'in' }, ' comes an account, a group, a region or ', {
        code: 'all',
      });
    for (const name of names) {
      const item = itemOf(name, context);
      if (item.kind === 'wrong') return item;
      items.push(item);
    }
    at = end;
  }
  return { kind: 'taken', value: merged(items), rest };
};
