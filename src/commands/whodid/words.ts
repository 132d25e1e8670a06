import type { Place } from '../../core/command.ts';
import { typedTime } from '../grammar/times.ts';
import { quoted } from '../grammar/tokens.ts';
import type { WhodidQuery } from './query.ts';
import { type Term, typedTerm } from './term.ts';

const oneWord = (text: string): string => (/[\s"',]/.test(text) ? quoted(text) : text);

const keywords =
  /^(?:in|by|from|since|until|on|between|and|denied|failed|yesterday|today|the|last|past|me)$/i;

const typed = (term: Term): string => {
  const text = typedTerm(term);
  if (term.kind === 'word' && keywords.test(text)) return quoted(text);
  const colon = /^[a-z]+:/.exec(text)?.[0] ?? '';
  return `${colon}${oneWord(text.slice(colon.length))}`;
};

const mostNames = 3;

/** `prod,eu-west-1`, or `all` where that would be long. */
const typedPlaces = (places: readonly Place[]): string => {
  if (places.length === 0 || places.length > mostNames) return 'all';
  const regions = [...new Set(places.flatMap((place) => place.regions))];
  const names = places.map(({ account }) => oneWord(account.name)).join(', ');
  return regions.length > mostNames ? names : `${names}, ${regions.join(', ')}`;
};

/** The words that ask this; times are written out. */
export const wordsOf = (query: WhodidQuery, places: readonly Place[]): string =>
  [
    query.term === undefined ? '' : typed(query.term),
    query.outcome ?? '',
    query.by === undefined ? '' : `by ${typed(query.by)}`,
    query.from === undefined ? '' : `from ${query.from}`,
    `in ${typedPlaces(places)}`,
    `between ${typedTime(query.since)} and ${typedTime(query.until)}`,
  ]
    .filter((word) => word !== '')
    .join(' ');
