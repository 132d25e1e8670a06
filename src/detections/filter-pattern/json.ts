import { FilterPatternError } from './error.ts';
import { createScanner, readTests, type Scanner, type Test } from './scanner.ts';
import { type AnyValue, compileSelector, selectorPattern } from './selector.ts';
import { readValue, type Value } from './value.ts';

const operator = /!=|<=|>=|=|<|>/;

const orders: Readonly<Record<string, (a: number, b: number) => boolean>> = {
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
};

const isScalar = (value: unknown): value is string | number | boolean =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';

const isEqual = (value: string | number | boolean, to: Value): boolean =>
  typeof value === 'number' && to.number !== undefined
    ? value === to.number
    : to.matches(String(value));

const readComparison = (scanner: Scanner, any: AnyValue): Test<unknown> => {
  const sign = scanner.need(operator, 'a comparison, NOT EXISTS or IS');
  const at = scanner.position();
  const value = readValue(scanner);
  const order = orders[sign];
  if (order !== undefined) {
    const { number } = value;
    if (number === undefined) throw new FilterPatternError('a number', at);
    return (record) => any(record, (each) => typeof each === 'number' && order(each, number));
  }
  // What is absent, a list or an object is neither equal nor unequal.
  const wanted = sign === '=';
  return (record) => any(record, (each) => isScalar(each) && isEqual(each, value) === wanted);
};

const states: Readonly<Record<string, unknown>> = { NULL: null, TRUE: true, FALSE: false };

const readCondition = (scanner: Scanner): Test<unknown> => {
  const any = compileSelector(scanner.need(selectorPattern, 'a selector such as $.eventName'));
  if (scanner.take(/NOT\s+EXISTS\b/) !== undefined) return (record) => !any(record, () => true);
  if (scanner.take(/IS\b/) === undefined) return readComparison(scanner, any);
  const state = states[scanner.need(/(?:NULL|TRUE|FALSE)\b/, 'NULL, TRUE or FALSE')];
  return (record) => any(record, (value) => value === state);
};

const readGroups = (scanner: Scanner): Test<unknown> =>
  readTests(scanner, {
    or: /\|\|/,
    and: /&&/,
    one: () => {
      if (scanner.take(/\(/) === undefined) return readCondition(scanner);
      const inner = readGroups(scanner);
      scanner.need(/\)/, ')');
      return inner;
    },
  });

/** `{ $.selector = value && … }`, for a parsed record. */
export const readJsonPattern = (pattern: string): Test<unknown> => {
  const scanner = createScanner(pattern, (what, at) => new FilterPatternError(what, at));
  scanner.need(/\{/, '{');
  const test = readGroups(scanner);
  scanner.need(/\}/, '}');
  if (!scanner.isAtEnd()) throw new FilterPatternError('the end', scanner.position());
  return test;
};
