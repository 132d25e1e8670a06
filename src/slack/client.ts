import { type Logger, LogLevel, WebClient } from '@slack/web-api';
import { beginInTime, type IsTooLate } from './begin-in-time.ts';

/** How long one call to Slack may take. */
export const callTimeoutMs = 10_000;

const shortestWaitMs = 1_000;
const longestWaitMs = 300_000;
/** Slack always says how long; this is for a proxy that does not. */
const usualWaitMs = 10_000;

/** Slack's answer 429. The SDK has an error for it too, but not where the header is no number. */
export class RateLimited extends Error {
  readonly retryAfterMs: number;

  constructor(retryAfterMs: number) {
    super('rate limited');
    this.name = 'RateLimited';
    this.retryAfterMs = retryAfterMs;
  }
}

/**
 * How long to wait, in ms, between 1 s and 5 min: a hostile or broken header may neither make us
 * hammer nor fall silent. Seconds or a date: https://www.rfc-editor.org/rfc/rfc9110#field.retry-after
 */
export const retryAfterMs = (header: string | null | undefined, now: number): number => {
  const text = header?.trim() ?? '';
  const seconds = /^-?\d+(?:\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
  const ms = Number.isNaN(seconds) ? Date.parse(text) - now : seconds * 1000;
  if (Number.isNaN(ms)) return usualWaitMs;
  return Math.min(Math.max(Math.ceil(ms), shortestWaitMs), longestWaitMs);
};

const nothing = (): void => {};

/**
 * The SDK's own words are dropped: they hold message text, at debug even tokens of others, and each
 * failure is logged once by whoever made the call.
 */
export const sdkLogger: Logger = {
  debug: nothing,
  info: nothing,
  warn: nothing,
  error: nothing,
  setLevel: nothing,
  setName: nothing,
  getLevel: () => LogLevel.ERROR,
};

type Fetch = NonNullable<NonNullable<ConstructorParameters<typeof WebClient>[1]>['fetch']>;

interface Limits {
  /** Ends all calls. */
  readonly stop?: AbortSignal | undefined;
  /** What keeps the request that is being made from beginning; none: it may begin at any time. */
  readonly untilWhen?: (() => IsTooLate | undefined) | undefined;
}

/**
 * An answer without the message that Slack sends back with it: nobody needs it, and the SDK walks
 * through it word by word for a line in its log. What is no such answer stays as it is.
 */
const withoutEcho = (text: string): string => {
  if (!text.includes('"message":{')) return text;
  try {
    const { message: _, ...answer }: Record<string, unknown> = JSON.parse(text);
    return JSON.stringify(answer);
  } catch {
    return text;
  }
};

/** `fetch` within limits, which tells a 429 apart whatever its header says. */
const slackFetch =
  ({ stop, untilWhen }: Limits): Fetch =>
  async (url, { signal, ...init } = {}) => {
    const isTooLate = untilWhen?.();
    const signals = [stop, signal].filter((one) => one !== undefined);
    const [only] = signals;
    const response = await fetch(url, {
      ...init,
      signal: signals.length === 1 && only !== undefined ? only : AbortSignal.any(signals),
      ...(isTooLate && beginInTime(isTooLate, init.body)),
    });
    if (response.status !== 429) {
      const whole = response.text.bind(response);
      response.text = async () => withoutEcho(await whole());
      return response;
    }
    await response.body?.cancel();
    throw new RateLimited(retryAfterMs(response.headers.get('retry-after'), Date.now()));
  };

interface ClientOptions extends Limits {
  readonly apiUrl: string;
  readonly timeoutMs?: number | undefined;
}

/**
 * The client's options everywhere: one try, no pausing of other calls, a deadline, and no method
 * name that is an address. Who waits in a queue of the SDK's is past its deadline unawares, so
 * there is none.
 */
export const clientOptions = ({ apiUrl, timeoutMs = callTimeoutMs, ...limits }: ClientOptions) => ({
  slackApiUrl: apiUrl,
  retryConfig: { retries: 0 },
  rejectRateLimitedCalls: true,
  timeout: timeoutMs,
  allowAbsoluteUrls: false,
  maxRequestConcurrency: Number.POSITIVE_INFINITY,
  logger: sdkLogger,
  fetch: slackFetch(limits),
});

/** A client for one token. */
export const createClient = (token: string, options: ClientOptions): WebClient =>
  new WebClient(token, clientOptions(options));
