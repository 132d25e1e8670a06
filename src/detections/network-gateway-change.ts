import type { Detection } from './detection.ts';

export const networkGatewayChange: Detection = {
  id: 'network-gateway-change',
  title: 'Network gateway change',
  severity: { level: 'medium', reason: 'a gateway is a way out and in' },
  cis: 12,
  securityHub: 'CloudWatch.12',
  events: [
    {
      source: 'ec2.amazonaws.com',
      names: [
        'CreateCustomerGateway',
        'DeleteCustomerGateway',
        'AttachInternetGateway',
        'CreateInternetGateway',
        'DeleteInternetGateway',
        'DetachInternetGateway',
      ],
    },
  ],
  repeatsBy: 'resource',
  guardsTheGuards: false,
  meaning: 'An internet gateway or a customer gateway was made, deleted, attached or detached.',
  next: 'Look at which VPC it belongs to and which routes lead there.',
};
