import type { CommandSpec } from '../../core/command.ts';

export const trailwardenSpec: CommandSpec = {
  name: 'trailwarden',
  summary: 'About the bot itself: its commands, how it fares, and who asked what.',
  usage: 'help [COMMAND] | status | audit',
  examples: [
    { text: 'help', means: 'the commands, each with examples' },
    { text: 'status', means: 'intake, queue, Slack, AWS and store at a glance' },
    { text: 'audit', means: 'the audit log, for admins' },
  ],
  rights: ['trailwarden audit'],
  knowsSelf: false,
  isAboutBot: true,
};
