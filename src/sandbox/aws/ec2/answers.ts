import { isJson, type Json, listOf, stringOf } from '../../json.ts';
import { AwsError } from '../aws-error.ts';
import { readToken, writeToken } from '../cursor.ts';
import type { Caller } from '../operation.ts';

const bad = (problem: string): AwsError => new AwsError('InvalidParameterValue', problem);

const sizeOf = (input: Json): number => {
  if (input['MaxResults'] === undefined) return 1000;
  const size = Number(input['MaxResults']);
  if (Number.isInteger(size) && size >= 5 && size <= 1000) return size;
  throw bad(
    `Value ( ${stringOf(input['MaxResults'])} ) for parameter maxResults is invalid. Expecting a value between 5 and 1000.`,
  );
};

/**
 * One page of a list; ids and a page's size do not go together.
 * @throws AwsError InvalidParameterValue, InvalidParameterCombination, InvalidNextToken
 */
export const pageOf = <T>(
  caller: Caller,
  input: Json,
  items: readonly T[],
  ids: readonly unknown[],
): { readonly items: readonly T[]; readonly nextToken: string | undefined } => {
  if (ids.length > 0 && input['MaxResults'] !== undefined)
    throw new AwsError(
      'InvalidParameterCombination',
      'The parameter MaxResults cannot be used with the parameter of ids',
    );
  const { NextToken: token, MaxResults: _size, ...question } = input;
  const cursor = token === undefined ? undefined : readToken(caller, question, stringOf(token));
  if (token !== undefined && cursor === undefined)
    throw new AwsError('InvalidNextToken', 'The token is invalid.');
  const start = Number(cursor?.after ?? 0);
  const end = start + sizeOf(input);
  const nextToken =
    end < items.length ? writeToken(caller, question, { after: String(end) }) : undefined;
  return { items: items.slice(start, end), nextToken };
};

/**
 * Whether an item passes all filters; `*` in a value stands for anything.
 * @param valuesOf What an item has under a filter's name; undefined: there is no such filter
 * @throws AwsError InvalidParameterValue
 */
export const filterOf = <T>(
  input: Json,
  valuesOf: Readonly<Record<string, (item: T) => readonly string[]>>,
): ((item: T) => boolean) => {
  const filters = listOf(input['Filter'])
    .filter(isJson)
    .map((filter) => {
      const name = stringOf(filter['Name']);
      const read = Object.hasOwn(valuesOf, name) ? valuesOf[name] : undefined;
      if (read === undefined) throw bad(`The filter '${name}' is invalid`);
      return { read, wanted: listOf(filter['Value']).map((value) => patternOf(String(value))) };
    });
  return (item) =>
    filters.every(({ read, wanted }) =>
      read(item).some((value) => wanted.some((pattern) => pattern.test(value))),
    );
};

const patternOf = (value: string): RegExp =>
  new RegExp(`^${value.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*')}$`);

/** @throws AwsError `code` for an id that there is not */
export const byIds = <T extends { readonly id: string }>(
  items: readonly T[],
  ids: readonly string[],
  refusal: (id: string) => AwsError,
): readonly T[] => {
  for (const id of ids) if (!items.some((item) => item.id === id)) throw refusal(id);
  return ids.length === 0 ? items : items.filter(({ id }) => ids.includes(id));
};
