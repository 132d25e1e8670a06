import { AsyncLocalStorage } from 'node:async_hooks';
import type { WebClient } from '@slack/web-api';
import type { Outcome } from '../core/conversation.ts';
import { AppError, toError } from '../core/errors.ts';
import type { Log } from '../core/log.ts';
import type { IsTooLate } from './begin-in-time.ts';
import { createClient } from './client.ts';
import { callSlack, type Failure } from './outcome.ts';

export type Fields = Readonly<Record<string, unknown>>;

export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null;

export const listOf = (value: unknown): readonly Fields[] =>
  Array.isArray(value) ? value.filter(isFields) : [];

/** The cursor of the page after this one. */
export const nextCursor = (answer: Fields): string | undefined => {
  const { response_metadata: metadata } = answer;
  const cursor = isFields(metadata) ? metadata['next_cursor'] : undefined;
  return typeof cursor === 'string' && cursor !== '' ? cursor : undefined;
};

/** One call to a method of the Web API; never throws. Too late it is `unavailable`, and not written. */
export type Call = (
  method: string,
  args: Fields,
  isTooLate?: IsTooLate,
) => Promise<Outcome<Fields>>;

export interface SessionDeps {
  /** Asked before every call, so that a rotated token counts at once. */
  readonly token: () => string;
  readonly apiUrl: string;
  readonly log: Log;
  /** The deadline of one call; 10 s unless told. */
  readonly timeoutMs?: number;
  /** Asked for each new token before it is used; throws an AppError to refuse it. */
  readonly admit?: (token: string) => Promise<void>;
}

/** How much longer than its own deadline a call may take while a new token is checked. */
export const admissionMs = 1_000;

/** Calls with the token as it is now; `admit` decides on each new one. */
export const createSession = ({ token, apiUrl, timeoutMs, admit, log }: SessionDeps): Call => {
  let current:
    | { token: string; client: WebClient; admitted: Promise<Failure | undefined> }
    | undefined;
  // The SDK hands nothing of a call on to `fetch`; a client a call would cost more than the call.
  const lateness = new AsyncLocalStorage<IsTooLate | undefined>();

  const check = async (value: string): Promise<Failure | undefined> => {
    try {
      await admit?.(value);
      return undefined;
    } catch (thrown) {
      const error = toError(thrown).message;
      // The next call asks again: the store, the network or the token's file may be mended.
      if (current?.token === value) current = undefined;
      if (!(thrown instanceof AppError) || thrown.kind !== 'config')
        return { kind: 'unavailable', error };
      log.error('the Slack token is refused', { error });
      return { kind: 'unauthorized', error };
    }
  };

  return async (method, args, isTooLate) => {
    let value: string;
    try {
      value = token();
    } catch (thrown) {
      return { kind: 'unauthorized', error: toError(thrown).message };
    }
    if (current?.token !== value) {
      const client = createClient(value, {
        apiUrl,
        timeoutMs,
        untilWhen: () => lateness.getStore(),
      });
      current = { token: value, client, admitted: Promise.resolve(undefined) };
      current.admitted = check(value);
    }
    const { client, admitted } = current;
    const askedAt = performance.now();
    const failure = await admitted;
    if (failure) return failure;
    // Whoever calls holds a lease for the deadline of one call, not of two.
    if (performance.now() - askedAt > admissionMs)
      return { kind: 'unavailable', error: 'the token was being checked' };
    return lateness.run(isTooLate, () => callSlack(client, method, args));
  };
};
