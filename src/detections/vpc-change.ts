import type { Detection } from './detection.ts';

export const vpcChange: Detection = {
  id: 'vpc-change',
  title: 'VPC change',
  severity: { level: 'medium', reason: 'a network or its peers changed' },
  cis: 14,
  securityHub: 'CloudWatch.14',
  events: [
    {
      source: 'ec2.amazonaws.com',
      names: [
        'CreateVpc',
        'DeleteVpc',
        'ModifyVpcAttribute',
        'AcceptVpcPeeringConnection',
        'CreateVpcPeeringConnection',
        'DeleteVpcPeeringConnection',
        'RejectVpcPeeringConnection',
        'AttachClassicLinkVpc',
        'DetachClassicLinkVpc',
        'DisableVpcClassicLink',
        'EnableVpcClassicLink',
      ],
    },
  ],
  repeatsBy: 'resource',
  guardsTheGuards: false,
  meaning: 'A VPC or its peering was made, changed or deleted.',
  next: 'Look at whom the VPC is connected with now.',
};
