import { FilterPatternError } from './filter-pattern/error.ts';
import { readJsonPattern } from './filter-pattern/json.ts';
import { readTermsPattern } from './filter-pattern/terms.ts';

/** One event of a log group, as its text and parsed; either is asked for only when it is needed. */
interface LogLine {
  readonly message: () => string;
  /** Undefined for a line that is no JSON. */
  readonly record: unknown;
}

/**
 * Compiles a filter pattern of CloudWatch Logs: nothing (matches all), terms (`"a b" -c`, `?d ?e`,
 * `%regex%`), or conditions on JSON (`{ $.a = "x*" && ($.b != 3 || $.c NOT EXISTS) }`). Values are
 * told by case; `&&` binds tighter than `||`. Lines of columns (`[ip, user, …]`) are not read.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
 *
 * @throws FilterPatternError with what was expected, and where
 */
export const readFilterPattern = (pattern: string): ((line: LogLine) => boolean) => {
  const start = pattern.trimStart().charAt(0);
  if (start === '') return () => true;
  if (start === '[')
    throw new FilterPatternError('terms or { … }', pattern.length - pattern.trimStart().length);
  if (start === '{') {
    const holds = readJsonPattern(pattern);
    return ({ record }) => holds(record);
  }
  const isIn = readTermsPattern(pattern);
  return ({ message }) => isIn(message());
};
