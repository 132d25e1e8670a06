import type { Card } from '../core/card.ts';
import type { Clock } from '../core/clock.ts';
import type { Outcome } from '../core/conversation.ts';
import type { Reply, Scene } from '../core/interaction.ts';
import type { Log } from '../core/log.ts';
import { drawnForms } from './charts.ts';
import { callTimeoutMs } from './client.ts';
import { openDirect } from './direct.ts';
import { packMemory } from './modal-memory.ts';
import type { RenderOptions } from './render/elements.ts';
import { cardModal, formModal } from './render/modal.ts';
import { contentOf, withSimplerForms } from './reply-content.ts';
import { isUsable, postResponse, type ResponseUrl } from './respond.ts';
import type { Call, Fields } from './session.ts';

export interface ReplyDeps {
  readonly call: Call;
  readonly linkHosts: () => readonly string[];
  readonly clock: Clock;
  readonly log: Log;
  /** The deadline of one call; 10 s unless told. */
  readonly timeoutMs?: number;
}

/** What was done, as far as an answer depends on it. */
export interface Occasion {
  readonly scene: Scene;
  readonly hook?: ResponseUrl | undefined;
  /** The private message whose button was pressed can be replaced. */
  readonly isFromPrivate?: boolean;
  /** The conversation is the bot's own with the member: what is posted there is private. */
  readonly isDirect?: boolean;
  /** Opens a view, within three seconds of `at` (monotonic ms). */
  readonly trigger?: { readonly id: string; readonly at: number } | undefined;
  /** It was done in a modal: the next one goes on top. */
  readonly isInModal?: boolean;
}

/** https://docs.slack.dev/surfaces/modals: a trigger serves this long. */
const triggerLivesMs = 3_000;

type Way = (content: Fields) => Promise<Outcome<unknown>>;

/** An address for answers, counted: Slack takes five answers. */
const createHookWay = (deps: ReplyDeps, { hook, scene }: Occasion) => {
  let uses = hook?.uses ?? 0;
  return {
    left: (): ResponseUrl | undefined => hook && { ...hook, uses },
    post: async (content: Fields, more: Fields): Promise<Outcome<unknown>> => {
      if (hook === undefined || !isUsable({ ...hook, uses }, deps.clock))
        return { kind: 'gone', error: 'the response_url was used up' };
      uses += 1;
      const thread = scene.threadTs === undefined ? {} : { thread_ts: scene.threadTs };
      const body = { response_type: 'ephemeral', ...thread, ...content, ...more };
      const { clock, timeoutMs = callTimeoutMs } = deps;
      return postResponse(hook.url, body, { timeoutMs, clock });
    },
  };
};

const silent = { parse: 'none', link_names: false } as const;
const quiet = { ...silent, mrkdwn: false, unfurl_links: false, unfurl_media: false } as const;

const inThread = ({ threadTs }: Scene): Fields =>
  threadTs === undefined ? {} : { thread_ts: threadTs };

/** Only the member sees it, in the conversation. */
const ephemeralWay =
  ({ call }: ReplyDeps, scene: Scene): Way =>
  (content) =>
    call('chat.postEphemeral', {
      channel: scene.channel,
      user: scene.member.user,
      ...inThread(scene),
      ...silent,
      ...content,
    });

/** In the bot's own conversation with the member, which nobody else reads. */
const hereWay =
  ({ call }: ReplyDeps, scene: Scene): Way =>
  (content) =>
    call('chat.postMessage', { channel: scene.channel, ...inThread(scene), ...quiet, ...content });

const directWay =
  ({ call }: ReplyDeps, { member }: Scene): Way =>
  async (content) => {
    const opened = await openDirect(call, member.user);
    if (opened.kind !== 'ok') return opened;
    return call('chat.postMessage', { channel: opened.value, ...quiet, ...content });
  };

/**
 * The ways to a member, best first. In a thread the Web API comes first, because not every client
 * shows what comes by a `response_url` there; elsewhere the `response_url`, which also reaches
 * conversations that the bot is not in.
 */
const waysOf = (deps: ReplyDeps, occasion: Occasion, viaHook: Way): readonly Way[] => {
  const { scene, hook, isDirect } = occasion;
  const hookWays = hook === undefined ? [] : [viaHook];
  if (scene.channel === undefined) return [...hookWays, directWay(deps, scene)];
  const web = isDirect ? hereWay(deps, scene) : ephemeralWay(deps, scene);
  const first = scene.threadTs === undefined ? [...hookWays, web] : [web, ...hookWays];
  return [...first, directWay(deps, scene)];
};

const createViews = (
  deps: ReplyDeps,
  occasion: Occasion,
  hookLeft: () => ResponseUrl | undefined,
) => {
  const { call, clock, log } = deps;
  const { scene, trigger, isInModal } = occasion;
  const open = async (view: Fields): Promise<Outcome<unknown>> => {
    if (trigger === undefined) return { kind: 'gone', error: 'nothing to open it with' };
    if (clock.monotonic() - trigger.at >= triggerLivesMs)
      return { kind: 'gone', error: 'expired_trigger_id' };
    return call(isInModal ? 'views.push' : 'views.open', { trigger_id: trigger.id, view });
  };
  const isOpen = (outcome: Outcome<unknown>): boolean => {
    if (outcome.kind !== 'ok') log.warn('Slack did not open a modal', { ...outcome });
    return outcome.kind === 'ok';
  };
  const metadata = (state: string): string | undefined => {
    const { channel, threadTs } = scene;
    const packed = packMemory({ channel, threadTs, hook: hookLeft(), state });
    if (packed === undefined) log.error('what a form is to remember is too long');
    return packed;
  };
  return { open, isOpen, metadata };
};

/** How to answer one thing that somebody did. Every way has a deadline; nothing is thrown. */
export const createReply = (deps: ReplyDeps, occasion: Occasion): Reply => {
  const { log } = deps;
  const options = (): RenderOptions => ({ linkHosts: deps.linkHosts() });
  const hook = createHookWay(deps, occasion);
  const ways = waysOf(deps, occasion, (content) => hook.post(content, { replace_original: false }));
  const views = createViews(deps, occasion, hook.left);

  const sendBy = (way: Way, card: Card, isProgress: boolean): Promise<Outcome<unknown>> =>
    withSimplerForms(log, [...drawnForms(card), 'plain'], (form) =>
      way(contentOf(card, { form, isProgress }, options())),
    );

  const say = async (card: Card, isProgress: boolean): Promise<void> => {
    const failures: string[] = [];
    for (const way of ways) {
      const outcome = await sendBy(way, card, isProgress);
      if (outcome.kind === 'ok') return;
      failures.push('error' in outcome ? outcome.error : outcome.kind);
    }
    log.error('an answer reached nobody', { failures });
  };

  return {
    say: (card, { isProgress = false } = {}) => say(card, isProgress),
    replace: async (card) => {
      if (!occasion.isFromPrivate) return say(card, false);
      const replacing: Way = (content) => hook.post(content, { replace_original: true });
      const outcome = await sendBy(replacing, card, false);
      return outcome.kind === 'ok' ? undefined : say(card, false);
    },
    openForm: async ({ form, id, state }) => {
      const metadata = views.metadata(state);
      if (metadata === undefined) return false;
      const view = formModal({ form, id, metadata }, options());
      return views.isOpen(await views.open({ ...view }));
    },
    openCard: async (title, card) => {
      const metadata = views.metadata('') ?? '';
      return views.isOpen(
        await withSimplerForms(log, ['drawn', 'plain'], (form) => {
          const isPlain = form === 'plain';
          return views.open({ ...cardModal({ title, card, metadata, isPlain }, options()) });
        }),
      );
    },
  };
};
