import type { Method } from '../context.ts';

/** https://docs.slack.dev/reference/methods/apps.connections.open */
export const appsConnectionsOpen: Method = {
  name: 'apps.connections.open',
  token: 'app',
  scopes: [],
  run: ({ newSocketUrl }) => ({ url: newSocketUrl() }),
};
