import { z } from 'zod';
import type { Json } from '../json.ts';
import { viewFacts } from '../slack/views.ts';
import { waitForAnswer } from './answer.ts';
import type { Route } from './context.ts';
import {
  findChannelFor,
  findMember,
  findMessage,
  findPlace,
  findView,
  place,
  word,
} from './find.ts';
import { seenBy, shown } from './seen.ts';

const who = { user: word.optional() };
const values = z.record(z.string(), z.unknown());

const commandBody = z.strictObject({
  ...who,
  command: z.string().regex(/^\/[a-z0-9_-]{1,31}$/, { error: 'is not a slash command' }),
  text: z.string().default(''),
  channel: word.optional(),
});

/** Types a slash command and waits for its answer. */
export const command: Route = {
  method: 'POST',
  path: 'command',
  run: async (context, input) => {
    const body = commandBody.parse(input);
    const member = findMember(context, body.user);
    const channel = findChannelFor(context, body.channel, member);
    const since = context.slack.store.nextTs();
    const { interaction } = await context.people.command(member, channel, body.command, body.text);
    const answers = await waitForAnswer(context, { channel, member }, since, interaction);
    return { messages: answers.map((message) => shown(context.slack.context, message)) };
  },
};

const actionBody = z.strictObject({
  ...who,
  ...place,
  action_id: word,
  value: z.unknown().optional(),
  values: values.optional(),
});

/** Presses a button or chooses something; `values` is what the other fields around it hold. */
export const action: Route = {
  method: 'POST',
  path: 'action',
  run: async (context, input) => {
    const { action_id, value, values: others, ...body } = actionBody.parse(input);
    const member = findMember(context, body.user);
    const where = findPlace(context, body, member);
    const { answer } = await context.people.act(member, where, action_id, value, others);
    return { acknowledged: answer === 'acknowledged', answer };
  },
};

const shortcutBody = z.strictObject({ ...who, channel: word, ts: word, callback_id: word });

/** Uses a message shortcut on a message that the member sees, and waits for what comes of it. */
export const shortcut: Route = {
  method: 'POST',
  path: 'shortcut',
  run: async (context, input) => {
    const { callback_id, ...body } = shortcutBody.parse(input);
    const member = findMember(context, body.user);
    const channel = findChannelFor(context, body.channel, member);
    const message = findMessage(context, channel, body.ts, member);
    const since = context.slack.store.nextTs();
    const used = await context.people.shortcut(member, { channel, message }, callback_id);
    const answers = await waitForAnswer(context, { channel, member }, since, used.interaction);
    return {
      acknowledged: used.answer === 'acknowledged',
      messages: answers.map((answer) => shown(context.slack.context, answer)),
    };
  },
};

const submitBody = z.strictObject({ ...who, view_id: word, values: values.default({}) });

/** Sends a form; `errors` names what is wrong by block id. */
export const submit: Route = {
  method: 'POST',
  path: 'submit',
  run: (context, input) => {
    const body = submitBody.parse(input);
    const member = findMember(context, body.user);
    return context.people.submit(member, findView(context, body.view_id, member), body.values);
  },
};

const closeBody = z.strictObject({ ...who, view_id: word });

/** Closes a form without sending it. */
export const close: Route = {
  method: 'POST',
  path: 'close',
  run: async (context, input) => {
    const body = closeBody.parse(input);
    const member = findMember(context, body.user);
    await context.people.close(member, findView(context, body.view_id, member));
    return { closed: true };
  },
};

const optionsBody = z.strictObject({
  ...who,
  ...place,
  action_id: word,
  value: z.string().default(''),
});

/** What an external select offers for what was typed. */
export const options: Route = {
  method: 'POST',
  path: 'options',
  run: (context, input) => {
    const { action_id, value, ...body } = optionsBody.parse(input);
    const member = findMember(context, body.user);
    return context.people.suggest(member, findPlace(context, body, member), action_id, value);
  },
};

const messageBody = z.strictObject({
  ...who,
  channel: word,
  text: word,
  thread_ts: word.optional(),
});

/** Says something as a member in a channel, or in `dm`: to the bot alone. */
export const message: Route = {
  method: 'POST',
  path: 'message',
  run: async (context, input) => {
    const body = messageBody.parse(input);
    const member = findMember(context, body.user);
    const channel = findChannelFor(context, body.channel, member);
    const said = await context.people.say(member, channel, body.text, body.thread_ts);
    return { ts: said.ts };
  },
};

const homeBody = z.strictObject(who);

/** Opens the bot's App Home as a member. */
export const home: Route = {
  method: 'POST',
  path: 'home',
  run: async (context, input) => {
    await context.people.openHome(findMember(context, homeBody.parse(input).user));
    return { opened: true };
  },
};

const messagesQuery = z.strictObject({ ...who, channel: word });

/** What a member sees in a channel, or in `dm`, oldest first. */
export const messages: Route = {
  method: 'GET',
  path: 'messages',
  run: (context, input): readonly Json[] => {
    const query = messagesQuery.parse(input);
    const member = findMember(context, query.user);
    return seenBy(context.slack.context, findChannelFor(context, query.channel, member), member);
  },
};

const viewsQuery = z.strictObject(who);

/** The forms that a member has open, the top one last, and their App Home. */
export const views: Route = {
  method: 'GET',
  path: 'views',
  run: (context, input): readonly Json[] => {
    const member = findMember(context, viewsQuery.parse(input).user);
    const { store } = context.slack;
    return [...store.views.values(), ...store.homes.values()]
      .filter((view) => view.user === member.id)
      .map((view) => viewFacts(context.slack.context, view));
  },
};
