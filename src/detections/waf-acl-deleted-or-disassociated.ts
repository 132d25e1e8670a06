import type { Detection } from './detection.ts';

export const wafAclDeletedOrDisassociated: Detection = {
  id: 'waf-acl-deleted-or-disassociated',
  title: 'WAF ACL deleted or disassociated',
  severity: { level: 'critical', reason: 'requests reach the resource unfiltered' },
  events: [
    {
      source: 'wafv2.amazonaws.com',
      names: ['DeleteWebACL', 'DisassociateWebACL', 'DeleteLoggingConfiguration'],
    },
    { source: 'waf.amazonaws.com', names: ['DeleteWebACL', 'DeleteLoggingConfiguration'] },
    {
      source: 'waf-regional.amazonaws.com',
      names: ['DeleteWebACL', 'DisassociateWebACL', 'DeleteLoggingConfiguration'],
    },
  ],
  repeatsBy: 'resource',
  guardsTheGuards: true,
  meaning: 'A web ACL was deleted, taken off its resource, or no longer logs.',
  next: 'Put the web ACL back on the resource, and look at the requests that came meanwhile.',
};
