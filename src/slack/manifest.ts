import { appName } from './app-name.ts';
import { scopes } from './scopes.ts';

/**
 * The app as Slack creates it from a file. https://docs.slack.dev/reference/app-manifest
 *
 * Interactivity is on although there are no buttons that do something yet: a button that opens a
 * page is told to the app too, and Slack shows a warning beside it if nobody answers.
 */
export const manifest = {
  display_information: {
    name: appName,
    description:
      'Watches the security of your AWS accounts: one message an incident, kept up to date.',
    background_color: '#1d3557',
    long_description:
      'Trailwarden takes the alarms that AWS sends to SNS and posts each into the right channel: one ' +
      'message an incident, changed in place when it is resolved, with what happened, where and since ' +
      'when on the first screen. It runs in your own account, on your own machine, and sends nothing ' +
      'anywhere but to this workspace.',
  },
  features: {
    bot_user: { display_name: appName, always_online: true },
  },
  oauth_config: {
    scopes: { bot: scopes.map(({ name }) => name) },
  },
  settings: {
    interactivity: { is_enabled: true },
    org_deploy_enabled: false,
    socket_mode_enabled: true,
    token_rotation_enabled: false,
  },
};
