import { writableChannel } from '../access.ts';
import { required } from '../args.ts';
import type { Method } from '../context.ts';
import { readContent, readThread, writeMessage } from '../messages.ts';
import { SlackError } from '../slack-error.ts';

/** https://docs.slack.dev/reference/methods/chat.postEphemeral */
export const chatPostEphemeral: Method = {
  name: 'chat.postEphemeral',
  token: 'bot',
  scopes: ['chat:write'],
  run: (context, args) => {
    const channel = writableChannel(context, args);
    const user = required(args, 'user');
    if (!channel.members.has(user)) throw new SlackError('user_not_in_channel');
    const content = readContent(context, args);
    const { threadTs } = readThread(context, channel, args);
    const message = writeMessage(context, channel.id, { ...content, threadTs, ephemeralFor: user });
    return { message_ts: message.ts };
  },
};
