import type { Card } from '../core/card.ts';
import type { Clock } from '../core/clock.ts';
import type { Messenger, Outcome, Outgoing, Posted } from '../core/conversation.ts';
import { toError } from '../core/errors.ts';
import { isChannelId } from '../core/ids.ts';
import { type ChannelPage, createChannelNames } from './channels.ts';
import { type CardForm, createChartMemory, sendInForms } from './charts.ts';
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

const wordsOf = (card: Card, form: CardForm, linkHosts: readonly string[]): Fields =>
  form === 'plain'
    ? { text: renderPlain(card, { linkHosts }) }
    : {
        text: renderNotice(card),
        blocks: renderBlocks(card, { linkHosts, noCharts: form === 'no-charts' }),
      };

const contentOf = (
  { card, postId }: Outgoing,
  form: CardForm,
  linkHosts: readonly string[],
): Fields => ({
  parse: 'none',
  link_names: false,
  ...wordsOf(card, form, linkHosts),
  metadata: { event_type: postEvent, event_payload: { post: postId } },
});

/** Ours: foreign brackets are escaped. */
const mentions = /<(?:@[UW]|!subteam\^S)[A-Z0-9]+>/;

/** Whoever waits for what became of a call counts on no later beginning than this. */
const secondTryMs = 2_000;

const tooLate: Outcome<never> = { kind: 'unavailable', error: 'refused with its charts' };

interface Writing {
  readonly method: string;
  readonly message: Outgoing;
  readonly more: (content: Fields) => Fields;
}

const postFields = ({ threadTs, broadcast }: Outgoing, { text }: Fields): Fields => ({
  // Known to chat.postMessage only; what it leaves live in an edit, the renderer has defused. Whom
  // we mention has to be read as a mention, in plain text too.
  ...(mentions.test(String(text)) ? {} : { mrkdwn: false }),
  unfurl_links: false,
  unfurl_media: false,
  ...(threadTs === undefined ? {} : { thread_ts: threadTs }),
  ...(threadTs !== undefined && broadcast ? { reply_broadcast: true } : {}),
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
  const charts = createChartMemory(deps.clock);

  const writeIn = async (
    form: CardForm,
    { method, message, more }: Writing,
  ): Promise<Outcome<Posted>> => {
    let content: Fields;
    try {
      content = contentOf(message, form, deps.linkHosts());
    } catch (thrown) {
      // A card we cannot draw is as good as one that Slack refuses: plain text is next.
      deps.log.error('a card could not be rendered', { error: toError(thrown).message });
      return { kind: message.plain ? 'refused' : 'refused-form', error: 'render_failed' };
    }
    const { beginBy } = message;
    const answer = await call(
      method,
      { channel: message.channel, ...content, ...more(content) },
      beginBy === undefined ? undefined : () => deps.clock.monotonic() > beginBy,
    );
    return answer.kind === 'ok' ? postedOf(message.channel, answer.value) : answer;
  };

  /** A card refused with its charts is sent at once without: they are not taken everywhere yet. */
  const write = async (writing: Writing): Promise<Outcome<Posted>> => {
    const { message } = writing;
    const began = deps.clock.monotonic();
    const forms = message.plain ? (['plain'] as const) : charts.forms(message.card);
    const { outcome, form } = await sendInForms(forms, async (one) =>
      deps.clock.monotonic() - began > secondTryMs ? tooLate : writeIn(one, writing),
    );
    if (form !== forms[0] && (outcome.kind === 'ok' || outcome === tooLate)) charts.learn(form);
    return outcome;
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
    timeoutMs: (deps.timeoutMs ?? callTimeoutMs) + admissionMs + secondTryMs,
    resolve: createChannelNames({ list, clock: deps.clock }).resolve,
    post: (message) =>
      write({
        method: 'chat.postMessage',
        message,
        more: (content) => postFields(message, content),
      }),
    edit: (message) => write({ method: 'chat.update', message, more: () => ({ ts: message.ts }) }),
    find: (wanted) => findPost(call, wanted),
    probe: async () => {
      const answer = await call('auth.test', {});
      return answer.kind === 'ok' ? { kind: 'ok', value: undefined } : answer;
    },
  };
};
