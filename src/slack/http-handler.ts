import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock } from '../core/clock.ts';
import { toError } from '../core/errors.ts';
import type { Log } from '../core/log.ts';
import type { Dispatch } from './dispatch.ts';
import { parseBody, readBody } from './request-body.ts';
import type { Seen } from './seen.ts';
import { isFromSlack } from './signature.ts';

type Answer = (status: number, body?: unknown) => void;

const answerWith =
  (response: ServerResponse): Answer =>
  (status, body) => {
    if (response.headersSent || response.destroyed) return;
    const isText = typeof body === 'string';
    const type = isText ? 'text/plain; charset=utf-8' : 'application/json; charset=utf-8';
    response.writeHead(status, body === undefined ? {} : { 'content-type': type });
    response.end(isText || body === undefined ? body : JSON.stringify(body));
  };

const header = (request: IncomingMessage, name: string): string | undefined => {
  const value = request.headers[name];
  return typeof value === 'string' ? value : undefined;
};

const maxCheckBytes = 4096;

/**
 * Slack's certificate check: an unsigned form with `ssl_check=1`. Anything beside it that could be
 * taken for a request makes it one, which has to be signed.
 */
const isSslCheck = (contentType: string | undefined, raw: Buffer): boolean => {
  if (raw.byteLength > maxCheckBytes) return false;
  const body = parseBody(contentType, raw);
  return body?.['ssl_check'] === '1' && !('command' in body) && !('type' in body);
};

const retryOf = (request: IncomingMessage) => {
  const number = Number(header(request, 'x-slack-retry-num') ?? Number.NaN);
  const reason = header(request, 'x-slack-retry-reason');
  return {
    ...(Number.isSafeInteger(number) && { retryNum: number }),
    ...(reason !== undefined && { retryReason: reason }),
  };
};

/**
 * Takes Slack's requests in HTTP mode. Verifies the signature over the body as it came, refuses
 * replays within the window, and hands the rest on. Our own instead of Bolt's, which handles a
 * replay each time, takes a timestamp ten years ahead, and ends the process over a signed `null`.
 */
export const createHttpHandler = ({
  signingSecret,
  dispatch,
  seen,
  clock,
  log,
}: {
  readonly signingSecret: () => string | undefined;
  readonly dispatch: Pick<Dispatch, 'handle'>;
  readonly seen: Seen;
  readonly clock: Clock;
  readonly log: Log;
}): ((request: IncomingMessage, response: ServerResponse) => void) => {
  const handle = async (request: IncomingMessage, answer: Answer): Promise<void> => {
    if (request.method !== 'POST') return answer(405);
    if (header(request, 'content-encoding') !== undefined) return answer(415);
    const raw = await readBody(request);
    if (raw === undefined) return answer(413);
    const contentType = header(request, 'content-type');
    const signature = header(request, 'x-slack-signature');
    const timestamp = header(request, 'x-slack-request-timestamp');
    // Before anything is parsed: parsing costs more than this.
    if (!isFromSlack({ signature, timestamp, body: raw }, signingSecret() ?? '', clock.now()))
      return answer(isSslCheck(contentType, raw) ? 200 : 401);
    const body = parseBody(contentType, raw);
    if (body === undefined) return answer(400);
    if (!seen.isNew([`signature ${signature ?? ''}`])) return answer(200);
    if (body['type'] === 'url_verification') {
      const { challenge } = body;
      return typeof challenge === 'string' ? answer(200, challenge) : answer(400);
    }
    const verdict = await dispatch.handle({
      via: 'http',
      body,
      ...retryOf(request),
      ack: async (response) => answer(200, response),
    });
    if (verdict === 'refused') answer(400);
    if (verdict === 'failed') answer(500);
    return undefined;
  };

  return (request, response) => {
    const answer = answerWith(response);
    handle(request, answer).catch((thrown: unknown) => {
      log.error('answering Slack failed', { error: toError(thrown).message });
      answer(500);
    });
  };
};
