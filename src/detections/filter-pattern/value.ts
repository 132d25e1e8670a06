import { FilterPatternError } from './error.ts';
import { type Scanner, unquoted } from './scanner.ts';

/** What a comparison compares with. */
export interface Value {
  /** The number it is, unquoted; undefined where it is none. */
  readonly number: number | undefined;
  readonly matches: (text: string) => boolean;
}

const quoted = /"(?:[^"\\]|\\.)*"/;
const regex = /%[^%]+%/;
const bare = /[^\s(){}&|"=<>!%][^\s(){}&|"]*/;
const number = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?$/i;

/**
 * What CloudWatch lets into a regular expression: no parentheses, nothing beyond ASCII.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
 */
const allowed = /^[\w:#=@/;,\-^$?[\]{}|\\*+.]+$/;

const compileRegex = (source: string, position: number): RegExp => {
  if (allowed.test(source)) {
    try {
      return new RegExp(source);
    } catch (thrown) {
      if (!(thrown instanceof SyntaxError)) throw thrown;
    }
  }
  throw new FilterPatternError('a regular expression as CloudWatch knows them', position);
};

/** `%…%`, if it comes next. */
export const takeRegex = (scanner: Scanner): RegExp | undefined => {
  const at = scanner.position();
  const found = scanner.take(regex);
  return found === undefined ? undefined : compileRegex(found.slice(1, -1), at);
};

/** An asterisk stands for anything at either end, and for itself between. */
const wildcard = (text: string): ((value: string) => boolean) => {
  const isOpenStart = text.startsWith('*');
  const isOpenEnd = text.endsWith('*') && (text.length > 1 || !isOpenStart);
  const core = text.slice(isOpenStart ? 1 : 0, isOpenEnd ? -1 : undefined);
  if (isOpenStart && isOpenEnd) return (value) => value.includes(core);
  if (isOpenStart) return (value) => value.endsWith(core);
  return isOpenEnd ? (value) => value.startsWith(core) : (value) => value === core;
};

/** A quoted text, a regular expression between percent signs, or a word. */
export const readValue = (scanner: Scanner): Value => {
  const expression = takeRegex(scanner);
  if (expression !== undefined)
    return { number: undefined, matches: (text) => expression.test(text) };
  const inQuotes = scanner.take(quoted);
  if (inQuotes !== undefined) return { number: undefined, matches: wildcard(unquoted(inQuotes)) };
  const word = scanner.need(bare, 'a value');
  return { number: number.test(word) ? Number(word) : undefined, matches: wildcard(word) };
};
