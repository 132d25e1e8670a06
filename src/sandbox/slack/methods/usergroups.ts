import { flag, required } from '../args.ts';
import type { Method } from '../context.ts';
import { SlackError } from '../slack-error.ts';

/** https://docs.slack.dev/reference/methods/usergroups.list */
export const usergroupsList: Method = {
  name: 'usergroups.list',
  token: 'bot',
  scopes: ['usergroups:read'],
  run: ({ store, team }, args) => ({
    usergroups: store.groups.map((group) => ({
      id: group.id,
      team_id: team.id,
      is_usergroup: true,
      name: group.name,
      handle: group.handle,
      date_delete: 0,
      user_count: group.users.length,
      ...(flag(args, 'include_users') ? { users: group.users } : {}),
    })),
  }),
};

/** https://docs.slack.dev/reference/methods/usergroups.users.list */
export const usergroupsUsersList: Method = {
  name: 'usergroups.users.list',
  token: 'bot',
  scopes: ['usergroups:read'],
  run: ({ store }, args) => {
    const id = required(args, 'usergroup');
    const group = store.groups.find((one) => one.id === id);
    if (group === undefined) throw new SlackError('no_such_subteam');
    return { users: group.users };
  },
};
