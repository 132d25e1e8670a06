import type { Args } from './args.ts';
import type { SlackContext } from './context.ts';
import type { Channel } from './entities.ts';
import { SlackError } from './slack-error.ts';

/**
 * The channel of `args.channel`, if the bot may know of it: a private one it is no member of does
 * not exist for it.
 * @throws SlackError channel_not_found
 */
export const visibleChannel = (context: SlackContext, args: Args): Channel => {
  const { store, app } = context;
  const wanted = typeof args['channel'] === 'string' ? args['channel'] : '';
  const channel = store.channels.get(wanted);
  if (channel === undefined || (channel.isPrivate && !channel.members.has(app.botUserId)))
    throw new SlackError('channel_not_found');
  return channel;
};

/** @throws SlackError channel_not_found, not_in_channel */
export const joinedChannel = (context: SlackContext, args: Args): Channel => {
  const channel = visibleChannel(context, args);
  if (!channel.members.has(context.app.botUserId)) throw new SlackError('not_in_channel');
  return channel;
};

/**
 * Where a message is to go: a channel, or a member's direct conversation with the bot. Slack takes
 * a public channel's name too.
 * @throws SlackError channel_not_found, not_in_channel, is_archived
 */
export const writableChannel = (context: SlackContext, args: Args): Channel => {
  const { store, app } = context;
  const wanted = typeof args['channel'] === 'string' ? args['channel'] : '';
  const member = store.members.get(wanted);
  if (member !== undefined && !member.isBot) return store.directChannel(member.id, app.botUserId);
  const named = store.findChannel(wanted);
  const id = named && !named.isPrivate ? named.id : wanted;
  const channel = joinedChannel(context, { channel: id });
  if (channel.isArchived) throw new SlackError('is_archived');
  return channel;
};
