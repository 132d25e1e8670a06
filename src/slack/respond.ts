import { type Clock, minute } from '../core/clock.ts';
import type { Outcome } from '../core/conversation.ts';
import { toError } from '../core/errors.ts';
import { retryAfterMs } from './client.ts';
import { failureOf } from './outcome.ts';
import { type Fields, isFields } from './session.ts';

/**
 * An address to answer at. It serves five times within half an hour:
 * https://docs.slack.dev/interactivity/handling-user-interaction#message_responses
 */
export interface ResponseUrl {
  readonly url: string;
  /** Epoch ms. */
  readonly until: number;
  readonly uses: number;
}

const maxUses = 5;
const livesMs = 30 * minute;

export const newResponseUrl = (url: string, clock: Pick<Clock, 'now'>): ResponseUrl => ({
  url,
  until: clock.now() + livesMs,
  uses: 0,
});

/** Can it be used once more? */
export const isUsable = ({ until, uses }: ResponseUrl, clock: Pick<Clock, 'now'>): boolean =>
  uses < maxUses && clock.now() < until;

const codes = /[a-z][a-z0-9]*(?:_[a-z0-9]+)+/;

/** The error in an answer that is JSON, plain words (`invalid_blocks`), or neither. */
const errorIn = (text: string): string | undefined => {
  try {
    const value: unknown = JSON.parse(text);
    if (isFields(value)) return value['ok'] === false ? String(value['error']) : undefined;
  } catch {
    return codes.exec(text.slice(0, 200))?.[0];
  }
  return undefined;
};

const outcomeOf = async (response: Response, now: number): Promise<Outcome<undefined>> => {
  if (response.status === 429) {
    await response.body?.cancel();
    const waitMs = retryAfterMs(response.headers.get('retry-after'), now);
    return { kind: 'rate-limited', retryAfterMs: waitMs };
  }
  const text = await response.text();
  const error = errorIn(text);
  if (error !== undefined) return failureOf(error, undefined, undefined);
  if (response.ok) return { kind: 'ok', value: undefined };
  return { kind: response.status < 500 ? 'refused' : 'unknown', error: `http_${response.status}` };
};

/** Posts to an address for answers, which must have been checked; never throws. */
export const postResponse = async (
  url: string,
  body: Fields,
  { timeoutMs, clock }: { readonly timeoutMs: number; readonly clock: Pick<Clock, 'now'> },
): Promise<Outcome<undefined>> => {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json; charset=utf-8' },
      body: JSON.stringify(body),
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
    });
    return await outcomeOf(response, clock.now());
  } catch (thrown) {
    return { kind: 'unknown', error: toError(thrown).name };
  }
};
