import type { Detection } from './detection.ts';

export const configChange: Detection = {
  id: 'config-change',
  title: 'Config change',
  severity: { level: 'high', reason: 'a changed recorder may record less' },
  cis: 9,
  securityHub: 'CloudWatch.9',
  events: [
    {
      source: 'config.amazonaws.com',
      names: [
        'StopConfigurationRecorder',
        'DeleteDeliveryChannel',
        'PutDeliveryChannel',
        'PutConfigurationRecorder',
      ],
    },
  ],
  repeatsBy: 'resource',
  guardsTheGuards: true,
  meaning: 'The recorder of AWS Config or its delivery channel was changed.',
  next: 'Compare the recorder with what it should be: all resource types, its role and its bucket.',
};
