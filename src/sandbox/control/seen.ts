import type { Json } from '../json.ts';
import type { SlackContext } from '../slack/context.ts';
import type { Channel, Member, Message } from '../slack/entities.ts';
import { toApi } from '../slack/messages.ts';

/** A message as the control API shows it: Slack's own form, metadata included. */
export const shown = (context: SlackContext, message: Message): Json => {
  const { threadTs, ephemeralFor } = message;
  const { thread_ts: _root, ...facts } = toApi(context, message, { metadata: true });
  return {
    ...facts,
    blocks: message.blocks ?? [],
    ...(threadTs === undefined ? {} : { thread_ts: threadTs }),
    ...(ephemeralFor === undefined ? {} : { ephemeral: true }),
  };
};

const maySee = (channel: Channel, member: Member): boolean =>
  channel.members.has(member.id) || !(channel.isPrivate || channel.isIm || member.isStranger);

/** What `member` sees in `channel`, oldest first. */
export const seenBy = (context: SlackContext, channel: Channel, member: Member): readonly Json[] =>
  maySee(channel, member)
    ? context.store
        .timeline(channel.id)
        .all()
        .filter(({ ephemeralFor }) => ephemeralFor === undefined || ephemeralFor === member.id)
        .map((message) => shown(context, message))
    : [];
