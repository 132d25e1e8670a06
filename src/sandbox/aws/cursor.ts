import { createHash } from 'node:crypto';
import { isJson, type Json, parseJson, stringOf } from '../json.ts';
import type { Caller } from './operation.ts';

/** Where a listing goes on, bound to who asked for what. */
interface Cursor {
  /** Identifies the last item of the page before. */
  readonly after: string;
}

const fingerprint = (caller: Caller, input: Json): string =>
  createHash('sha256')
    .update(JSON.stringify([caller.account, caller.region, input]))
    .digest('base64url')
    .slice(0, 22);

/** @param input What was asked for, without the token itself. */
export const writeToken = (caller: Caller, input: Json, { after }: Cursor): string =>
  Buffer.from(JSON.stringify({ after, of: fingerprint(caller, input) })).toString('base64');

/** @returns undefined for a token that is none, or was given for another question */
export const readToken = (caller: Caller, input: Json, token: string): Cursor | undefined => {
  const value = parseJson(Buffer.from(token, 'base64').toString('utf8'));
  if (!isJson(value) || value['of'] !== fingerprint(caller, input)) return undefined;
  return { after: stringOf(value['after']) };
};
