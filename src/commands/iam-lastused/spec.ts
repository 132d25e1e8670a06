import type { CommandSpec } from '../../core/command.ts';

export const iamLastusedSpec: CommandSpec = {
  name: 'iam-lastused',
  summary: 'When a user, role, group, policy or access key was last used, and for what.',
  usage:
    '[user|role|group|policy|key] NAME [actions] [in WHERE] | unused [users|roles|keys] 90d [in WHERE]',
  examples: [
    { text: 'role deploy', means: 'the services that a role used, and which it never did' },
    { text: 'role deploy actions in prod', means: 'down to single actions, where AWS has them' },
    { text: 'user alice', means: 'her password and each key: age and last use' },
    { text: 'alice@example.com', means: 'her Identity Center permission sets, by account' },
    { text: 'unused keys 90d in all', means: 'access keys that nobody used for 90 days' },
    { text: 'unused', means: 'users, roles and keys that nobody used for 90 days' },
  ],
  rights: [],
  knowsSelf: true,
  isAccountWide: true,
};
