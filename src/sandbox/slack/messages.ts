import { isJson, type Json, listOf } from '../json.ts';
import { type Args, flag, optional, structured } from './args.ts';
import { checkBlocks } from './block-kit.ts';
import type { SlackContext } from './context.ts';
import type { Channel, Message } from './entities.ts';
import { fileFacts } from './files.ts';
import { invalidArguments, SlackError } from './slack-error.ts';

/** https://docs.slack.dev/reference/methods/chat.postMessage: longer text is cut. */
const maxText = 40_000;
const maxAttachments = 100;

/** What a message says. */
export interface Content {
  readonly text: string;
  readonly blocks: readonly unknown[] | undefined;
  readonly attachments: readonly unknown[] | undefined;
}

const withIds = (context: SlackContext, blocks: readonly unknown[]): readonly unknown[] =>
  blocks.map((block) =>
    isJson(block) && block['block_id'] === undefined
      ? { ...block, block_id: context.store.newId('') }
      : block,
  );

/** @throws SlackError invalid_blocks_format, invalid_blocks, msg_blocks_too_long */
const readBlocks = (context: SlackContext, args: Args): readonly unknown[] | undefined => {
  const blocks = structured(args, 'blocks', 'invalid_blocks_format');
  if (blocks === undefined) return undefined;
  const checked = checkBlocks(blocks, 'message');
  return checked.length === 0 ? undefined : withIds(context, checked);
};

/** @throws SlackError invalid_attachments, too_many_attachments */
const readAttachments = (args: Args): readonly unknown[] | undefined => {
  const attachments = structured(args, 'attachments', 'invalid_attachments');
  if (attachments === undefined) return undefined;
  if (!Array.isArray(attachments) || !attachments.every(isJson))
    throw new SlackError('invalid_attachments');
  if (attachments.length > maxAttachments) throw new SlackError('too_many_attachments');
  return attachments.length === 0 ? undefined : attachments;
};

/**
 * Text, blocks and attachments of a call.
 * @throws SlackError no_text and what the blocks are refused for
 */
export const readContent = (context: SlackContext, args: Args): Content => {
  const text = optional(args, 'text') ?? '';
  const blocks = readBlocks(context, args);
  const attachments = readAttachments(args);
  if (text === '' && blocks === undefined && attachments === undefined)
    throw new SlackError('no_text');
  return { text: text.slice(0, maxText), blocks, attachments };
};

/** What comes with files: blocks or a comment, or nothing. */
export const readFileComment = (context: SlackContext, args: Args): Content => ({
  text: (optional(args, 'initial_comment') ?? '').slice(0, maxText),
  blocks: readBlocks(context, args),
  attachments: undefined,
});

/**
 * https://docs.slack.dev/messaging/message-metadata
 * @throws SlackError invalid_metadata_format, invalid_metadata_schema
 */
export const readMetadata = (args: Args): Json | undefined => {
  const metadata = structured(args, 'metadata', 'invalid_metadata_format');
  if (metadata === undefined) return undefined;
  if (!isJson(metadata)) throw new SlackError('invalid_metadata_format');
  if (Object.keys(metadata).length === 0) return {};
  if (typeof metadata['event_type'] !== 'string' || !isJson(metadata['event_payload']))
    throw new SlackError('invalid_metadata_schema');
  return metadata;
};

/**
 * The root that `thread_ts` names.
 * @throws SlackError thread_not_found, cannot_reply_to_message, invalid_arguments
 */
export const readThread = (
  context: SlackContext,
  channel: Channel,
  args: Args,
): { threadTs: string | undefined; broadcast: boolean } => {
  const threadTs = optional(args, 'thread_ts');
  const broadcast = flag(args, 'reply_broadcast');
  if (threadTs === undefined || threadTs === '') {
    if (broadcast) throw invalidArguments('reply_broadcast needs thread_ts');
    return { threadTs: undefined, broadcast };
  }
  const root = context.store.timeline(channel.id).get(threadTs);
  if (root === undefined) throw new SlackError('thread_not_found');
  if (root.threadTs !== undefined || root.ephemeralFor !== undefined)
    throw new SlackError('cannot_reply_to_message');
  return { threadTs, broadcast };
};

export type NewMessage = Content & Partial<Omit<Message, 'ts' | 'channel' | keyof Content>>;

/** Puts a message into a channel; the bot's unless `user` says otherwise. */
export const writeMessage = (
  context: SlackContext,
  channel: string,
  content: NewMessage,
): Message => {
  const { store, app, changes } = context;
  const message: Message = {
    ts: store.nextTs(),
    channel,
    user: app.botUserId,
    botId: content.user === undefined ? app.botId : undefined,
    metadata: undefined,
    threadTs: undefined,
    broadcast: false,
    edited: undefined,
    ephemeralFor: undefined,
    interaction: undefined,
    files: undefined,
    ...content,
  };
  store.timeline(channel).add(message);
  changes.announce({ kind: 'message', channel });
  return message;
};

const threadFacts = (context: SlackContext, message: Message): Json => {
  if (message.threadTs !== undefined) return { thread_ts: message.threadTs };
  const replies = context.store
    .timeline(message.channel)
    .replies(message.ts)
    .filter((reply) => reply.ephemeralFor === undefined);
  const last = replies.at(-1);
  if (last === undefined) return {};
  const users = [...new Set(replies.map((reply) => reply.user))];
  return {
    thread_ts: message.ts,
    reply_count: replies.length,
    reply_users_count: users.length,
    reply_users: users,
    latest_reply: last.ts,
  };
};

const authorFacts = (context: SlackContext, message: Message): Json =>
  message.botId === undefined
    ? {}
    : {
        bot_id: message.botId,
        app_id: context.app.id,
        bot_profile: {
          id: message.botId,
          app_id: context.app.id,
          name: context.app.name,
          team_id: context.team.id,
        },
      };

const present = (name: string, value: unknown): Json =>
  value === undefined ? {} : { [name]: value };

/** A message as Slack's methods and payloads show it. */
export const toApi = (
  context: SlackContext,
  message: Message,
  options: { readonly metadata: boolean },
): Json => ({
  type: 'message',
  ...(message.broadcast ? { subtype: 'thread_broadcast' } : {}),
  user: message.user,
  ts: message.ts,
  team: context.team.id,
  text: message.text,
  ...authorFacts(context, message),
  ...present('blocks', message.blocks),
  ...present('attachments', message.attachments),
  ...present(
    'files',
    message.files?.map((file) => fileFacts(context, file)),
  ),
  ...present('edited', message.edited),
  ...(options.metadata ? present('metadata', message.metadata) : {}),
  ...threadFacts(context, message),
});

/** The message with this `ts`, if the bot may change it. @throws SlackError */
export const ownMessage = (
  context: SlackContext,
  channel: Channel,
  ts: string,
  refusal: string,
): Message => {
  const message = context.store.timeline(channel.id).get(ts);
  if (message === undefined || message.ephemeralFor !== undefined)
    throw new SlackError('message_not_found');
  if (message.botId !== context.app.botId) throw new SlackError(refusal);
  return message;
};

/** All blocks of a message, attachments' included. */
export const blocksOf = (message: Pick<Message, 'blocks' | 'attachments'>): readonly Json[] => [
  ...listOf(message.blocks).filter(isJson),
  ...listOf(message.attachments)
    .filter(isJson)
    .flatMap((attachment) => listOf(attachment['blocks']).filter(isJson)),
];
