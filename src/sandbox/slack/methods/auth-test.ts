import type { Method } from '../context.ts';

/** https://docs.slack.dev/reference/methods/auth.test */
export const authTest: Method = {
  name: 'auth.test',
  token: 'bot',
  scopes: [],
  headers: ({ app }) => ({ 'x-oauth-scopes': app.scopes.join(',') }),
  run: ({ app, team, store }) => ({
    url: `https://${team.domain}.slack.com/`,
    team: team.name,
    user: store.members.get(app.botUserId)?.name ?? '',
    team_id: team.id,
    user_id: app.botUserId,
    bot_id: app.botId,
    is_enterprise_install: false,
  }),
};
