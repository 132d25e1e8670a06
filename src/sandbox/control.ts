import type { IncomingMessage, ServerResponse } from 'node:http';
import { ZodError } from 'zod';
import type { Handle } from '../core/handle.ts';
import type { ControlContext, Route } from './control/context.ts';
import { ControlError } from './control/control-error.ts';
import { createEvents } from './control/events.ts';
import type { Page } from './control/page.ts';
import { routes } from './control/routes.ts';
import { readBody, sendJson, startWeb } from './http.ts';
import { isJson, type Json, parseJson } from './json.ts';
import { SlackError } from './slack/slack-error.ts';

export interface Control extends Handle {
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
}

const prefix = '/_sandbox/';

const bad = (message: string): ControlError => new ControlError(400, 'invalid_request', message);

const readInput = async (request: IncomingMessage, url: URL): Promise<Json> => {
  if (request.method === 'GET') return Object.fromEntries(url.searchParams);
  const text = (await readBody(request)).toString('utf8');
  // A page of another origin cannot send this type without asking first.
  if (!(request.headers['content-type'] ?? '').startsWith('application/json'))
    throw new ControlError(415, 'not_json', 'send JSON as application/json');
  const value = text === '' ? {} : parseJson(text);
  if (!isJson(value)) throw bad('the body is not a JSON object');
  return value;
};

const zodMessage = (error: ZodError): string =>
  error.issues
    .map(({ path, message }) => `${path.length === 0 ? 'the request' : path.join('.')}: ${message}`)
    .join('; ');

const toControlError = (thrown: unknown): ControlError => {
  if (thrown instanceof ControlError) return thrown;
  if (thrown instanceof ZodError) return bad(zodMessage(thrown));
  if (thrown instanceof SlackError)
    return new ControlError(
      409,
      thrown.code,
      JSON.stringify({ error: thrown.code, ...thrown.facts }),
    );
  throw thrown;
};

/** A name that leads here from outside (DNS rebinding) is not ours. */
const isOurs = (request: IncomingMessage): boolean =>
  /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/.test(request.headers.host ?? '');

const findRoute = (request: IncomingMessage, path: string): Route => {
  const named = routes.filter((route) => `${prefix}${route.path}` === path);
  const route = named.find(({ method }) => method === request.method);
  if (route) return route;
  throw named.length === 0
    ? new ControlError(404, 'not_found', `there is no ${path}`)
    : new ControlError(405, 'wrong_method', `use ${named.map(({ method }) => method).join(', ')}`);
};

/** Serves the page, and the control API under `/_sandbox/`. */
export const startControl = async (
  context: ControlContext,
  page: Page,
  port: number,
): Promise<Control> => {
  const events = createEvents(context.changes);
  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    try {
      if (!isOurs(request)) throw new ControlError(403, 'wrong_host', 'only from this machine');
      const url = new URL(request.url ?? '/', 'http://localhost');
      if (url.pathname === `${prefix}events`) {
        events.serve(response);
        return;
      }
      if (!url.pathname.startsWith(prefix)) {
        if (page.serve(request, response)) return;
        throw new ControlError(404, 'not_found', `there is no ${url.pathname}`);
      }
      const route = findRoute(request, url.pathname);
      sendJson(response, 200, await route.run(context, await readInput(request, url)));
    } catch (thrown) {
      const { status, code, message } = toControlError(thrown);
      sendJson(response, status, { error: code, message });
    }
  };
  const web = await startWeb(handle, port);
  return {
    url: web.url,
    stop: async () => {
      await events.stop();
      await web.stop();
    },
  };
};
