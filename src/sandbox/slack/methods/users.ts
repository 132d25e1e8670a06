import type { Json } from '../../json.ts';
import { limitOf, optional, required } from '../args.ts';
import type { Method, SlackContext } from '../context.ts';
import type { Member } from '../entities.ts';
import { nextCursor, pageOf } from '../page.ts';
import { SlackError } from '../slack-error.ts';
import { partnerTeamId } from '../workspace.ts';

const memberFacts = ({ team }: SlackContext, member: Member): Json => ({
  id: member.id,
  team_id: member.isStranger ? partnerTeamId : team.id,
  name: member.name,
  deleted: member.isDeactivated,
  real_name: member.realName,
  tz: member.tz,
  is_bot: member.isBot,
  is_app_user: member.isBot,
  is_admin: member.isAdmin,
  is_owner: false,
  // Slack's guests of a single channel are both.
  is_restricted: member.guest !== undefined,
  is_ultra_restricted: member.guest === 'single',
  is_stranger: member.isStranger,
  locale: 'en-US',
  profile: {
    real_name: member.realName,
    display_name: member.name,
    title: member.title,
    ...(member.isBot ? {} : { email: member.email }),
    team: member.isStranger ? partnerTeamId : team.id,
  },
});

const found = (context: SlackContext, member: Member | undefined, error: string): Json => {
  if (member === undefined) throw new SlackError(error);
  return { user: memberFacts(context, member) };
};

/** https://docs.slack.dev/reference/methods/users.info */
export const usersInfo: Method = {
  name: 'users.info',
  token: 'bot',
  scopes: ['users:read'],
  run: (context, args) =>
    found(context, context.store.members.get(required(args, 'user')), 'user_not_found'),
};

/** https://docs.slack.dev/reference/methods/users.lookupByEmail */
export const usersLookupByEmail: Method = {
  name: 'users.lookupByEmail',
  token: 'bot',
  scopes: ['users:read.email'],
  run: (context, args) => {
    const email = required(args, 'email');
    const members = [...context.store.members.values()];
    const member = members.find((one) => !one.isBot && !one.isDeactivated && one.email === email);
    return found(context, member, 'users_not_found');
  },
};

/** https://docs.slack.dev/reference/methods/users.list */
export const usersList: Method = {
  name: 'users.list',
  token: 'bot',
  scopes: ['users:read'],
  run: (context, args) => {
    const members = [...context.store.members.values()];
    const page = pageOf(members, limitOf(args, 1000, 1000), optional(args, 'cursor'));
    return {
      members: page.items.map((member) => memberFacts(context, member)),
      cache_ts: Math.floor(context.clock.now() / 1000),
      ...nextCursor(page.next),
    };
  },
};
