import type { Json } from '../json.ts';
import type { SlackContext } from './context.ts';
import type { Channel, Member, Message, View } from './entities.ts';
import { toApi } from './messages.ts';
import { newResponseUrl } from './response-url.ts';
import { viewFacts } from './views.ts';
import { partnerTeamId } from './workspace.ts';

/** https://docs.slack.dev/surfaces/modals: a form must be opened within three seconds. */
const triggerLivesMs = 3_000;

/** Deprecated by Slack, but still sent and still required by types. */
const verificationToken = 'sandbox-verification-token';

export interface Scene {
  readonly context: SlackContext;
  readonly member: Member;
  /** What ties answers to what was done. */
  readonly interaction: string;
}

const newTrigger = ({ context, member, interaction }: Scene): string => {
  const { store, clock } = context;
  const id = store.newId(`${clock.now()}.`);
  store.triggers.set(id, { user: member.id, interaction, until: clock.now() + triggerLivesMs });
  return id;
};

const channelName = (channel: Channel): string => {
  if (channel.isIm) return 'directmessage';
  return channel.isPrivate ? 'privategroup' : channel.name;
};

/** https://docs.slack.dev/interactivity/implementing-slash-commands */
export const commandPayload = (
  scene: Scene,
  channel: Channel,
  command: string,
  text: string,
): Json => ({
  token: verificationToken,
  team_id: scene.context.team.id,
  team_domain: scene.context.team.domain,
  ...(scene.context.team.enterprise === undefined
    ? {}
    : {
        enterprise_id: scene.context.team.enterprise.id,
        enterprise_name: scene.context.team.enterprise.name,
      }),
  channel_id: channel.id,
  channel_name: channelName(channel),
  user_id: scene.member.id,
  user_name: scene.member.name,
  command,
  text,
  api_app_id: scene.context.app.id,
  is_enterprise_install: 'false',
  response_url: newResponseUrl(scene.context, {
    channel: channel.id,
    user: scene.member.id,
    source: undefined,
    interaction: scene.interaction,
  }),
  trigger_id: newTrigger(scene),
});

const interactionBase = (scene: Scene, type: string): Json => ({
  type,
  token: verificationToken,
  team: { id: scene.context.team.id, domain: scene.context.team.domain },
  user: {
    id: scene.member.id,
    username: scene.member.name,
    name: scene.member.name,
    team_id: scene.member.isStranger ? partnerTeamId : scene.context.team.id,
  },
  api_app_id: scene.context.app.id,
  enterprise: scene.context.team.enterprise ?? null,
  is_enterprise_install: false,
});

/** https://docs.slack.dev/reference/interaction-payloads/block_actions-payload, of a message */
export const messageActionPayload = (
  scene: Scene,
  channel: Channel,
  message: Message,
  action: Json,
  values: Json,
): Json => ({
  ...interactionBase(scene, 'block_actions'),
  container: {
    type: 'message',
    message_ts: message.ts,
    channel_id: channel.id,
    is_ephemeral: message.ephemeralFor !== undefined,
    ...(message.threadTs === undefined ? {} : { thread_ts: message.threadTs }),
  },
  channel: { id: channel.id, name: channelName(channel) },
  message: toApi(scene.context, message, { metadata: true }),
  state: { values },
  trigger_id: newTrigger(scene),
  response_url: newResponseUrl(scene.context, {
    channel: channel.id,
    user: scene.member.id,
    source: { ts: message.ts, isEphemeral: message.ephemeralFor !== undefined },
    interaction: scene.interaction,
  }),
  actions: [action],
});

/** https://docs.slack.dev/reference/interaction-payloads/shortcuts-interaction-payload */
export const shortcutPayload = (
  scene: Scene,
  channel: Channel,
  message: Message,
  callbackId: string,
): Json => ({
  ...interactionBase(scene, 'message_action'),
  action_ts: (scene.context.clock.now() / 1000).toFixed(6),
  callback_id: callbackId,
  channel: { id: channel.id, name: channelName(channel) },
  message_ts: message.ts,
  message: toApi(scene.context, message, { metadata: true }),
  trigger_id: newTrigger(scene),
  // It adds messages; what it was used on belongs to somebody else.
  response_url: newResponseUrl(scene.context, {
    channel: channel.id,
    user: scene.member.id,
    source: undefined,
    interaction: scene.interaction,
  }),
});

/** The same, of a form or the App Home. */
export const viewActionPayload = (scene: Scene, view: View, action: Json, values: Json): Json => ({
  ...interactionBase(scene, 'block_actions'),
  container: { type: 'view', view_id: view.id },
  view: viewFacts(scene.context, view, values),
  trigger_id: newTrigger(scene),
  actions: [action],
});

/** https://docs.slack.dev/reference/interaction-payloads/view-interactions-payload */
export const viewSubmissionPayload = (scene: Scene, view: View, values: Json): Json => ({
  ...interactionBase(scene, 'view_submission'),
  trigger_id: newTrigger(scene),
  view: viewFacts(scene.context, view, values),
  response_urls: [],
});

export const viewClosedPayload = (scene: Scene, view: View): Json => ({
  ...interactionBase(scene, 'view_closed'),
  view: viewFacts(scene.context, view),
  is_cleared: false,
});

/** https://docs.slack.dev/reference/interaction-payloads/block_suggestion-payload */
export const suggestionPayload = (
  scene: Scene,
  where: { readonly view: View } | { readonly channel: Channel; readonly message: Message },
  field: { readonly blockId: string; readonly actionId: string; readonly value: string },
): Json => ({
  ...interactionBase(scene, 'block_suggestion'),
  block_id: field.blockId,
  action_id: field.actionId,
  value: field.value,
  ...('view' in where
    ? {
        container: { type: 'view', view_id: where.view.id },
        view: viewFacts(scene.context, where.view),
      }
    : {
        container: { type: 'message', message_ts: where.message.ts, channel_id: where.channel.id },
        channel: { id: where.channel.id, name: channelName(where.channel) },
        message: toApi(scene.context, where.message, { metadata: true }),
      }),
});

/** https://docs.slack.dev/apis/events-api: the outer event around `event`. */
export const eventPayload = (context: SlackContext, event: Json): Json => ({
  token: verificationToken,
  team_id: context.team.id,
  api_app_id: context.app.id,
  event,
  type: 'event_callback',
  event_id: context.store.newId('Ev'),
  event_time: Math.floor(context.clock.now() / 1000),
  authorizations: [
    {
      enterprise_id: context.team.enterprise?.id ?? null,
      team_id: context.team.id,
      user_id: context.app.botUserId,
      is_bot: true,
      is_enterprise_install: false,
    },
  ],
  is_ext_shared_channel: false,
});
