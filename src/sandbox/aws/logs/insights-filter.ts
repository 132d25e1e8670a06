import {
  readTests,
  type Scanner,
  type Test,
  unquoted,
} from '../../../detections/filter-pattern/scanner.ts';
import { AwsError } from '../aws-error.ts';
import { fieldOf } from './insights-fields.ts';
import type { LogEvent } from './log-event.ts';

export const malformed = (what: string, position: number): AwsError =>
  new AwsError(
    'MalformedQueryException',
    `unexpected symbol found at line 1 and position ${position}: expected ${what}`,
  );

const fieldPattern = /`[^`]+`|@?[A-Za-z_][\w.-]*/;
const textPattern = /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/;
const numberPattern = /-?\d+(?:\.\d+)?/;
const regexPattern = /\/(?:[^/\\]|\\.)+\//;

export const readField = (scanner: Scanner): string =>
  scanner.need(fieldPattern, 'a field').replaceAll('`', '');

const readValue = (scanner: Scanner): string => {
  const text = scanner.take(textPattern);
  return text === undefined ? scanner.need(numberPattern, 'a value') : unquoted(text);
};

/** `(?i)` before it ignores case, as in Insights. */
const toRegex = (literal: string): RegExp => {
  const source = literal.slice(1, -1);
  return source.startsWith('(?i)') ? new RegExp(source.slice(4), 'i') : new RegExp(source);
};

const readLike = (scanner: Scanner): Test<string> => {
  const literal = scanner.take(regexPattern);
  if (literal !== undefined) {
    const regex = toRegex(literal);
    return (value) => regex.test(value);
  }
  const part = readValue(scanner);
  return (value) => value.includes(part);
};

const readList = (scanner: Scanner): Test<string> => {
  scanner.need(/\[/, '[');
  const values = [readValue(scanner)];
  while (scanner.take(/,/) !== undefined) values.push(readValue(scanner));
  scanner.need(/\]/, ']');
  return (value) => values.includes(value);
};

const compare: Readonly<Record<string, (a: string, b: string) => boolean>> = {
  '=': (a, b) => a === b,
  '!=': (a, b) => a !== b,
  '<': (a, b) => Number(a) < Number(b),
  '<=': (a, b) => Number(a) <= Number(b),
  '>': (a, b) => Number(a) > Number(b),
  '>=': (a, b) => Number(a) >= Number(b),
};

const readComparison = (scanner: Scanner): Test<string> => {
  if (scanner.take(/=~/) !== undefined) return readLike(scanner);
  const isNot = scanner.take(/not\b/i) !== undefined;
  const negated = (test: Test<string>): Test<string> => (isNot ? (value) => !test(value) : test);
  if (scanner.take(/like\b/i) !== undefined) return negated(readLike(scanner));
  if (scanner.take(/in\b/i) !== undefined) return negated(readList(scanner));
  const test = compare[scanner.need(/!=|<=|>=|=|<|>/, 'a comparison')];
  const wanted = readValue(scanner);
  return (value) => test?.(value, wanted) === true;
};

const readOne = (scanner: Scanner): Test<LogEvent> => {
  if (scanner.take(/not\b/i) !== undefined) {
    const test = readOne(scanner);
    return (event) => !test(event);
  }
  if (scanner.take(/\(/) !== undefined) {
    const inner = readFilter(scanner);
    scanner.need(/\)/, ')');
    return inner;
  }
  if (scanner.take(/ispresent\s*\(/i) !== undefined) {
    const field = readField(scanner);
    scanner.need(/\)/, ')');
    return (event) => fieldOf(event, field) !== undefined;
  }
  const field = readField(scanner);
  const test = readComparison(scanner);
  return (event) => {
    const value = fieldOf(event, field);
    return value !== undefined && test(value);
  };
};

/** The condition of a `filter` command: https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax-Filter.html */
export const readFilter = (scanner: Scanner): Test<LogEvent> =>
  readTests(scanner, { or: /or\b/i, and: /and\b/i, one: () => readOne(scanner) });
