import type { Detection } from './detection.ts';

export const topicOrSubscriptionDeleted: Detection = {
  id: 'topic-or-subscription-deleted',
  title: 'Topic or subscription deleted',
  severity: { level: 'high', reason: 'notifications no longer arrive' },
  events: [{ source: 'sns.amazonaws.com', names: ['DeleteTopic', 'Unsubscribe'] }],
  repeatsBy: 'resource',
  guardsTheGuards: true,
  meaning:
    'An SNS topic or a subscription was deleted. If alarms are sent there, nobody hears them.',
  next: 'Make it again if alarms use it, and subscribe again.',
};
