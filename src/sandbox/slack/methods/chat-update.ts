import { joinedChannel } from '../access.ts';
import { flag, required } from '../args.ts';
import type { Method } from '../context.ts';
import { ownMessage, readContent, readMetadata, toApi } from '../messages.ts';
import { SlackError } from '../slack-error.ts';

/**
 * https://docs.slack.dev/reference/methods/chat.update: text without blocks removes the blocks;
 * with blocks the message is not marked as edited; metadata that is not given stays.
 */
export const chatUpdate: Method = {
  name: 'chat.update',
  token: 'bot',
  scopes: ['chat:write'],
  run: (context, args) => {
    const channel = joinedChannel(context, args);
    if (channel.isArchived) throw new SlackError('is_archived');
    const message = ownMessage(context, channel, required(args, 'ts'), 'cant_update_message');
    const content = readContent(context, args);
    const metadata = readMetadata(args);
    message.text = content.text === '' ? message.text : content.text;
    message.blocks = content.blocks;
    message.attachments = content.attachments;
    if (metadata !== undefined)
      message.metadata = Object.keys(metadata).length === 0 ? undefined : metadata;
    if (flag(args, 'reply_broadcast') && message.threadTs !== undefined) message.broadcast = true;
    if (content.blocks === undefined)
      message.edited = { user: context.app.botUserId, ts: context.store.nextTs() };
    context.changes.announce({ kind: 'message', channel: channel.id });
    return {
      channel: channel.id,
      ts: message.ts,
      text: message.text,
      message: toApi(context, message, { metadata: true }),
    };
  },
};
