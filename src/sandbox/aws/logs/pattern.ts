import { isJson } from '../../json.ts';
import { AwsError } from '../aws-error.ts';
import type { LogEvent } from './log-event.ts';
import { createScanner, readTests, type Scanner, type Test, unquoted } from './scanner.ts';

// https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
const selector = /\$(?:\.[\w:-]+|\[(?:\d+|\*)\])*/;
const operator = /!=|<=|>=|=|<|>/;
const quoted = /"(?:[^"\\]|\\.)*"/;
const regex = /%[^%]+%/;
const bare = /[^\s(){}&|"=<>!][^\s(){}&|"]*/;

const fail = (what: string, position: number): AwsError =>
  new AwsError(
    'InvalidParameterException',
    `Invalid filter pattern: expected ${what} at position ${position}`,
  );

const step = (values: readonly unknown[], part: string): readonly unknown[] => {
  if (part === '*') return values.flatMap((value) => (Array.isArray(value) ? value : []));
  return values.flatMap((value): readonly unknown[] => {
    if (Array.isArray(value)) return /^\d+$/.test(part) ? value.slice(+part, +part + 1) : [];
    return isJson(value) && Object.hasOwn(value, part) ? [value[part]] : [];
  });
};

/** Everything that a selector names; nothing where it is absent. */
const select = (path: string): ((event: LogEvent) => readonly unknown[]) => {
  const parts = [...path.matchAll(/\.([\w:-]+)|\[(\d+|\*)\]/g)].map(
    ([, name, index]) => name ?? index ?? '',
  );
  return ({ record }) => parts.reduce<readonly unknown[]>(step, [record]);
};

const escaped = (text: string): string => text.replaceAll(/[\\^$.+?()[\]{}|]/g, String.raw`\$&`);

/** `*` stands for anything. */
const wildcard = (text: string): RegExp =>
  new RegExp(`^${escaped(text).replaceAll('*', '.*')}$`, 's');

const isScalar = (value: unknown): value is string | number | boolean =>
  ['string', 'number', 'boolean'].includes(typeof value);

const matchers = (scanner: Scanner): { readonly text: string; readonly match: RegExp } => {
  const pattern = scanner.take(regex);
  if (pattern !== undefined) return { text: pattern, match: new RegExp(pattern.slice(1, -1)) };
  const inQuotes = scanner.take(quoted);
  const text = inQuotes === undefined ? scanner.need(bare, 'a value') : unquoted(inQuotes);
  return { text, match: wildcard(text) };
};

const orders: Readonly<Record<string, (a: number, b: number) => boolean>> = {
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
};

const comparison = (scanner: Scanner, path: string): Test<LogEvent> => {
  const values = select(path);
  const sign = scanner.need(operator, 'a comparison');
  const { text, match } = matchers(scanner);
  const order = orders[sign];
  if (order !== undefined)
    return (event) =>
      values(event).some((value) => typeof value === 'number' && order(value, Number(text)));
  const isEqual = (value: unknown): boolean =>
    isScalar(value) &&
    (typeof value === 'number' && !text.includes('*')
      ? value === Number(text)
      : match.test(String(value)));
  // An absent member is neither equal nor unequal.
  return sign === '='
    ? (event) => values(event).some(isEqual)
    : (event) => values(event).some((value) => isScalar(value) && !isEqual(value));
};

const states: Readonly<Record<string, unknown>> = { NULL: null, TRUE: true, FALSE: false };

const condition = (scanner: Scanner): Test<LogEvent> => {
  const path = scanner.need(selector, 'a selector such as $.eventName');
  const values = select(path);
  if (scanner.take(/NOT\s+EXISTS\b/) !== undefined) return (event) => values(event).length === 0;
  if (scanner.take(/IS\b/) === undefined) return comparison(scanner, path);
  const state = states[scanner.need(/(?:NULL|TRUE|FALSE)\b/, 'NULL, TRUE or FALSE')];
  return (event) => values(event).includes(state);
};

const readJson = (text: string): Test<LogEvent> => {
  const scanner = createScanner(text, fail);
  const tests = (): Test<LogEvent> =>
    readTests(scanner, {
      or: /\|\|/,
      and: /&&/,
      one: () => {
        if (scanner.take(/\(/) === undefined) return condition(scanner);
        const inner = tests();
        scanner.need(/\)/, ')');
        return inner;
      },
    });
  scanner.need(/\{/, '{');
  const test = tests();
  scanner.need(/\}/, '}');
  if (!scanner.isAtEnd()) throw fail('the end', text.length);
  return test;
};

/** Terms: all of them, none with `-`, at least one of those with `?`. */
const readTerms = (text: string): Test<LogEvent> => {
  const terms = [...text.matchAll(/([-?]?)("(?:[^"\\]|\\.)*"|[^\s"]+)/g)].map(
    ([, sign = '', word = '']) => ({ sign, word: word.startsWith('"') ? unquoted(word) : word }),
  );
  const of = (sign: string): readonly string[] =>
    terms.filter((term) => term.sign === sign).map(({ word }) => word);
  const some = of('?');
  return (event) => {
    const message = event.message();
    return (
      of('').every((word) => message.includes(word)) &&
      !of('-').some((word) => message.includes(word)) &&
      (some.length === 0 || some.some((word) => message.includes(word)))
    );
  };
};

/**
 * A filter pattern of CloudWatch Logs: terms, or `{ $.selector = value && … }`.
 * @throws AwsError InvalidParameterException
 */
export const readPattern = (pattern: string): Test<LogEvent> => {
  const text = pattern.trim();
  if (text === '') return () => true;
  return text.startsWith('{') ? readJson(text) : readTerms(text);
};
