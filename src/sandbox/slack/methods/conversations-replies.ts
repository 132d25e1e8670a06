import { joinedChannel } from '../access.ts';
import { flag, required } from '../args.ts';
import type { Method } from '../context.ts';
import { toApi } from '../messages.ts';
import { nextCursor } from '../page.ts';
import { SlackError } from '../slack-error.ts';
import { messagePage } from './message-window.ts';

/** https://docs.slack.dev/reference/methods/conversations.replies: the root, then its replies, oldest first */
export const conversationsReplies: Method = {
  name: 'conversations.replies',
  token: 'bot',
  scopes: ['channels:history', 'groups:history'],
  run: (context, args) => {
    const channel = joinedChannel(context, args);
    const timeline = context.store.timeline(channel.id);
    const named = timeline.get(required(args, 'ts'));
    const root = named?.threadTs === undefined ? named : timeline.get(named.threadTs);
    if (root === undefined) throw new SlackError('thread_not_found');
    const replies = timeline.replies(root.ts);
    const page = messagePage(replies, args, (ts, position) => ts > position);
    const metadata = flag(args, 'include_all_metadata');
    return {
      // Slack repeats the root on every page, whatever the bounds.
      messages: [root, ...page.items].map((message) => toApi(context, message, { metadata })),
      has_more: page.hasMore,
      ...(page.hasMore ? nextCursor(page.next) : {}),
    };
  },
};
