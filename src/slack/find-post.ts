import type { Messenger, Outcome, Posted } from '../core/conversation.ts';
import { type ChannelId, isChannelId } from '../core/ids.ts';
import { type Call, type Fields, isFields, listOf, nextCursor } from './session.ts';

/** What stands in the metadata of every message of ours. */
export const postEvent = 'trailwarden_post';

const isPost = (message: Fields, postId: string): boolean => {
  const { metadata } = message;
  if (!isFields(metadata) || metadata['event_type'] !== postEvent) return false;
  const { event_payload: payload } = metadata;
  return isFields(payload) && payload['post'] === postId;
};

/** Where a message stands, by Slack's answer. */
export const postedOf = (channel: ChannelId, answer: Fields): Outcome<Posted> => {
  const { ts, channel: said } = answer;
  if (typeof ts !== 'string' || ts === '')
    return { kind: 'unknown', error: 'the answer has no ts' };
  return {
    kind: 'ok',
    value: { channel: typeof said === 'string' && isChannelId(said) ? said : channel, ts },
  };
};

/**
 * Looks for a message of ours by its id in the metadata: in the channel's history, or in a thread's
 * replies, which history does not return. Every page since `sinceMs`.
 * https://docs.slack.dev/reference/methods/conversations.history
 */
export const findPost = async (
  call: Call,
  { channel, postId, sinceMs, threadTs }: Parameters<Messenger['find']>[0],
): Promise<Outcome<Posted | undefined>> => {
  const method = threadTs === undefined ? 'conversations.history' : 'conversations.replies';
  let cursor: string | undefined;
  do {
    const answer = await call(method, {
      channel,
      ...(threadTs === undefined ? {} : { ts: threadTs }),
      oldest: (Math.max(0, sinceMs) / 1000).toFixed(6),
      inclusive: true,
      include_all_metadata: true,
      limit: 200,
      cursor,
    });
    if (answer.kind !== 'ok') return answer;
    const found = listOf(answer.value['messages']).find((message) => isPost(message, postId));
    if (found) return postedOf(channel, { ts: found['ts'] });
    const next = nextCursor(answer.value);
    if (next !== undefined && next === cursor)
      return { kind: 'unknown', error: 'the pages never end' };
    cursor = next;
  } while (cursor !== undefined);
  return { kind: 'ok', value: undefined };
};
