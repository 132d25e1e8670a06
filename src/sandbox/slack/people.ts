import { isJson, type Json, listOf } from '../json.ts';
import type { SlackContext } from './context.ts';
import type { Channel, Member, Message, View } from './entities.ts';
import { escapeCommand } from './escape.ts';
import { actionOf, checkDispatched, findField, formErrors, stateValues } from './fields.ts';
import type { Answer, Gateway } from './gateway.ts';
import { blocksOf } from './messages.ts';
import {
  commandPayload,
  messageActionPayload,
  type Scene,
  shortcutPayload,
  suggestionPayload,
  viewActionPayload,
  viewClosedPayload,
  viewSubmissionPayload,
} from './payloads.ts';
import { respond } from './response-url.ts';
import { SlackError } from './slack-error.ts';
import { addView, changeView, checkView, stackOf } from './views.ts';
import { createVoices, type Voices } from './voices.ts';

/** Where a person does something: in a message, or in a form or the App Home. */
export type Place =
  | { readonly channel: Channel; readonly message: Message }
  | { readonly view: View };

/** What a person can do in Slack, and what the app answers to it. */
export interface People extends Voices {
  /** @returns what ties the answers to this command */
  readonly command: (
    member: Member,
    channel: Channel,
    command: string,
    text: string,
  ) => Promise<{ readonly interaction: string; readonly answer: Answer['kind'] }>;
  readonly act: (
    member: Member,
    place: Place,
    actionId: string,
    value: unknown,
    /** What the other fields around it hold, by action id. */
    others?: Json,
  ) => Promise<{ readonly interaction: string; readonly answer: Answer['kind'] }>;
  /**
   * A message shortcut.
   * @throws SlackError no_such_shortcut
   */
  readonly shortcut: (
    member: Member,
    place: { readonly channel: Channel; readonly message: Message },
    callbackId: string,
  ) => Promise<{ readonly interaction: string; readonly answer: Answer['kind'] }>;
  readonly submit: (member: Member, view: View, values: Json) => Promise<Json>;
  readonly close: (member: Member, view: View) => Promise<void>;
  readonly suggest: (
    member: Member,
    place: Place,
    actionId: string,
    value: string,
  ) => Promise<Json>;
}

const placeBlocks = (place: Place): readonly unknown[] =>
  'view' in place ? listOf(place.view.body['blocks']) : blocksOf(place.message);

/** What Slackbot says when the app did not answer. */
const silence = (command: string, kind: Answer['kind']): string => {
  const word = kind === 'timeout' ? 'operation_timeout' : 'dispatch_failed';
  return `${command} failed with the error "${word}"`;
};

const problemsOf = (thrown: unknown): string => {
  if (!(thrown instanceof SlackError)) throw thrown;
  return `the answer was refused: ${JSON.stringify({ error: thrown.code, ...thrown.facts })}`;
};

const runCommand = async (
  context: SlackContext,
  gateway: Gateway,
  scene: Scene,
  channel: Channel,
  line: { readonly command: string; readonly text: string },
): Promise<Answer['kind']> => {
  const declared = context.app.features.commands.find(({ command }) => command === line.command);
  const isEscaped = declared?.shouldEscape === true;
  const text = isEscaped ? escapeCommand(context.store, line.text) : line.text;
  const payload = commandPayload(scene, channel, line.command, text);
  const answer = await gateway.deliver({ kind: 'slash_commands', payload, takesAnswer: true });
  const hook = { channel: channel.id, user: scene.member.id, interaction: scene.interaction };
  const tell = (words: string): void => respond(context, hook, { text: words });
  if (answer.kind !== 'acknowledged') tell(silence(line.command, answer.kind));
  else if (answer.body !== undefined && Object.keys(answer.body).length > 0) {
    try {
      respond(context, hook, answer.body);
    } catch (thrown) {
      tell(problemsOf(thrown));
    }
  }
  return answer.kind;
};

const closeStack = (context: SlackContext, view: View): void => {
  for (const one of stackOf(context, view.rootId)) context.store.views.delete(one.id);
  context.changes.announce({ kind: 'view', user: view.user });
};

const closeOne = (context: SlackContext, view: View): void => {
  context.store.views.delete(view.id);
  context.changes.announce({ kind: 'view', user: view.user });
};

/** https://docs.slack.dev/surfaces/modals#updating_response */
const followAnswer = (context: SlackContext, view: View, body: Json): Json => {
  switch (body['response_action']) {
    case undefined:
      closeOne(context, view);
      return { closed: true };
    case 'clear':
      closeStack(context, view);
      return { closed: true };
    case 'errors':
      return { closed: false, errors: isJson(body['errors']) ? body['errors'] : {} };
    case 'update':
      changeView(context, view, checkView(context, body['view'], 'modal'));
      return { closed: false, view_id: view.id };
    case 'push':
      return {
        closed: false,
        view_id: addView(context, view.user, checkView(context, body['view'], 'modal'), view).id,
      };
    default:
      throw new SlackError('invalid_response_action');
  }
};

const submitForm = async (
  context: SlackContext,
  gateway: Gateway,
  scene: Scene,
  view: View,
  values: Json,
): Promise<Json> => {
  const blocks = listOf(view.body['blocks']);
  const errors = formErrors(blocks, values);
  if (Object.keys(errors).length > 0) return { closed: false, errors };
  const payload = viewSubmissionPayload(scene, view, stateValues(blocks, values));
  const answer = await gateway.deliver({ kind: 'interactive', payload, takesAnswer: true });
  if (answer.kind !== 'acknowledged') throw new SlackError('no_answer', { why: answer.kind });
  return followAnswer(context, view, answer.body ?? {});
};

export const createPeople = (context: SlackContext, gateway: Gateway): People => {
  const { store, clock } = context;
  const sceneOf = (member: Member): Scene => ({ context, member, interaction: store.newId('I') });
  const send = (payload: Json, takesAnswer: boolean): Promise<Answer> =>
    gateway.deliver({ kind: 'interactive', payload, takesAnswer });

  return {
    command: async (member, channel, command, text) => {
      const scene = sceneOf(member);
      const answer = await runCommand(context, gateway, scene, channel, { command, text });
      return { interaction: scene.interaction, answer };
    },
    act: async (member, place, actionId, value, others = {}) => {
      const scene = sceneOf(member);
      const blocks = placeBlocks(place);
      const field = findField(blocks, actionId, value);
      checkDispatched(field);
      const action = actionOf(field, value, clock.now());
      const state = stateValues(blocks, { ...others, [actionId]: value });
      const payload =
        'view' in place
          ? viewActionPayload(scene, place.view, action, state)
          : messageActionPayload(scene, place.channel, place.message, action, state);
      const answer = await send(payload, false);
      return { interaction: scene.interaction, answer: answer.kind };
    },
    shortcut: async (member, { channel, message }, callbackId) => {
      if (!context.app.features.shortcuts.some((one) => one.callbackId === callbackId))
        throw new SlackError('no_such_shortcut', {
          there_are: context.app.features.shortcuts.map((one) => one.callbackId),
        });
      const scene = sceneOf(member);
      const answer = await send(shortcutPayload(scene, channel, message, callbackId), false);
      return { interaction: scene.interaction, answer: answer.kind };
    },
    submit: (member, view, values) => submitForm(context, gateway, sceneOf(member), view, values),
    close: async (member, view) => {
      closeOne(context, view);
      if (view.body['notify_on_close'] === true)
        await send(viewClosedPayload(sceneOf(member), view), false);
    },
    suggest: async (member, place, actionId, value) => {
      const { blockId } = findField(placeBlocks(place), actionId, undefined);
      const payload = suggestionPayload(sceneOf(member), place, { blockId, actionId, value });
      const answer = await send(payload, true);
      return answer.kind === 'acknowledged' ? (answer.body ?? {}) : { options: [] };
    },
    ...createVoices(context, gateway),
  };
};
