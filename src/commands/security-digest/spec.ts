import type { CommandSpec } from '../../core/command.ts';

export const securityDigestSpec: CommandSpec = {
  name: 'security-digest',
  summary:
    'The security digest as it would be now: what is new, fixed and still open, what to do first.',
  usage: '[DIGEST] [SECTION …] [in WHERE] | DIGEST to #CHANNEL | help',
  examples: [
    {
      text: 'now',
      means: "every section, of this channel's accounts, else of all that you may ask about",
    },
    { text: 'in all', means: 'every account that you may ask about, worst first' },
    { text: 'iam, trusted-advisor in prod', means: 'two sections of it, in one account' },
    {
      text: 'weekly to #security',
      means: 'has the digest of that name posted into a channel, for admins',
    },
    { text: 'weekly', means: 'the accounts and sections of that digest, for you alone' },
  ],
  rights: ['security-digest send'],
  knowsSelf: false,
  isAccountWide: true,
};
