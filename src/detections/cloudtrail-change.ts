import type { Detection } from './detection.ts';

export const cloudtrailChange: Detection = {
  id: 'cloudtrail-change',
  title: 'CloudTrail change',
  severity: { level: 'high', reason: 'a changed trail may record less, or somewhere else' },
  cis: 5,
  securityHub: 'CloudWatch.5',
  events: [
    {
      source: 'cloudtrail.amazonaws.com',
      names: ['CreateTrail', 'UpdateTrail', 'DeleteTrail', 'StartLogging', 'StopLogging'],
    },
  ],
  repeatsBy: 'resource',
  guardsTheGuards: true,
  meaning: 'A trail was made, changed, deleted, started or stopped.',
  next: 'Compare the trail with what it should be: all regions, management events, its bucket and its key.',
};
