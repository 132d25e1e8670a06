import type { IncomingMessage, ServerResponse } from 'node:http';
import { toError } from '../core/errors.ts';
import type { Log } from '../core/log.ts';
import { HttpError } from './body.ts';
import type { Answer, Route } from './routes.ts';

export interface AnswerContext {
  readonly routes: ReadonlyMap<string, Route>;
  readonly log: Log;
  readonly isStopping: () => boolean;
}

/** The path as it was sent. No URL parser: `//` and the like are just paths that nobody has. */
const pathOf = (request: IncomingMessage): string => (request.url ?? '').split('?', 1)[0] ?? '';

const send = (
  request: IncomingMessage,
  response: ServerResponse,
  { status, text, contentType }: Answer,
  headers: Readonly<Record<string, string>>,
  isStopping: boolean,
): void => {
  if (response.headersSent || response.destroyed) return;
  // What is left of an unread body is not waited for.
  const close = isStopping || !request.complete ? { connection: 'close' } : {};
  response.writeHead(status, {
    'content-type': contentType ?? 'text/plain; charset=utf-8',
    'content-length': Buffer.byteLength(text),
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    ...headers,
    ...close,
  });
  response.end(text);
};

const run = async (
  route: Route,
  request: IncomingMessage,
  response: ServerResponse,
  log: Log,
): Promise<Answer | undefined> => {
  try {
    return await route.answer(request, response);
  } catch (thrown) {
    if (thrown instanceof HttpError) return { status: thrown.status, text: thrown.message };
    log.error('a request failed', { path: pathOf(request), reason: toError(thrown).message });
    return { status: route.statusOnError, text: 'something went wrong here' };
  }
};

/** Answers one request; never rejects. */
export const answer = async (
  request: IncomingMessage,
  response: ServerResponse,
  { routes, log, isStopping }: AnswerContext,
): Promise<void> => {
  // A connection that breaks while we write is its owner's loss; without a listener it is ours.
  response.on('error', (error) =>
    log.warn('an answer could not be sent', { reason: error.message }),
  );
  const route = routes.get(pathOf(request));
  if (!route) return send(request, response, { status: 404, text: 'not found' }, {}, isStopping());
  if (!route.methods.includes(request.method ?? '')) {
    const allow = { allow: route.methods.join(', ') };
    return send(
      request,
      response,
      { status: 405, text: 'method not allowed' },
      allow,
      isStopping(),
    );
  }
  const found = await run(route, request, response, log);
  if (found) send(request, response, found, {}, isStopping());
};
