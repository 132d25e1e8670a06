import { writableChannel } from '../access.ts';
import type { Method } from '../context.ts';
import { readContent, readMetadata, readThread, toApi, writeMessage } from '../messages.ts';

/** https://docs.slack.dev/reference/methods/chat.postMessage */
export const chatPostMessage: Method = {
  name: 'chat.postMessage',
  token: 'bot',
  scopes: ['chat:write'],
  run: (context, args) => {
    const channel = writableChannel(context, args);
    const content = readContent(context, args);
    const metadata = readMetadata(args);
    const thread = readThread(context, channel, args);
    const message = writeMessage(context, channel.id, { ...content, ...thread, metadata });
    return {
      channel: channel.id,
      ts: message.ts,
      message: toApi(context, message, { metadata: true }),
    };
  },
};
