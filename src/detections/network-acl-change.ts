import type { Detection } from './detection.ts';

export const networkAclChange: Detection = {
  id: 'network-acl-change',
  title: 'Network ACL change',
  severity: { level: 'medium', reason: 'it says which traffic may pass a subnet' },
  cis: 11,
  securityHub: 'CloudWatch.11',
  events: [
    {
      source: 'ec2.amazonaws.com',
      names: [
        'CreateNetworkAcl',
        'CreateNetworkAclEntry',
        'DeleteNetworkAcl',
        'DeleteNetworkAclEntry',
        'ReplaceNetworkAclEntry',
        'ReplaceNetworkAclAssociation',
      ],
    },
  ],
  repeatsBy: 'resource',
  guardsTheGuards: false,
  meaning: 'A network ACL or one of its entries was changed.',
  next: 'Look for entries that let in what was kept out.',
};
