import type { CommandSpec } from '../core/command.ts';
import type { MemberId } from '../core/person.ts';
import type { ListenerTools } from './guard.ts';
import { spokenTo } from './mention.ts';
import { authorizationOf, channelAt, fieldsAt, memberOfEvent, textAt, tsAt } from './payload.ts';
import type { Fields } from './session.ts';

const isFromBot = (event: Fields): boolean =>
  event['bot_id'] !== undefined || event['bot_profile'] !== undefined;

/** Mentions, direct messages and the opened App Home; Bolt has acknowledged them. None of them throws. */
export const createEventListeners = ({
  guard,
  reply,
  commandSpecs,
}: ListenerTools & { readonly commandSpecs: readonly CommandSpec[] }) => {
  const names = new Set(commandSpecs.map(({ name }) => name));

  const answer = (member: MemberId, body: Fields, event: Fields, isDirect: boolean) => {
    const said = textAt(event, 'text') ?? '';
    const bot = textAt(authorizationOf(body), 'user_id');
    const ts = tsAt(event, 'ts');
    const thread = tsAt(event, 'thread_ts');
    const scene = {
      member,
      channel: channelAt(event, 'channel'),
      threadTs: thread === ts ? undefined : thread,
    };
    return guard.handle({
      kind: 'command',
      ...spokenTo(said, bot, names),
      scene,
      reply: reply({ scene, isDirect }),
    });
  };

  return {
    mention: async (body: Fields): Promise<void> => {
      const event = fieldsAt(body, 'event') ?? {};
      // What is written to the bot directly comes as a message too.
      if (textAt(event, 'channel')?.startsWith('D') || isFromBot(event)) return;
      const member = memberOfEvent(body, event);
      if (member === undefined) return guard.dropped('app_mention', body);
      return answer(member, body, event, false);
    },

    message: async (body: Fields): Promise<void> => {
      const event = fieldsAt(body, 'event') ?? {};
      // A subtype is no word to the bot: an edit, a join, a reminder.
      if (event['channel_type'] !== 'im' || event['subtype'] !== undefined) return;
      if (isFromBot(event)) return;
      const member = memberOfEvent(body, event);
      if (member === undefined) return guard.dropped('message', body);
      return answer(member, body, event, true);
    },

    home: async (body: Fields): Promise<void> => {
      const event = fieldsAt(body, 'event') ?? {};
      if (event['tab'] !== 'home') return;
      const member = memberOfEvent(body, event);
      if (member === undefined) return guard.dropped('app_home_opened', body);
      const scene = { member, channel: undefined, threadTs: undefined };
      return guard.handle({ kind: 'home', scene, reply: reply({ scene }) });
    },
  };
};
