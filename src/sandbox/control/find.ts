import { z } from 'zod';
import { nameOf } from '../aws/sns-store.ts';
import type { Channel, Member, Message, UserGroup, View } from '../slack/entities.ts';
import type { Place } from '../slack/people.ts';
import type { ControlContext } from './context.ts';
import { ControlError, notThere } from './control-error.ts';

const standardUser = 'alice';
const standardChannel = 'sec-prod';

export const word = z.string().min(1);

export const findMember = ({ slack }: ControlContext, idOrName = standardUser): Member => {
  const member = slack.store.findMember(idOrName);
  if (member === undefined) throw notThere(`there is no member ${idOrName}`);
  return member;
};

export const findChannel = ({ slack }: ControlContext, idOrName = standardChannel): Channel => {
  const channel = slack.store.findChannel(idOrName);
  if (channel === undefined) throw notThere(`there is no channel ${idOrName}`);
  return channel;
};

/** `dm` is the member's direct conversation with the bot. */
export const findChannelFor = (
  context: ControlContext,
  idOrName: string | undefined,
  member: Member,
): Channel => {
  const { store, context: slack } = context.slack;
  return idOrName === 'dm'
    ? store.directChannel(member.id, slack.app.botUserId)
    : findChannel(context, idOrName);
};

/** By ARN or name; the first of the sample organisation if none is named. */
export const findTopic = ({ aws }: ControlContext, arnOrName: string | undefined): string => {
  const arns = [...aws.sns.topics.keys()];
  const arn =
    arnOrName === undefined
      ? arns[0]
      : (arns.find((one) => one === arnOrName) ?? arns.find((one) => nameOf(one) === arnOrName));
  if (arn === undefined) throw notThere(`there is no topic ${arnOrName ?? ''}`);
  return arn;
};

/** An account of the sample organisation, by id or name. */
export const findAccount = ({ aws }: ControlContext, idOrName: string): string => {
  const found = aws.organisation.accounts.find(({ id, name }) => [id, name].includes(idOrName));
  if (found === undefined) throw notThere(`there is no account ${idOrName}`);
  return found.id;
};

/** A form or App Home that this member has before them. */
export const findView = ({ slack }: ControlContext, id: string, member: Member): View => {
  const homes = [...slack.store.homes.values()];
  const view = slack.store.views.get(id) ?? homes.find((home) => home.id === id);
  if (view === undefined) throw notThere(`there is no view ${id}`);
  if (view.user !== member.id)
    throw new ControlError(403, 'not_yours', `${member.name} does not see the view ${id}`);
  return view;
};

export const place = { channel: word.optional(), ts: word.optional(), view_id: word.optional() };

/** A message that this member sees. */
export const findMessage = (
  context: ControlContext,
  channel: Channel,
  ts: string,
  member: Member,
): Message => {
  const message = context.slack.store.timeline(channel.id).get(ts);
  const isSeen = message?.ephemeralFor === undefined || message.ephemeralFor === member.id;
  if (message === undefined || !isSeen)
    throw notThere(`${member.name} sees no message ${ts} in ${channel.name}`);
  return message;
};

export const findGroup = ({ slack }: ControlContext, idOrHandle: string): UserGroup => {
  const group = slack.store.findGroup(idOrHandle);
  if (group === undefined) throw notThere(`there is no user group ${idOrHandle}`);
  return group;
};

/** Where a button is: a message that this member sees, or a view. */
export const findPlace = (
  context: ControlContext,
  wanted: { channel?: string | undefined; ts?: string | undefined; view_id?: string | undefined },
  member: Member,
): Place => {
  if (wanted.view_id !== undefined) return { view: findView(context, wanted.view_id, member) };
  if (wanted.channel === undefined || wanted.ts === undefined)
    throw new ControlError(400, 'invalid_request', 'give channel and ts, or view_id');
  const channel = findChannelFor(context, wanted.channel, member);
  return { channel, message: findMessage(context, channel, wanted.ts, member) };
};
