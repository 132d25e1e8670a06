import { bestPractices } from '../../checks/best-practices/index.ts';
import type { BestPractice } from '../../checks/check.ts';

const plain = (text: string): readonly string[] =>
  text
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
    // "keys" finds "key", and the other way round.
    .map((word) => (word.length > 3 ? word.replace(/s$/, '') : word));

const has = (name: string, wanted: readonly string[]): boolean => {
  const words = plain(name);
  return wanted.every((want) => words.some((word) => word.startsWith(want)));
};

const isSame = (name: string, wanted: readonly string[]): boolean =>
  plain(name).join(' ') === wanted.join(' ');

/** By id or title, else every one whose id or title has all the words. */
export const findPractices = (text: string): readonly BestPractice[] => {
  const wanted = plain(text);
  if (wanted.length === 0) return [];
  const exact = bestPractices.filter(
    ({ id, title }) => isSame(id, wanted) || isSame(title, wanted),
  );
  return exact.length > 0
    ? exact
    : bestPractices.filter(({ id, title }) => has(`${id} ${title}`, wanted));
};
