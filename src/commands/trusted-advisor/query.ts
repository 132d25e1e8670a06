import type { AdvisorStatus } from '../../aws/support-types.ts';
import { type CategoryId, categoryWords } from '../../checks/advisor/categories.ts';
import type { Place } from '../../core/command.ts';
import type { RegionId } from '../../core/ids.ts';
import { whereWords } from '../asking/where-words.ts';

export type Colour = 'red' | 'yellow';

export const statusOfColour = (colour: Colour): AdvisorStatus =>
  colour === 'red' ? 'error' : 'warning';

export type Subject =
  | { readonly kind: 'all' }
  | { readonly kind: 'category'; readonly category: CategoryId }
  /** An id of a check, or words of its name: only AWS's list of checks tells which. */
  | { readonly kind: 'check'; readonly words: string };

export interface AdvisorQuery {
  readonly action: 'show' | 'refresh';
  readonly subject: Subject;
  readonly colour: Colour | undefined;
  /** Named after `in`: Trusted Advisor is asked about all, and answers are filtered. */
  readonly regions: readonly RegionId[] | undefined;
  /** What stood after `in`, for buttons that ask again. */
  readonly where: string;
}

const subjectWords = (subject: Subject): string => {
  if (subject.kind === 'all') return 'all';
  return subject.kind === 'category' ? categoryWords(subject.category) : subject.words;
};

/** What was chosen without being said is said, unless it is a long list. */
const whereOf = ({ where, regions }: AdvisorQuery, places: readonly Place[]): string => {
  if (where !== '' || places.length > 3) return where;
  const accounts = places.map(({ account }) => account);
  return whereWords({ accounts: accounts.map(({ id }) => id), regions }, accounts);
};

/** The words that ask the same again, about `subject` where it is given. */
export const againWords = (
  query: AdvisorQuery,
  places: readonly Place[],
  subject: string = subjectWords(query.subject),
): string => {
  const where = whereOf(query, places);
  return [
    ...(query.action === 'refresh' ? ['refresh'] : []),
    subject,
    ...(query.colour === undefined ? [] : [query.colour]),
    ...(where === '' ? [] : [`in ${where}`]),
  ].join(' ');
};
