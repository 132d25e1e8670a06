import type { Detection } from './detection.ts';

export const iamPolicyChange: Detection = {
  id: 'iam-policy-change',
  title: 'IAM policy change',
  severity: { level: 'high', reason: 'policies say who may do what' },
  cis: 4,
  securityHub: 'CloudWatch.4',
  events: [
    {
      source: 'iam.amazonaws.com',
      names: [
        'DeleteGroupPolicy',
        'DeleteRolePolicy',
        'DeleteUserPolicy',
        'PutGroupPolicy',
        'PutRolePolicy',
        'PutUserPolicy',
        'CreatePolicy',
        'DeletePolicy',
        'CreatePolicyVersion',
        'DeletePolicyVersion',
        'AttachRolePolicy',
        'DetachRolePolicy',
        'AttachUserPolicy',
        'DetachUserPolicy',
        'AttachGroupPolicy',
        'DetachGroupPolicy',
      ],
    },
  ],
  repeatsBy: 'resource',
  guardsTheGuards: false,
  meaning: 'A policy of IAM was made, changed, deleted, attached or detached.',
  next: 'Look at what the policy allows now, and who has it.',
};
