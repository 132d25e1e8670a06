import type { CommandSpec } from '../../core/command.ts';

export const whodidSpec: CommandSpec = {
  name: 'whodid',
  summary:
    'Who did what in AWS: the calls on a resource, by a user, from an address or with a key.',
  usage: 'TERM [denied|failed] [by WHO] [from ADDRESS] [in WHERE] [since|until|on|between TIME]',
  examples: [
    { text: 'sg-0abc123 since 2h', means: 'calls on a security group in the last two hours' },
    { text: 'DeleteTrail', means: 'every call of this name' },
    { text: 'alice denied yesterday', means: 'what was refused to alice yesterday' },
    { text: '198.51.100.7', means: 'calls from an address' },
    { text: 'i-0abc by alice in prod', means: "alice's calls on an instance, in one account" },
    { text: 'login failed', means: 'failed logins to the console' },
    { text: 'DeleteBucket yesterday in all', means: 'in every account and region' },
  ],
  rights: [],
  knowsSelf: true,
};
