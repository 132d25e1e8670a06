import type { IncomingMessage } from 'node:http';
import type { Args } from './args.ts';
import type { Method } from './context.ts';
import type { App } from './entities.ts';
import { SlackError } from './slack-error.ts';

const tokenOf = (request: IncomingMessage, args: Args): string => {
  const [, bearer] = /^Bearer (.+)$/.exec(request.headers.authorization ?? '') ?? [];
  return bearer ?? (typeof args['token'] === 'string' ? args['token'] : '');
};

/** @throws SlackError not_authed, invalid_auth, not_allowed_token_type, missing_scope */
export const authorize = (app: App, method: Method, request: IncomingMessage, args: Args): void => {
  const token = tokenOf(request, args);
  if (token === '') throw new SlackError('not_authed');
  if (token !== app.botToken && token !== app.appToken) throw new SlackError('invalid_auth');
  if (token !== (method.token === 'bot' ? app.botToken : app.appToken))
    throw new SlackError('not_allowed_token_type');
  const { scopes } = method;
  if (scopes.length > 0 && !scopes.some((scope) => app.scopes.includes(scope)))
    throw new SlackError('missing_scope', {
      needed: scopes.join(','),
      provided: app.scopes.join(','),
    });
};
