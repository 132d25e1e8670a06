import type { Detection } from './detection.ts';

export const logFilterDeleted: Detection = {
  id: 'log-filter-deleted',
  title: 'Log filter deleted',
  severity: { level: 'high', reason: 'alarms on that log no longer see anything' },
  events: [
    { source: 'logs.amazonaws.com', names: ['DeleteMetricFilter', 'DeleteSubscriptionFilter'] },
  ],
  repeatsBy: 'resource',
  guardsTheGuards: true,
  meaning:
    'A metric filter or a subscription filter of a log group was deleted: alarms that read its metric stay silent.',
  next: 'Make the filter again, and check that the alarms on its metric have data.',
};
