import type { Clock } from '../core/clock.ts';
import type { Scene } from '../core/interaction.ts';
import type { MemberId } from '../core/person.ts';
import { valueOf } from './form-values.ts';
import type { ListenerTools } from './guard.ts';
import { messageWords } from './message-words.ts';
import { unpackMemory } from './modal-memory.ts';
import {
  channelAt,
  fieldsAt,
  memberOfCommand,
  memberOfInteraction,
  placeOfMessage,
  textAt,
  tsAt,
} from './payload.ts';
import { openPage } from './render/buttons.ts';
import type { Occasion } from './reply.ts';
import { newResponseUrl } from './respond.ts';
import { type Fields, listOf } from './session.ts';

/** The ways to answer that a payload brings along. */
const waysIn = (body: Fields, clock: Clock): Pick<Occasion, 'hook' | 'trigger'> => {
  const url = textAt(body, 'response_url');
  const trigger = textAt(body, 'trigger_id');
  return {
    hook: url === undefined || url === '' ? undefined : newResponseUrl(url, clock),
    trigger: trigger === undefined ? undefined : { id: trigger, at: clock.monotonic() },
  };
};

/** A direct conversation; that it is the bot's own only a message of the bot's in it tells. */
const isDirectId = (channel: string | undefined): boolean => channel?.startsWith('D') === true;

const inMessage = (member: MemberId, body: Fields, clock: Clock): Occasion => {
  const scene: Scene = { member, ...placeOfMessage(body) };
  const isPrivate = fieldsAt(body, 'container')?.['is_ephemeral'] === true;
  return {
    scene,
    ...waysIn(body, clock),
    isFromPrivate: isPrivate,
    isDirect: isDirectId(scene.channel) && !isPrivate && body['type'] === 'block_actions',
  };
};

/** In a modal the scene is the one that it was opened from. */
const inView = (member: MemberId, view: Fields, body: Fields, tools: Tools): Occasion => {
  const { channel, threadTs, hook } = unpackMemory(view['private_metadata'], tools.apiUrl);
  return {
    scene: { member, channel, threadTs },
    ...waysIn(body, tools.clock),
    hook,
    isDirect: isDirectId(channel) && hook === undefined,
    isInModal: view['type'] === 'modal',
  };
};

type Tools = ListenerTools & { readonly clock: Clock };

/** The value of what was pressed or chosen; empty where there is none. */
const chosen = (action: Fields): string => {
  const value = valueOf(action);
  return typeof value === 'string' ? value : (value ?? []).join(',');
};

/** Commands, buttons and shortcuts, acknowledged already. None of them throws. */
export const createInteractionListeners = (tools: Tools) => {
  const { guard, reply, clock } = tools;

  return {
    command: async (name: string, body: Fields): Promise<void> => {
      const member = memberOfCommand(body);
      if (member === undefined) return guard.dropped('command', body);
      const scene = { member, channel: channelAt(body, 'channel_id'), threadTs: undefined };
      const occasion = { scene, ...waysIn(body, clock) };
      return guard.handle({
        kind: 'command',
        name,
        text: textAt(body, 'text') ?? '',
        scene,
        reply: reply(occasion),
      });
    },

    shortcut: async (body: Fields): Promise<void> => {
      const member = memberOfInteraction(body);
      const id = textAt(body, 'callback_id');
      const message = fieldsAt(body, 'message');
      const ts = tsAt(message, 'ts') ?? tsAt(body, 'message_ts');
      if (member === undefined || id === undefined || message === undefined || ts === undefined)
        return guard.dropped('shortcut', body);
      const occasion = inMessage(member, body, clock);
      return guard.handle({
        kind: 'shortcut',
        id,
        message: { ts, text: messageWords(message), at: Math.round(Number(ts) * 1000) },
        scene: occasion.scene,
        reply: reply(occasion),
      });
    },

    action: async (body: Fields): Promise<void> => {
      const [pressed] = listOf(body['actions']);
      const action = textAt(pressed, 'action_id');
      // A button that opens a page did so already.
      if (pressed !== undefined && action?.startsWith(`${openPage}-`)) return undefined;
      const member = memberOfInteraction(body);
      if (member === undefined || pressed === undefined || action === undefined)
        return guard.dropped('action', body);
      const view = fieldsAt(body, 'view');
      const occasion =
        view === undefined ? inMessage(member, body, clock) : inView(member, view, body, tools);
      return guard.handle({
        kind: 'action',
        action,
        value: chosen(pressed),
        scene: occasion.scene,
        reply: reply(occasion),
      });
    },
  };
};
