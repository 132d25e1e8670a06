import { visibleChannel } from '../access.ts';
import type { Method } from '../context.ts';
import { SlackError } from '../slack-error.ts';
import { channelFacts } from './channel-facts.ts';

/** https://docs.slack.dev/reference/methods/conversations.join */
export const conversationsJoin: Method = {
  name: 'conversations.join',
  token: 'bot',
  scopes: ['channels:join'],
  run: (context, args) => {
    const channel = visibleChannel(context, args);
    if (channel.isPrivate || channel.isIm)
      throw new SlackError('method_not_supported_for_channel_type');
    if (channel.isArchived) throw new SlackError('is_archived');
    const wasMember = channel.members.has(context.app.botUserId);
    channel.members.add(context.app.botUserId);
    context.changes.announce({ kind: 'channel', channel: channel.id });
    return {
      channel: channelFacts(context, channel),
      ...(wasMember ? { warning: 'already_in_channel' } : {}),
    };
  },
};
