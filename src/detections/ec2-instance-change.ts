import type { Detection } from './detection.ts';

export const ec2InstanceChange: Detection = {
  id: 'ec2-instance-change',
  title: 'EC2 instance change',
  severity: { level: 'low', reason: 'instances come and go' },
  events: [
    {
      source: 'ec2.amazonaws.com',
      names: [
        'RunInstances',
        'RebootInstances',
        'StartInstances',
        'StopInstances',
        'TerminateInstances',
      ],
    },
  ],
  repeatsBy: 'resource',
  guardsTheGuards: false,
  meaning: 'An instance was created, started, stopped, rebooted or terminated.',
  next: 'Nothing, if deployments and scaling do it. Otherwise ask who did.',
};
