import type { Detection } from './detection.ts';

export const configSwitchedOff: Detection = {
  id: 'config-switched-off',
  title: 'Config switched off',
  severity: { level: 'critical', reason: 'changes of resources are no longer recorded' },
  events: [
    {
      source: 'config.amazonaws.com',
      names: ['StopConfigurationRecorder', 'DeleteConfigurationRecorder', 'DeleteDeliveryChannel'],
    },
  ],
  repeatsBy: 'resource',
  guardsTheGuards: true,
  meaning: 'AWS Config no longer records, or no longer delivers what it records.',
  next: 'Start the recorder again, and look at what the same caller changed meanwhile.',
};
