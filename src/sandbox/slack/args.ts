import type { IncomingMessage } from 'node:http';
import { isJson, type Json, parseJson } from '../json.ts';
import { invalidArguments, SlackError } from './slack-error.ts';

/** A call's arguments; in a form the structured ones are JSON texts. */
export type Args = Json;

/** @throws SlackError invalid_json, invalid_form_data, json_not_object */
export const parseArgs = (request: IncomingMessage, body: Buffer): Args => {
  const query = new URL(request.url ?? '/', 'http://localhost').searchParams;
  const type = (request.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
  if (body.length === 0) return Object.fromEntries(query);
  if (type === 'application/json') {
    const value = parseJson(body.toString('utf8'));
    if (value === undefined) throw new SlackError('invalid_json');
    if (!isJson(value)) throw new SlackError('json_not_object');
    return value;
  }
  if (type !== 'application/x-www-form-urlencoded') throw new SlackError('invalid_form_data');
  return Object.fromEntries([...query, ...new URLSearchParams(body.toString('utf8'))]);
};

/** The argument as text; a number or a flag is taken as Slack takes it. */
export const optional = (args: Args, name: string): string | undefined => {
  const value = args[name];
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
};

/** @throws SlackError invalid_arguments */
export const required = (args: Args, name: string): string => {
  const value = optional(args, name);
  if (value === undefined || value === '')
    throw invalidArguments(`missing required field: ${name}`);
  return value;
};

export const flag = (args: Args, name: string): boolean => {
  const value = args[name];
  return value === true || value === 'true' || value === '1' || value === 1;
};

/**
 * A structured argument, or undefined if it was not given.
 * @throws SlackError `code` where it is no JSON
 */
export const structured = (args: Args, name: string, code: string): unknown => {
  const value = args[name];
  if (typeof value !== 'string') return value ?? undefined;
  if (value === '') return undefined;
  const parsed = parseJson(value);
  if (parsed === undefined) throw new SlackError(code);
  return parsed;
};

/** @throws SlackError invalid_limit */
export const limitOf = (args: Args, standard: number, max: number): number => {
  const value = optional(args, 'limit');
  if (value === undefined || value === '0') return standard;
  const limit = Number(value);
  if (!Number.isInteger(limit) || limit < 1 || limit > max) throw new SlackError('invalid_limit');
  return limit;
};
