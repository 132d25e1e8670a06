import type { CommandSpec } from '../../core/command.ts';

export const whodidSpec: CommandSpec = {
  name: 'whodid',
  summary: 'Who did what in AWS: searches CloudTrail by resource, call, person, key or address',
  usage: 'TERM [denied|failed] [by WHO] [from ADDRESS] [in WHERE] [since|until|on|between TIME]',
  examples: [
    { text: 'sg-0abc123 since 2h', means: 'who touched that security group in the last two hours' },
    { text: 'DeleteTrail', means: 'who deleted a trail; the case of letters does not matter' },
    { text: 'alice denied yesterday', means: 'what alice was refused yesterday' },
    { text: '198.51.100.7', means: 'every call from that address' },
    { text: 'login failed', means: 'sign-ins to the console that failed' },
    { text: 'i-0abc123 by alice in prod', means: 'what alice did to an instance in one account' },
    { text: 'DeleteBucket yesterday in all', means: 'in every account and region' },
    {
      text: 'user:in',
      means: 'user:, role:, key:, event:, resource:, address: and service: say what a word is',
    },
  ],
  rights: [],
  knowsSelf: true,
};
