import { prod, security, staging, topics } from '../../src/sandbox/aws/organisation.ts';

const alarm = (account: string, name: string, channel: string, more: object = {}) => ({
  when: { source: 'cloudwatch-alarm', account, name },
  channel,
  ...more,
});

/** A channel for each alarm and kind of event of the sample accounts. */
export const routes = [
  alarm(prod, 'CloudTrailSecurityGroupChanges', 's-group', {
    page: {
      mention: ['U0BOB'],
      remindAfter: '10m',
      escalate: { after: '5m', channel: 's-leads', topic: topics.unlisted },
    },
  }),
  alarm(prod, 'CloudTrailIAMPolicyChanges', 's-policy'),
  alarm(prod, 'CloudTrailAuthorizationFailures', 's-denied'),
  alarm(prod, 'CloudTrailChanges', 's-trail'),
  alarm(prod, 'CloudTrailRootUse', 's-root'),
  alarm(prod, 'CloudTrailVpcChanges', 's-no-filter'),
  alarm(prod, 'CloudTrailNetworkAclChanges', 's-gone'),
  alarm(prod, 'CloudTrailGatewayChanges', 's-closed'),
  alarm(prod, 'web-1 CPU above 80 %', 's-cpu'),
  alarm(prod, 'shop error rate', 's-math'),
  alarm(prod, 'shop requests out of the usual', 's-anomaly'),
  alarm(prod, 'shop is ill', 's-composite'),
  alarm(prod, 'any queue is too old', 's-contributor'),
  alarm(staging, 'CloudTrailConsoleSignInFailures', 's-sign-in'),
  alarm(staging, 'CloudTrailSecurityGroupChanges', 's-late'),
  alarm(staging, 'CloudTrailChanges', 's-nothing'),
  alarm(security, 'OrganizationTrailChanges', 's-umbrella'),
  alarm(security, 'root signs in', 's-log'),
  { when: { name: 'Role of the bot*' }, channel: 's-elsewhere' },
  { when: { name: 'GuardDuty switched off' }, channel: 's-guard' },
  {
    when: { source: 'cloudtrail-event', name: 'CloudTrail*', account: prod },
    channel: 's-child-prod',
  },
  {
    when: { source: 'cloudtrail-event', name: 'CloudTrail*', account: staging },
    channel: 's-child-staging',
  },
  {
    when: { source: 'cloudtrail-event', account: prod, name: ['Network ACL change', 'VPC change'] },
    channel: 's-files',
  },
  { when: { source: 'cloudtrail-event' }, channel: 's-events' },
  { when: { name: 'never' }, channel: 's-leads' },
];
