import { joinedChannel } from '../access.ts';
import { flag } from '../args.ts';
import type { Method } from '../context.ts';
import { toApi } from '../messages.ts';
import { nextCursor } from '../page.ts';
import { messagePage } from './message-window.ts';

/**
 * https://docs.slack.dev/reference/methods/conversations.history: newest first, no replies but
 * those that were broadcast.
 */
export const conversationsHistory: Method = {
  name: 'conversations.history',
  token: 'bot',
  scopes: ['channels:history', 'groups:history'],
  run: (context, args) => {
    const channel = joinedChannel(context, args);
    const roots = context.store
      .timeline(channel.id)
      .all()
      .filter((message) => message.threadTs === undefined || message.broadcast)
      .toReversed();
    const page = messagePage(roots, args, (ts, position) => ts < position);
    const metadata = flag(args, 'include_all_metadata');
    return {
      messages: page.items.map((message) => toApi(context, message, { metadata })),
      has_more: page.hasMore,
      pin_count: 0,
      ...(page.hasMore ? nextCursor(page.next) : {}),
    };
  },
};
