import { visibleChannel } from '../access.ts';
import { limitOf, optional } from '../args.ts';
import type { Method } from '../context.ts';
import { nextCursor, pageOf } from '../page.ts';

/** https://docs.slack.dev/reference/methods/conversations.members */
export const conversationsMembers: Method = {
  name: 'conversations.members',
  token: 'bot',
  scopes: ['channels:read', 'groups:read'],
  run: (context, args) => {
    const channel = visibleChannel(context, args);
    const limit = limitOf(args, 100, 1000);
    const page = pageOf([...channel.members], limit, optional(args, 'cursor'));
    return { members: page.items, ...nextCursor(page.next) };
  },
};
