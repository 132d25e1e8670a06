import type { Json } from '../../json.ts';
import { type Args, flag, limitOf, optional } from '../args.ts';
import type { Method, SlackContext } from '../context.ts';
import type { Channel } from '../entities.ts';
import { nextCursor, pageOf } from '../page.ts';
import { SlackError } from '../slack-error.ts';
import { channelFacts } from './channel-facts.ts';

const kinds = ['public_channel', 'private_channel', 'mpim', 'im'];

const kindOf = (channel: Channel): string => {
  if (channel.isIm) return 'im';
  return channel.isPrivate ? 'private_channel' : 'public_channel';
};

/** One page of the conversations of the wanted types that the bot may know and `isWanted` takes. */
const listed = (
  context: SlackContext,
  args: Args,
  isWanted: (channel: Channel) => boolean,
): Json => {
  const types = (optional(args, 'types') ?? 'public_channel').split(',').map((one) => one.trim());
  if (types.some((type) => !kinds.includes(type))) throw new SlackError('invalid_types');
  const hideArchived = flag(args, 'exclude_archived');
  const { botUserId } = context.app;
  const all = [...context.store.channels.values()].filter(
    (channel) =>
      types.includes(kindOf(channel)) &&
      !(hideArchived && channel.isArchived) &&
      (kindOf(channel) === 'public_channel' || channel.members.has(botUserId)) &&
      isWanted(channel),
  );
  const page = pageOf(all, limitOf(args, 100, 1000), optional(args, 'cursor'));
  return {
    channels: page.items.map((channel) => channelFacts(context, channel)),
    ...nextCursor(page.next),
  };
};

/** https://docs.slack.dev/reference/methods/conversations.list */
export const conversationsList: Method = {
  name: 'conversations.list',
  token: 'bot',
  scopes: ['channels:read', 'groups:read'],
  run: (context, args) => listed(context, args, () => true),
};

/**
 * The conversations that a member is in, the bot itself unless told.
 * https://docs.slack.dev/reference/methods/users.conversations
 */
export const usersConversations: Method = {
  name: 'users.conversations',
  token: 'bot',
  scopes: ['channels:read', 'groups:read'],
  run: (context, args) => {
    const user = optional(args, 'user') ?? context.app.botUserId;
    if (!context.store.members.has(user)) throw new SlackError('user_not_found');
    return listed(context, args, ({ members }) => members.has(user));
  },
};
