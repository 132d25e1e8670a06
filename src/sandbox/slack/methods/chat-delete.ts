import { joinedChannel } from '../access.ts';
import { required } from '../args.ts';
import type { Method } from '../context.ts';
import { ownMessage } from '../messages.ts';

/** https://docs.slack.dev/reference/methods/chat.delete */
export const chatDelete: Method = {
  name: 'chat.delete',
  token: 'bot',
  scopes: ['chat:write'],
  run: (context, args) => {
    const channel = joinedChannel(context, args);
    const { ts } = ownMessage(context, channel, required(args, 'ts'), 'cant_delete_message');
    context.store.timeline(channel.id).remove(ts);
    context.changes.announce({ kind: 'message', channel: channel.id });
    return { channel: channel.id, ts };
  },
};
