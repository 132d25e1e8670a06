import { z } from 'zod';
import { faultKinds } from '../faults.ts';
import { happenings } from '../happenings/index.ts';
import { channelFacts } from '../slack/methods/channel-facts.ts';
import { app as installed } from '../slack/workspace.ts';
import type { Route } from './context.ts';
import { notThere } from './control-error.ts';
import { findAccount, findChannel, word } from './find.ts';

/** Addresses, and the names of everything that other requests can name. */
export const info: Route = {
  method: 'GET',
  path: 'info',
  run: ({ bot, aws, slack }) => {
    const listed = aws.organisation.topics.filter((topic) => topic.isListed);
    const channels = [...slack.store.channels.values()].filter((channel) => !channel.isIm);
    const { context } = slack;
    return {
      team: context.team.name,
      bot: bot.url() ?? null,
      aws: aws.url,
      slack: slack.apiUrl,
      topics: listed.map((topic) => topic.arn),
      channels: channels.map((channel) => ({
        ...channelFacts(context, channel),
        members: [...channel.members],
      })),
      direct_messages: [...slack.store.channels.values()]
        .filter(({ isIm }) => isIm)
        .map(({ id, members }) => ({ id, members: [...members] })),
      users: [...slack.store.members.values()].map((member) => ({
        id: member.id,
        name: member.name,
        real_name: member.realName,
        title: member.title,
        is_bot: member.isBot,
        is_admin: member.isAdmin,
        is_stranger: member.isStranger,
        is_guest: member.guest !== undefined,
        deleted: member.isDeactivated,
      })),
      user_groups: slack.store.groups,
      commands: context.app.features.commands.map(({ command, description, usage }) => ({
        command,
        description,
        usage_hint: usage,
      })),
      shortcuts: context.app.features.shortcuts.map(({ callbackId, name }) => ({
        callback_id: callbackId,
        name,
      })),
      happenings: happenings.map(({ what }) => what),
      happening_titles: Object.fromEntries(happenings.map(({ what, title }) => [what, title])),
    };
  },
};

const happenBody = z.strictObject({ what: word });

/** Makes something happen; resolves when everything that follows from it was delivered. */
export const happen: Route = {
  method: 'POST',
  path: 'happen',
  run: async ({ world }, input) => {
    const { what } = happenBody.parse(input);
    const found = happenings.find((one) => one.what === what);
    if (found === undefined) throw notThere(`nothing called ${what} can happen`);
    await found.run(world);
    return { happened: what };
  },
};

const faultBody = z.strictObject({
  target: z.enum(['slack', 'aws', 'sns']),
  kind: z.enum(faultKinds),
  method: word.optional(),
  channel: word.optional(),
  account: word.optional(),
  region: word.optional(),
  code: word.optional(),
  retryAfter: z.number().positive().optional(),
  count: z.int().positive().optional(),
  rate: z.number().min(0).max(1).optional(),
});

/** `socket` as the method breaks Socket Mode connections; what is open goes at once. */
export const fault: Route = {
  method: 'POST',
  path: 'fault',
  run: (context, input) => {
    const body = faultBody.parse(input);
    if (body.target === 'slack' && body.method === 'socket') {
      context.slack.socket.disconnect(body.kind === 'error' ? 'warning' : 'cut');
      return { added: true };
    }
    const channel = body.channel === undefined ? undefined : findChannel(context, body.channel).id;
    const account = body.account === undefined ? undefined : findAccount(context, body.account);
    context.faults.add({ ...body, channel, account });
    return { added: true };
  },
};

const weekBody = z.strictObject({ week: z.union([z.literal(0), z.literal(1), z.literal(2)]) });

/**
 * Moves the large organisation from one week of its changes to another: what is fixed, what comes up,
 * what cannot be read. Time itself does not move.
 */
export const week: Route = {
  method: 'POST',
  path: 'week',
  run: ({ aws }, input) => {
    aws.weeks.moveTo(weekBody.parse(input).week);
    return { week: aws.weeks.week() };
  },
};

const resetBody = z.strictObject({ everything: z.boolean().default(false) });

/**
 * Ends all faults; what was accepted goes its way. With `everything` the channels are emptied, the
 * alarms are as at first, and the bot starts again with an empty store.
 */
export const reset: Route = {
  method: 'POST',
  path: 'reset',
  run: async (context, input) => {
    const { everything } = resetBody.parse(input);
    context.faults.clear();
    if (everything) {
      context.slack.context.app.scopes = installed.scopes;
      await context.startAfresh();
    }
    context.changes.announce({ kind: 'reset' });
    return { reset: true };
  },
};

const callsQuery = z.strictObject({
  since: z
    .string()
    .transform((text) => (/^\d+(\.\d+)?$/.test(text) ? Number(text) : Date.parse(text)))
    .refine((time) => !Number.isNaN(time), { error: 'is no time' })
    .optional(),
});

/** Every call that the fakes received, and every delivery of SNS, oldest first. */
export const calls: Route = {
  method: 'GET',
  path: 'calls',
  run: (context, input) => context.calls.since(callsQuery.parse(input).since ?? 0),
};
