import type { Detection } from './detection.ts';

export const securityGroupChange: Detection = {
  id: 'security-group-change',
  title: 'Security group change',
  severity: { level: 'high', reason: 'it says who may reach what' },
  cis: 10,
  securityHub: 'CloudWatch.10',
  events: [
    {
      source: 'ec2.amazonaws.com',
      names: [
        'AuthorizeSecurityGroupIngress',
        'AuthorizeSecurityGroupEgress',
        'RevokeSecurityGroupIngress',
        'RevokeSecurityGroupEgress',
        'CreateSecurityGroup',
        'DeleteSecurityGroup',
        'ModifySecurityGroupRules',
      ],
    },
  ],
  repeatsBy: 'resource',
  guardsTheGuards: false,
  meaning: 'A security group was made, deleted, or its rules were changed.',
  next: 'Look for rules that open a port to 0.0.0.0/0 or ::/0.',
};
