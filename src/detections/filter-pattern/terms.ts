import { FilterPatternError } from './error.ts';
import { createScanner, type Scanner, type Test, unquoted } from './scanner.ts';
import { takeRegex } from './value.ts';

interface Term {
  /** `-` excludes, `?` is one of several. */
  readonly sign: string;
  readonly isIn: Test<string>;
}

const readTerm = (scanner: Scanner): Term => {
  const sign = scanner.take(/[-?]/) ?? '';
  const expression = takeRegex(scanner);
  if (expression !== undefined) return { sign, isIn: (text) => expression.test(text) };
  const inQuotes = scanner.take(/"(?:[^"\\]|\\.)*"/);
  const word = inQuotes === undefined ? scanner.need(/[^\s"]+/, 'a term') : unquoted(inQuotes);
  return { sign, isIn: (text) => text.includes(word) };
};

/**
 * Terms: every plain one, and none with `-`. Those with `?` are alternatives, and CloudWatch
 * passes over them where others stand beside them.
 */
export const readTermsPattern = (pattern: string): Test<string> => {
  const scanner = createScanner(pattern, (what, at) => new FilterPatternError(what, at));
  const terms: Term[] = [];
  while (!scanner.isAtEnd()) terms.push(readTerm(scanner));
  const some = terms.filter(({ sign }) => sign === '?');
  if (some.length === terms.length) return (text) => some.some(({ isIn }) => isIn(text));
  const others = terms.filter(({ sign }) => sign !== '?');
  return (text) => others.every(({ sign, isIn }) => isIn(text) === (sign === ''));
};
