import { visibleChannel } from '../access.ts';
import { required } from '../args.ts';
import type { Method } from '../context.ts';
import { SlackError } from '../slack-error.ts';

/** https://docs.slack.dev/reference/methods/chat.getPermalink */
export const chatGetPermalink: Method = {
  name: 'chat.getPermalink',
  token: 'bot',
  scopes: [],
  run: (context, args) => {
    const channel = visibleChannel(context, args);
    const message = context.store.timeline(channel.id).get(required(args, 'message_ts'));
    if (message === undefined) throw new SlackError('message_not_found');
    const path = `archives/${channel.id}/p${message.ts.replace('.', '')}`;
    return {
      channel: channel.id,
      permalink: `https://${context.team.domain}.slack.com/${path}`,
    };
  },
};
