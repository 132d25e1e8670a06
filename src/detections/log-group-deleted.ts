import type { Detection } from './detection.ts';

export const logGroupDeleted: Detection = {
  id: 'log-group-deleted',
  title: 'Log group deleted',
  severity: { level: 'high', reason: 'records were destroyed' },
  events: [{ source: 'logs.amazonaws.com', names: ['DeleteLogGroup', 'DeleteLogStream'] }],
  repeatsBy: 'resource',
  guardsTheGuards: true,
  meaning: 'A log group or one of its streams was deleted, with everything in it.',
  next: 'Find out what was in it and whether a copy exists, and look at what the same caller did.',
};
