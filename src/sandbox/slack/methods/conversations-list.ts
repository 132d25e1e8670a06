import { flag, limitOf, optional } from '../args.ts';
import type { Method } from '../context.ts';
import type { Channel } from '../entities.ts';
import { nextCursor, pageOf } from '../page.ts';
import { SlackError } from '../slack-error.ts';
import { channelFacts } from './channel-facts.ts';

const kinds = ['public_channel', 'private_channel', 'mpim', 'im'];

const kindOf = (channel: Channel): string => {
  if (channel.isIm) return 'im';
  return channel.isPrivate ? 'private_channel' : 'public_channel';
};

/** https://docs.slack.dev/reference/methods/conversations.list */
export const conversationsList: Method = {
  name: 'conversations.list',
  token: 'bot',
  scopes: ['channels:read', 'groups:read'],
  run: (context, args) => {
    const types = (optional(args, 'types') ?? 'public_channel').split(',').map((one) => one.trim());
    if (types.some((type) => !kinds.includes(type))) throw new SlackError('invalid_types');
    const hideArchived = flag(args, 'exclude_archived');
    const { botUserId } = context.app;
    const all = [...context.store.channels.values()].filter(
      (channel) =>
        types.includes(kindOf(channel)) &&
        !(hideArchived && channel.isArchived) &&
        (kindOf(channel) === 'public_channel' || channel.members.has(botUserId)),
    );
    const page = pageOf(all, limitOf(args, 100, 1000), optional(args, 'cursor'));
    return {
      channels: page.items.map((channel) => channelFacts(context, channel)),
      ...nextCursor(page.next),
    };
  },
};
