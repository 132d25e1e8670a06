import { type Json, stringOf } from '../../json.ts';
import { AwsError } from '../aws-error.ts';
import { readToken, writeToken } from '../cursor.ts';
import type { AwsContext, Caller } from '../operation.ts';
import type { Directory, IamGroup, IamPolicy, IamRole, IamUser } from './entities.ts';

export const noSuch = (text: string): AwsError => new AwsError('NoSuchEntity', text, 404);

export const invalidInput = (text: string): AwsError => new AwsError('ValidationError', text);

/** @throws AwsError ValidationError */
export const textOf = (input: Json, name: string): string => {
  const value = stringOf(input[name]);
  if (value !== '') return value;
  const member = name.charAt(0).toLowerCase() + name.slice(1);
  throw invalidInput(
    `1 validation error detected: Value at '${member}' failed to satisfy constraint: Member must not be null`,
  );
};

export const directoryOf = ({ iam }: AwsContext, { account }: Caller): Directory =>
  iam.directory(account);

const found = <T>(kind: string, name: string, one: T | undefined): T => {
  if (one === undefined) throw noSuch(`The ${kind} with name ${name} cannot be found.`);
  return one;
};

/** @throws AwsError NoSuchEntity */
export const findUser = ({ users }: Directory, name: string): IamUser =>
  found('user', name, users.get(name));

/** @throws AwsError NoSuchEntity */
export const findRole = ({ roles }: Directory, name: string): IamRole =>
  found('role', name, roles.get(name));

/** @throws AwsError NoSuchEntity */
export const findGroup = ({ groups }: Directory, name: string): IamGroup =>
  found('group', name, groups.get(name));

/** @throws AwsError NoSuchEntity */
export const findPolicy = ({ policies }: Directory, arn: string): IamPolicy => {
  const policy = policies.get(arn);
  if (policy === undefined) throw noSuch(`Policy ${arn} does not exist or is not attachable.`);
  return policy;
};

const maxItems = (input: Json): number => {
  const value = Number(input['MaxItems'] ?? 100);
  if (Number.isInteger(value) && value >= 1 && value <= 1000) return value;
  throw invalidInput(
    `1 validation error detected: Value '${stringOf(input['MaxItems'])}' at 'maxItems' failed to satisfy constraint: Member must have value between 1 and 1000`,
  );
};

/**
 * One page of a list, and what stands beside it.
 * @throws AwsError ValidationError, InvalidInput
 */
export const pageOf = <T>(
  caller: Caller,
  input: Json,
  items: readonly T[],
): { readonly items: readonly T[]; readonly rest: Json } => {
  const { Marker: marker, MaxItems: _size, ...question } = input;
  const cursor = marker === undefined ? undefined : readToken(caller, question, stringOf(marker));
  if (marker !== undefined && cursor === undefined)
    throw new AwsError('InvalidInput', 'Invalid Marker.');
  const start = Number(cursor?.after ?? 0);
  const end = start + maxItems(input);
  const isTruncated = end < items.length;
  const next = isTruncated ? writeToken(caller, question, { after: String(end) }) : undefined;
  return {
    items: items.slice(start, end),
    rest: { IsTruncated: String(isTruncated), Marker: next },
  };
};

/** Those under a path. */
export const underPath = <T extends { readonly path: string }>(
  items: Iterable<T>,
  input: Json,
): readonly T[] => {
  const prefix = stringOf(input['PathPrefix']);
  return [...items].filter(({ path }) => path.startsWith(prefix));
};
