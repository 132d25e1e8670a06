import type { Detection } from './detection.ts';

export const routeTableChange: Detection = {
  id: 'route-table-change',
  title: 'Route table change',
  severity: { level: 'medium', reason: 'it says where traffic goes' },
  cis: 13,
  securityHub: 'CloudWatch.13',
  events: [
    {
      source: 'ec2.amazonaws.com',
      names: [
        'CreateRoute',
        'CreateRouteTable',
        'ReplaceRoute',
        'ReplaceRouteTableAssociation',
        'DeleteRouteTable',
        'DeleteRoute',
        'DisassociateRouteTable',
      ],
    },
  ],
  repeatsBy: 'resource',
  guardsTheGuards: false,
  meaning: 'A route or a route table was changed.',
  next: 'Look for routes to gateways and peers that were not there before.',
};
