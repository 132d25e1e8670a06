import { visibleChannel } from '../access.ts';
import type { Method } from '../context.ts';
import { channelFacts } from './channel-facts.ts';

/** https://docs.slack.dev/reference/methods/conversations.info */
export const conversationsInfo: Method = {
  name: 'conversations.info',
  token: 'bot',
  scopes: ['channels:read', 'groups:read'],
  run: (context, args) => ({ channel: channelFacts(context, visibleChannel(context, args)) }),
};
