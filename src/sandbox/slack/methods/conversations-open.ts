import { required } from '../args.ts';
import type { Method } from '../context.ts';
import { SlackError } from '../slack-error.ts';

/** https://docs.slack.dev/reference/methods/conversations.open, for one member only */
export const conversationsOpen: Method = {
  name: 'conversations.open',
  token: 'bot',
  scopes: ['im:write'],
  run: ({ store, app }, args) => {
    const member = store.members.get(required(args, 'users'));
    if (member === undefined) throw new SlackError('user_not_found');
    if (member.isBot) throw new SlackError('cannot_dm_bot');
    return { channel: { id: store.directChannel(member.id, app.botUserId).id } };
  },
};
