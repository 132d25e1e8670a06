import type { CommandSpec } from '../../core/command.ts';

export const trustedAdvisorSpec: CommandSpec = {
  name: 'trusted-advisor',
  summary: 'What Trusted Advisor found: its checks by category, and the resources it flags.',
  usage: '[refresh] [CATEGORY|CHECK] [red|yellow] [in WHERE]',
  examples: [
    { text: 'security red', means: 'the security checks that are red' },
    { text: 'cost optimizing in all', means: 'estimated savings in every account' },
    {
      text: 'security groups unrestricted in prod',
      means: "a check's flagged resources, in one account",
    },
    { text: 'refresh security', means: 'has AWS look again, which is a right of its own' },
  ],
  rights: ['trusted-advisor refresh'],
  knowsSelf: false,
  isAccountWide: true,
};
