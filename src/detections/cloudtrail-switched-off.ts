import type { Detection } from './detection.ts';

export const cloudtrailSwitchedOff: Detection = {
  id: 'cloudtrail-switched-off',
  title: 'CloudTrail switched off',
  severity: { level: 'critical', reason: 'without a trail nobody can tell who did what' },
  events: [
    {
      source: 'cloudtrail.amazonaws.com',
      names: ['StopLogging', 'DeleteTrail', 'PutEventSelectors'],
    },
  ],
  repeatsBy: 'resource',
  guardsTheGuards: true,
  meaning:
    'A trail was stopped or deleted, or told to record less. It is the first thing an intruder does.',
  next: 'Start the trail again, or put its event selectors back, and look at what else the same caller did before and after.',
};
