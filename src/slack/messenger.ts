import type { Clock } from '../core/clock.ts';
import type { Messenger, Outcome, Outgoing, Posted } from '../core/conversation.ts';
import { toError } from '../core/errors.ts';
import { isChannelId } from '../core/ids.ts';
import { type ChannelPage, createChannelNames } from './channels.ts';
import { callTimeoutMs } from './client.ts';
import { findPost, postEvent, postedOf } from './find-post.ts';
import { renderBlocks } from './render/blocks.ts';
import { renderNotice, renderPlain } from './render/plain.ts';
import {
  admissionMs,
  createSession,
  type Fields,
  listOf,
  nextCursor,
  type SessionDeps,
} from './session.ts';

export interface MessengerDeps extends SessionDeps {
  readonly linkHosts: () => readonly string[];
  readonly clock: Clock;
}

const contentOf = ({ card, plain, postId }: Outgoing, linkHosts: readonly string[]): Fields => ({
  parse: 'none',
  link_names: false,
  ...(plain
    ? { text: renderPlain(card, { linkHosts }) }
    : { text: renderNotice(card), blocks: renderBlocks(card, { linkHosts }) }),
  metadata: { event_type: postEvent, event_payload: { post: postId } },
});

const channelPage = (answer: Fields): ChannelPage => ({
  channels: listOf(answer['channels']).flatMap(({ id, name }) =>
    typeof id === 'string' && isChannelId(id) && typeof name === 'string' ? [{ id, name }] : [],
  ),
  cursor: nextCursor(answer),
});

/**
 * Slack's Web API as delivery needs it. Every call is tried once, has a deadline, and ends in an
 * {@link Outcome}; nothing is thrown.
 */
export const createMessenger = (deps: MessengerDeps): Messenger => {
  const call = createSession(deps);

  const write = async (
    method: string,
    message: Outgoing,
    more: Fields,
  ): Promise<Outcome<Posted>> => {
    let content: Fields;
    try {
      content = contentOf(message, deps.linkHosts());
    } catch (thrown) {
      // A card we cannot draw is as good as one that Slack refuses: plain text is next.
      deps.log.error('a card could not be rendered', { error: toError(thrown).message });
      return { kind: message.plain ? 'refused' : 'refused-form', error: 'render_failed' };
    }
    const { beginBy } = message;
    const answer = await call(
      method,
      { channel: message.channel, ...content, ...more },
      beginBy === undefined ? undefined : () => deps.clock.monotonic() > beginBy,
    );
    return answer.kind === 'ok' ? postedOf(message.channel, answer.value) : answer;
  };

  const list = async (cursor: string | undefined): Promise<Outcome<ChannelPage>> => {
    const answer = await call('conversations.list', {
      types: 'public_channel,private_channel',
      exclude_archived: true,
      limit: 1000,
      cursor,
    });
    return answer.kind === 'ok' ? { kind: 'ok', value: channelPage(answer.value) } : answer;
  };

  return {
    timeoutMs: (deps.timeoutMs ?? callTimeoutMs) + admissionMs,
    resolve: createChannelNames({ list, clock: deps.clock }).resolve,
    post: (message) =>
      write('chat.postMessage', message, {
        // Known to chat.postMessage only; what it leaves live in an edit, the renderer has defused.
        mrkdwn: false,
        unfurl_links: false,
        unfurl_media: false,
        ...(message.threadTs === undefined ? {} : { thread_ts: message.threadTs }),
        ...(message.threadTs !== undefined && message.broadcast ? { reply_broadcast: true } : {}),
      }),
    edit: (message) => write('chat.update', message, { ts: message.ts }),
    find: (wanted) => findPost(call, wanted),
    probe: async () => {
      const answer = await call('auth.test', {});
      return answer.kind === 'ok' ? { kind: 'ok', value: undefined } : answer;
    },
  };
};
