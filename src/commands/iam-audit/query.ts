import { bestPractices } from '../../checks/best-practices/index.ts';
import type { BestPractice } from '../../checks/check.ts';
import type { Place } from '../../core/command.ts';
import { whereWords } from '../asking/where-words.ts';

export interface AuditQuery {
  /** The id of a practice; undefined: all. */
  readonly check: string | undefined;
  /** What stood after `in`, for buttons that ask again. */
  readonly where: string;
}

export const practicesOf = ({ check }: AuditQuery): readonly BestPractice[] =>
  bestPractices.filter(({ id }) => check === undefined || id === check);

/** What was chosen without being said is said, unless it is a long list. */
const whereOf = ({ where }: AuditQuery, places: readonly Place[]): string => {
  if (where !== '' || places.length > 3) return where;
  const accounts = places.map(({ account }) => account);
  return whereWords({ accounts: accounts.map(({ id }) => id), regions: undefined }, accounts);
};

/** The words that ask about one practice in the same places. */
export const againWords = (query: AuditQuery, places: readonly Place[], check: string): string => {
  const where = whereOf(query, places);
  return where === '' ? check : `${check} in ${where}`;
};
