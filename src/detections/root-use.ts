import { isRecord } from '../core/values.ts';
import type { Condition, Detection } from './detection.ts';

const byRoot: Condition = {
  pattern:
    '($.userIdentity.type = "Root") && ($.userIdentity.invokedBy NOT EXISTS) && ($.eventType != "AwsServiceEvent")',
  event: {
    userIdentity: { type: ['Root'], invokedBy: [{ exists: false }] },
    eventType: [{ 'anything-but': ['AwsServiceEvent'] }],
  },
  holds: ({ userIdentity: identity, eventType: type }) =>
    isRecord(identity) &&
    identity['type'] === 'Root' &&
    identity['invokedBy'] === undefined &&
    typeof type === 'string' &&
    type !== 'AwsServiceEvent',
};

export const rootUse: Detection = {
  id: 'root-use',
  title: 'Root use',
  severity: { level: 'critical', reason: 'root may do everything, and no policy holds it back' },
  cis: 3,
  securityHub: 'CloudWatch.1',
  events: [{ where: byRoot }],
  repeatsBy: 'actor',
  guardsTheGuards: false,
  meaning: 'Somebody used the root user, by console or by key. Day-to-day work never needs it.',
  next: 'Ask the owner of the account whether it was them. If nobody says so, change the root password, remove its keys and look at everything it did.',
};
