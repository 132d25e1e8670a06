import type { Json } from '../json.ts';
import type { SlackContext } from '../slack/context.ts';
import type { Channel, Member, Message, SlackFile } from '../slack/entities.ts';
import { toApi } from '../slack/messages.ts';

/** A message as the control API shows it: Slack's own form, metadata included. */
export const shown = (context: SlackContext, message: Message): Json => {
  const { threadTs, ephemeralFor } = message;
  const { thread_ts: _root, ...facts } = toApi(context, message, { metadata: true });
  return {
    ...facts,
    blocks: message.blocks ?? [],
    ...filesOf(message),
    ...(threadTs === undefined ? {} : { thread_ts: threadTs }),
    ...(ephemeralFor === undefined ? {} : { ephemeral: true }),
  };
};

const maySee = (channel: Channel, member: Member): boolean =>
  channel.members.has(member.id) ||
  !(channel.isPrivate || channel.isIm || member.isStranger || member.guest !== undefined);

/**
 * Slack shows a private reply only in a thread that somebody else can see.
 * https://docs.slack.dev/reference/methods/chat.postEphemeral
 */
const isShown = (context: SlackContext, message: Message): boolean =>
  message.ephemeralFor === undefined ||
  message.threadTs === undefined ||
  context.store
    .timeline(message.channel)
    .replies(message.threadTs)
    .some(({ ephemeralFor }) => ephemeralFor === undefined);

const isText = ({ mimetype }: SlackFile): boolean =>
  mimetype.startsWith('text/') || mimetype === 'application/json';

/** Files with what is in them, where that is text. */
const filesOf = (message: Message): Json =>
  message.files === undefined
    ? {}
    : {
        files: message.files.map((file) => ({
          id: file.id,
          name: file.name,
          title: file.title,
          size: file.size,
          mimetype: file.mimetype,
          ...(isText(file) ? { content: file.content?.toString('utf8') ?? '' } : {}),
        })),
      };

/** What `member` sees in `channel`, oldest first. */
export const seenBy = (context: SlackContext, channel: Channel, member: Member): readonly Json[] =>
  maySee(channel, member)
    ? context.store
        .timeline(channel.id)
        .all()
        .filter(({ ephemeralFor }) => ephemeralFor === undefined || ephemeralFor === member.id)
        .filter((message) => isShown(context, message))
        .map((message) => shown(context, message))
    : [];
