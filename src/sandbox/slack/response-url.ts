import type { IncomingMessage } from 'node:http';
import { minute } from '../../core/clock.ts';
import { isJson, type Json, parseJson } from '../json.ts';
import { flag } from './args.ts';
import type { SlackContext } from './context.ts';
import type { Message, ResponseHook } from './entities.ts';
import { readContent, writeMessage } from './messages.ts';
import { SlackError } from './slack-error.ts';

/** https://docs.slack.dev/interactivity/handling-user-interaction: five times within 30 minutes. */
const maxUses = 5;
const livesMs = 30 * minute;

/** @returns the address that stands in a payload's `response_url` */
export const newResponseUrl = (
  context: SlackContext,
  hook: Omit<ResponseHook, 'id' | 'createdAt' | 'uses'>,
): string => {
  const id = context.store.newId('H');
  context.store.hooks.set(id, { ...hook, id, createdAt: context.clock.now(), uses: 0 });
  return `${context.baseUrl()}/response/${context.team.id}/${id}`;
};

const useHook = (context: SlackContext, id: string): ResponseHook => {
  const hook = context.store.hooks.get(id);
  if (hook === undefined) throw new SlackError('no_service');
  if (context.clock.now() - hook.createdAt > livesMs) throw new SlackError('expired_url');
  if (hook.uses >= maxUses) throw new SlackError('used_url');
  hook.uses += 1;
  return hook;
};

const sourceMessage = (context: SlackContext, hook: ResponseHook): Message => {
  const found =
    hook.source === undefined
      ? undefined
      : context.store.timeline(hook.channel).get(hook.source.ts);
  if (found === undefined) throw new SlackError('message_not_found');
  return found;
};

const replaceSource = (context: SlackContext, hook: ResponseHook, body: Json): void => {
  const message = sourceMessage(context, hook);
  const content = readContent(context, body);
  message.text = content.text;
  message.blocks = content.blocks;
  message.attachments = content.attachments;
  if (message.ephemeralFor === undefined && content.blocks === undefined)
    message.edited = { user: context.app.botUserId, ts: context.store.nextTs() };
  context.changes.announce({ kind: 'message', channel: hook.channel });
};

/**
 * A message as a command's acknowledgement or a `response_url` brings it; only its own member sees
 * it, unless it is `in_channel`.
 */
export const respond = (
  context: SlackContext,
  hook: Pick<ResponseHook, 'channel' | 'user' | 'interaction'>,
  body: Json,
): void => {
  const content = readContent(context, body);
  const threadTs = typeof body['thread_ts'] === 'string' ? body['thread_ts'] : undefined;
  writeMessage(context, hook.channel, {
    ...content,
    threadTs,
    ephemeralFor: body['response_type'] === 'in_channel' ? undefined : hook.user,
    interaction: hook.interaction,
  });
};

/**
 * What was posted to a `response_url`. A command's own cannot replace anything: there it adds a
 * message, as Slack does (https://github.com/slackapi/bolt-js/issues/2287).
 * @throws SlackError used_url, expired_url and what the blocks are refused for
 */
export const useResponseUrl = (
  context: SlackContext,
  id: string,
  request: IncomingMessage,
  text: string,
): void => {
  const hook = useHook(context, id);
  const isJsonBody = (request.headers['content-type'] ?? '').startsWith('application/json');
  const body = parseJson(text);
  if (!isJsonBody || !isJson(body)) throw new SlackError('invalid_payload');
  if (hook.source !== undefined && flag(body, 'delete_original')) {
    context.store.timeline(hook.channel).remove(sourceMessage(context, hook).ts);
    context.changes.announce({ kind: 'message', channel: hook.channel });
  } else if (hook.source !== undefined && flag(body, 'replace_original')) {
    replaceSource(context, hook, body);
  } else {
    respond(context, hook, body);
  }
};
