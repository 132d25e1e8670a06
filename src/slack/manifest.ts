import type { CommandSpec } from '../core/command.ts';
import { appName } from './app-name.ts';
import { scopes } from './scopes.ts';
import { messageShortcuts } from './shortcuts.ts';

/** Slack tells a command as it was typed; with `should_escape` it would put ids in place of names. */
const slashCommand = ({ name, summary, usage }: CommandSpec) => ({
  command: `/${name}`,
  description: summary,
  usage_hint: usage,
  should_escape: false,
});

const features = (specs: readonly CommandSpec[]) => ({
  app_home: {
    home_tab_enabled: true,
    messages_tab_enabled: true,
    messages_tab_read_only_enabled: false,
  },
  bot_user: { display_name: appName, always_online: true },
  shortcuts: messageShortcuts.map(({ name, id, description }) => ({
    name,
    type: 'message',
    callback_id: id,
    description,
  })),
  slash_commands: specs.map(slashCommand),
});

/** The app as Slack creates it from a file. https://docs.slack.dev/reference/app-manifest */
export const createManifest = (specs: readonly CommandSpec[]) => ({
  display_information: {
    name: appName,
    description:
      'Watches the security of your AWS accounts: one message an incident, kept up to date.',
    background_color: '#1d3557',
    long_description:
      'Trailwarden takes the alarms that AWS sends to SNS and posts each into the right channel: one ' +
      'message an incident, changed in place when it is resolved, with what happened, where and since ' +
      'when on the first screen. Its commands answer who did what in AWS, what Trusted Advisor found ' +
      'and which users, roles and keys nobody uses. It runs in your own account, on your own machine, ' +
      'and sends nothing anywhere but to this workspace.',
  },
  features: features(specs),
  oauth_config: {
    scopes: { bot: scopes.map(({ name }) => name) },
  },
  settings: {
    event_subscriptions: { bot_events: ['app_home_opened', 'app_mention', 'message.im'] },
    interactivity: { is_enabled: true },
    org_deploy_enabled: false,
    socket_mode_enabled: true,
    token_rotation_enabled: false,
  },
});
