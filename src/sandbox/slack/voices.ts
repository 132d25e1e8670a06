import { type Json, stringOf } from '../json.ts';
import type { SlackContext } from './context.ts';
import type { Channel, Member, Message } from './entities.ts';
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

/** The app hears of a mention, and of what is said to it alone. */
const eventTypeOf = ({ app }: SlackContext, channel: Channel, text: string): string | undefined => {
  if (channel.isIm) return 'message';
  return text.includes(`<@${app.botUserId}>`) ? 'app_mention' : undefined;
};

export const createVoices = (context: SlackContext, gateway: Gateway): Voices => {
  const { store, clock, app } = context;
  const send = (event: Json): Promise<Answer> => {
    const payload = eventPayload(context, event);
    return gateway.deliver({ kind: 'events_api', payload, takesAnswer: false });
  };
  return {
    say: async (member, channel, text, threadTs) => {
      if (channel.isArchived) throw new SlackError('is_archived');
      const content = { text, blocks: undefined, attachments: undefined };
      const message = writeMessage(context, channel.id, { ...content, user: member.id, threadTs });
      const type = eventTypeOf(context, channel, text);
      if (type !== undefined)
        await send({
          ...toApi(context, message, { metadata: false }),
          type,
          channel: channel.id,
          channel_type: channel.isIm ? 'im' : 'channel',
          event_ts: message.ts,
        });
      return message;
    },
    openHome: async (member) => {
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
