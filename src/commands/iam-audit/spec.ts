import type { CommandSpec } from '../../core/command.ts';

export const iamAuditSpec: CommandSpec = {
  name: 'iam-audit',
  summary:
    "How accounts keep to IAM's best practices: a verdict each, with the people and roles concerned.",
  usage: '[CHECK|all] [in WHERE]',
  examples: [
    { text: 'all', means: "every practice, in this channel's accounts" },
    { text: 'all in all', means: 'every account, worst first' },
    {
      text: 'least privilege in prod',
      means: 'one practice: the policies that give too much, and who has them',
    },
    { text: 'mfa in prod', means: 'who signs in without MFA' },
  ],
  rights: [],
  knowsSelf: false,
  isAccountWide: true,
};
