import { createHmac, timingSafeEqual } from 'node:crypto';
import { minute } from '../core/clock.ts';

/** A request this old, or this far ahead of our clock, is refused. */
const toleranceMs = 5 * minute;

const signaturePattern = /^v0=[0-9a-f]{64}$/;
const timestampPattern = /^\d{9,12}$/;

export interface SignedRequest {
  /** `x-slack-signature`; two of them come joined by a comma and match nothing. */
  readonly signature: string | undefined;
  /** `x-slack-request-timestamp`, epoch seconds. */
  readonly timestamp: string | undefined;
  /** As it came over the wire. */
  readonly body: Buffer;
}

/**
 * Did Slack sign this, within five minutes of `now`?
 * https://docs.slack.dev/authentication/verifying-requests-from-slack
 */
export const isFromSlack = (
  { signature = '', timestamp = '', body }: SignedRequest,
  secret: string,
  now: number,
): boolean => {
  if (secret === '' || !signaturePattern.test(signature) || !timestampPattern.test(timestamp))
    return false;
  if (Math.abs(now - Number(timestamp) * 1000) > toleranceMs) return false;
  const expected = createHmac('sha256', secret).update(`v0:${timestamp}:`).update(body).digest();
  return timingSafeEqual(expected, Buffer.from(signature.slice(3), 'hex'));
};
