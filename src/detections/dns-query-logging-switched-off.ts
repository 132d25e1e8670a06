import type { Detection } from './detection.ts';

export const dnsQueryLoggingSwitchedOff: Detection = {
  id: 'dns-query-logging-switched-off',
  title: 'DNS query logging switched off',
  severity: { level: 'high', reason: 'names that are asked for are no longer recorded' },
  events: [
    {
      source: 'route53resolver.amazonaws.com',
      names: ['DeleteResolverQueryLogConfig', 'DisassociateResolverQueryLogConfig'],
    },
  ],
  repeatsBy: 'resource',
  guardsTheGuards: true,
  meaning: 'The query logging of the DNS resolver was deleted or taken off a VPC.',
  next: 'Put it back, and look at what the same caller did in that VPC.',
};
