import type { AdvisorCheck } from '../../aws/support-types.ts';
import { replacedChecks } from '../../checks/advisor/replaced-checks.ts';
import type { OwnCheck } from '../../checks/check.ts';

const plain = (text: string): string =>
  text
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

/** "keys" finds "key" and the other way round. */
const stem = (word: string): string => (word.length > 3 ? word.replace(/s$/, '') : word);

const stems = (text: string): readonly string[] => plain(text).split(' ').map(stem);

const hasWords = (name: string, wanted: readonly string[]): boolean => {
  const words = stems(name);
  return wanted.every((want) => words.some((word) => word.startsWith(want)));
};

interface Named {
  readonly id: string;
  readonly name: string;
}

/** By id, else by the whole name, else every one whose name has all the words. */
const matching = <T>(
  words: string,
  all: readonly T[],
  named: (one: T) => readonly Named[],
): readonly T[] => {
  const wanted = plain(words);
  if (wanted === '') return [];
  const byId = all.filter((one) => named(one).some(({ id }) => plain(id) === wanted));
  if (byId.length > 0) return byId;
  const whole = all.filter((one) => named(one).some(({ name }) => plain(name) === wanted));
  if (whole.length > 0) return whole;
  const parts = stems(words);
  return all.filter((one) => named(one).some(({ name }) => hasWords(name, parts)));
};

export interface FoundChecks {
  readonly checks: readonly AdvisorCheck[];
  /** The old check that was asked for, where its successor was found in its place. */
  readonly replaced: Named | undefined;
}

/** The checks that words mean, among those that an account is offered. */
export const findChecks = (words: string, offered: readonly AdvisorCheck[]): FoundChecks => {
  const [old] = matching(words, replacedChecks, (one) => [one]);
  const isExact = old !== undefined && [plain(old.id), plain(old.name)].includes(plain(words));
  if (isExact && !offered.some(({ id }) => id === old.id)) {
    const successor = offered.filter(({ id }) => id === old.successor);
    if (successor.length > 0) return { checks: successor, replaced: old };
  }
  const checks = matching(words, offered, (one) => [one]);
  if (checks.length > 0 || old === undefined) return { checks, replaced: undefined };
  const successor = offered.filter(({ id }) => id === old.successor);
  return { checks: successor, replaced: successor.length > 0 ? old : undefined };
};

/** The same among our own checks, which answer to the names of Trusted Advisor's too. */
export const findOwnChecks = (words: string, own: readonly OwnCheck[]): readonly OwnCheck[] => {
  const [old] = matching(words, replacedChecks, (one) => [one]);
  const found = matching(words, own, ({ id, title, advisor }) => [{ id, name: title }, advisor]);
  return found.length > 0 || old === undefined
    ? found
    : own.filter(({ advisor }) => advisor.id === old.successor);
};

/** A few checks whose names share a word with what was asked for. */
export const nearChecks = (
  words: string,
  offered: readonly AdvisorCheck[],
): readonly AdvisorCheck[] => {
  const wanted = stems(words).filter((word) => word.length > 2);
  const scored = offered.map((check) => ({
    check,
    hits: wanted.filter((want) => hasWords(check.name, [want])).length,
  }));
  return scored
    .filter(({ hits }) => hits > 0)
    .toSorted((a, b) => b.hits - a.hits)
    .slice(0, 8)
    .map(({ check }) => check);
};
