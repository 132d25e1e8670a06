import type { CommandSpec } from '../../core/command.ts';

export const trailwardenSpec: CommandSpec = {
  name: 'trailwarden',
  summary:
    'Open incidents and mutes; about the bot itself: its commands, how it fares, who asked what.',
  usage:
    'help [COMMAND] | open [in WHERE] | mutes [in WHERE] | coverage [in WHERE] | export incidents|audit since TIME [until TIME] [in WHERE] | status | audit',
  examples: [
    { text: 'help', means: 'the commands, each with examples' },
    {
      text: 'open',
      means: 'the open incidents of the accounts that you may ask about, worst first',
    },
    { text: 'open in prod', means: 'those of one account' },
    { text: 'mutes', means: 'what is muted, by whom, why and until when, and what was held back' },
    {
      text: 'coverage in prod',
      means: 'which detections are watched there, by what, and which are not',
    },
    {
      text: 'export incidents since 2026-05-01',
      means: 'CSV, JSON Lines and their SHA-256 sums to your direct messages',
    },
    { text: 'export audit last 7d', means: 'the same of the audit log, for admins' },
    { text: 'status', means: 'intake, queue, Slack, AWS and store at a glance' },
    { text: 'audit', means: 'the audit log, for admins' },
  ],
  rights: [
    'trailwarden open',
    'trailwarden mutes',
    'trailwarden coverage',
    'trailwarden export',
    'trailwarden audit',
  ],
  knowsSelf: false,
  isAboutBot: true,
};
