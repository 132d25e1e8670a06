import {
  type WebAPICallResult,
  WebAPIHTTPError,
  WebAPIPlatformError,
  WebAPIRequestError,
  type WebClient,
} from '@slack/web-api';
import type { Outcome } from '../core/conversation.ts';
import { TooLate } from './begin-in-time.ts';
import { RateLimited, retryAfterMs } from './client.ts';
import { cureFor } from './cures.ts';

export type Failure = Exclude<Outcome<never>, { kind: 'ok' }>;

/** Slack's error codes by what they mean for us. https://docs.slack.dev/reference/methods/chat.postMessage#errors */
const kinds = {
  'refused-form': [
    'invalid_blocks',
    'invalid_blocks_format',
    'invalid_arguments',
    'msg_too_long',
    'msg_blocks_too_long',
    'no_text',
    'invalid_attachments',
    'too_many_attachments',
    'attachment_payload_limit_exceeded',
    'block_mismatch',
  ],
  unreachable: [
    'channel_not_found',
    'not_in_channel',
    'is_archived',
    'restricted_action',
    'restricted_action_read_only_channel',
    'restricted_action_thread_only_channel',
    'restricted_action_non_threadable_channel',
    'restricted_action_thread_locked',
    'posting_to_channel_denied',
    'as_user_not_supported',
    'messages_tab_disabled',
    'team_access_not_granted',
    'access_denied',
    'no_permission',
  ],
  unauthorized: [
    'invalid_auth',
    'not_authed',
    'account_inactive',
    'token_revoked',
    'token_expired',
    'not_allowed_token_type',
    'two_factor_setup_required',
  ],
  gone: ['message_not_found', 'thread_not_found', 'cant_update_message', 'cannot_reply_to_message'],
  /** Slack says that it did nothing, or that it cannot now. */
  unavailable: [
    'internal_error',
    'service_unavailable',
    'request_timeout',
    'team_added_to_org',
    'org_login_required',
    'accesslimited',
    'ekm_access_denied',
    'message_limit_exceeded',
  ],
  /** "some aspect of the operation succeeded before the error was raised" */
  unknown: ['fatal_error'],
} as const;

const kindNames = [
  'refused-form',
  'unreachable',
  'unauthorized',
  'gone',
  'unavailable',
  'unknown',
] as const;

const kindOf: ReadonlyMap<string, keyof typeof kinds> = new Map(
  kindNames.flatMap((kind) => kinds[kind].map((error) => [error, kind] as const)),
);

const codePattern = /^[a-z][a-z0-9_]{1,80}$/;

/** What Slack's own "no" means; `needed` are the scopes that it says are missing. */
export const failureOf = (
  error: unknown,
  retryAfter: number | undefined,
  needed: unknown,
): Failure => {
  if (typeof error !== 'string' || !codePattern.test(error))
    return { kind: 'unknown', error: 'the answer is not one of Slack' };
  if (error === 'ratelimited' || error === 'rate_limited') {
    const header = retryAfter === undefined ? undefined : `${retryAfter}`;
    return { kind: 'rate-limited', retryAfterMs: retryAfterMs(header, Date.now()) };
  }
  if (error === 'missing_scope' && typeof needed === 'string' && /^[\w:.,]{1,200}$/.test(needed))
    return { kind: 'refused', error: `missing_scope ${needed}` };
  const kind = kindOf.get(error) ?? 'refused';
  return kind === 'unreachable' ? { kind, error, cure: cureFor(error) } : { kind, error };
};

const textField = (value: object, key: string): string =>
  key in value ? String(Reflect.get(value, key)) : '';

// TLS was not agreed on, so nothing was sent.
const tlsCode = /^(?:ERR_TLS_|ERR_SSL_|CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_)/;

/** Did the call end before anything was written? Then Slack has surely not seen it. */
const wasNeverSent = (error: unknown, depth = 0): boolean => {
  if (!(error instanceof Error) || depth > 5) return false;
  if (error instanceof TooLate) return true;
  const syscall = textField(error, 'syscall');
  const code = textField(error, 'code');
  if (syscall === 'connect' || syscall === 'getaddrinfo') return true;
  if (code === 'UND_ERR_CONNECT_TIMEOUT' || tlsCode.test(code)) return true;
  if (error instanceof AggregateError)
    return error.errors.length > 0 && error.errors.every((one) => wasNeverSent(one, depth + 1));
  return wasNeverSent(error.cause, depth + 1);
};

const requestFailure = (original: Error): Failure => {
  if (original instanceof RateLimited)
    return { kind: 'rate-limited', retryAfterMs: original.retryAfterMs };
  if (original.name === 'TimeoutError') return { kind: 'unknown', error: 'no answer in time' };
  const { cause } = original;
  const code =
    cause instanceof Error ? textField(cause, 'code') || cause.message : original.message;
  return { kind: wasNeverSent(original) ? 'unavailable' : 'unknown', error: code };
};

/**
 * What a failed call means. A status of 500 and above, a lost connection, a deadline or an answer
 * that is no Slack answer may all come after Slack has accepted, so they are `unknown`.
 */
export const classify = (thrown: unknown): Failure => {
  if (thrown instanceof WebAPIPlatformError) {
    const { error, response_metadata: metadata } = thrown.data;
    return failureOf(error, metadata?.retryAfter, Reflect.get(thrown.data, 'needed'));
  }
  if (thrown instanceof WebAPIHTTPError) {
    const { statusCode } = thrown;
    // Slack itself answers 200 or 429; a 4xx is somebody on the way who did not let it through.
    const isKnown = statusCode >= 400 && statusCode < 500 && statusCode !== 408;
    return { kind: isKnown ? 'unavailable' : 'unknown', error: `http_${statusCode}` };
  }
  if (thrown instanceof WebAPIRequestError) return requestFailure(thrown.original);
  if (thrown instanceof Error && thrown.name === 'TimeoutError') return requestFailure(thrown);
  // The SDK stumbles over bodies such as `null`.
  return { kind: 'unknown', error: 'the answer cannot be read' };
};

/**
 * Blocks and the like as JSON, which the SDK would make of them anyway: it first walks through every
 * object it is given, word by word, for a line in its log that nobody reads.
 */
const asWritten = (args: Readonly<Record<string, unknown>>): Record<string, unknown> => {
  const written: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(args))
    written[key] = typeof value === 'object' && value !== null ? JSON.stringify(value) : value;
  return written;
};

/** One call; never throws. The answer's fields are not checked. */
export const callSlack = async (
  client: WebClient,
  method: string,
  args: Readonly<Record<string, unknown>>,
): Promise<Outcome<WebAPICallResult & Readonly<Record<string, unknown>>>> => {
  try {
    return { kind: 'ok', value: { ...(await client.apiCall(method, asWritten(args))) } };
  } catch (thrown) {
    return classify(thrown);
  }
};
