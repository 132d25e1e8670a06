import { type Json, stringOf } from '../json.ts';
import type { SlackContext } from './context.ts';
import type { Channel, Member, Message } from './entities.ts';
import { formatMessage } from './escape.ts';
import type { Answer, Gateway } from './gateway.ts';
import { toApi, writeMessage } from './messages.ts';
import { eventPayload } from './payloads.ts';
import { SlackError } from './slack-error.ts';

/** What a person does that the app hears of as an event. */
export interface Voices {
  readonly say: (
    member: Member,
    channel: Channel,
    text: string,
    threadTs: string | undefined,
  ) => Promise<Message>;
  readonly openHome: (member: Member) => Promise<void>;
}

/** https://docs.slack.dev/reference/events: an event that the manifest does not name is not sent. */
const isSubscribed = ({ app }: SlackContext, event: string): boolean =>
  app.features.events?.includes(event) !== false;

/** What the app hears of words: of a mention where it is a member, and of what is said to it alone. */
const eventOf = (context: SlackContext, channel: Channel, text: string): Json | undefined => {
  const { app } = context;
  if (channel.isIm)
    return isSubscribed(context, 'message.im') && app.scopes.includes('im:history')
      ? { type: 'message', channel_type: 'im' }
      : undefined;
  const isHeard =
    text.includes(`<@${app.botUserId}>`) &&
    channel.members.has(app.botUserId) &&
    app.scopes.includes('app_mentions:read') &&
    isSubscribed(context, 'app_mention');
  return isHeard ? { type: 'app_mention' } : undefined;
};

/** @throws SlackError is_archived, thread_not_found */
const checkPlace = (
  { store }: SlackContext,
  channel: Channel,
  threadTs: string | undefined,
): void => {
  if (channel.isArchived) throw new SlackError('is_archived');
  const root = threadTs === undefined ? undefined : store.timeline(channel.id).get(threadTs);
  if (threadTs !== undefined && (root === undefined || root.ephemeralFor !== undefined))
    throw new SlackError('thread_not_found');
};

export const createVoices = (context: SlackContext, gateway: Gateway): Voices => {
  const { store, clock, app } = context;
  const send = (event: Json): Promise<Answer> => {
    const payload = eventPayload(context, event);
    return gateway.deliver({ kind: 'events_api', payload, takesAnswer: false });
  };
  return {
    say: async (member, channel, typed, threadTs) => {
      checkPlace(context, channel, threadTs);
      const text = formatMessage(store, typed);
      const content = { text, blocks: undefined, attachments: undefined };
      const message = writeMessage(context, channel.id, { ...content, user: member.id, threadTs });
      const event = eventOf(context, channel, text);
      if (event !== undefined)
        await send({
          ...toApi(context, message, { metadata: false }),
          ...event,
          channel: channel.id,
          event_ts: message.ts,
        });
      return message;
    },
    openHome: async (member) => {
      if (!isSubscribed(context, 'app_home_opened')) return;
      const home = store.homes.get(member.id);
      await send({
        type: 'app_home_opened',
        user: member.id,
        channel: store.directChannel(member.id, app.botUserId).id,
        tab: 'home',
        event_ts: (clock.now() / 1000).toFixed(6),
        ...(home ? { view: { id: stringOf(home.id), hash: home.hash } } : {}),
      });
    },
  };
};
