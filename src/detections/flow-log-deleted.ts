import type { Detection } from './detection.ts';

export const flowLogDeleted: Detection = {
  id: 'flow-log-deleted',
  title: 'Flow log deleted',
  severity: { level: 'high', reason: 'traffic of a network is no longer recorded' },
  events: [{ source: 'ec2.amazonaws.com', names: ['DeleteFlowLogs'] }],
  repeatsBy: 'resource',
  guardsTheGuards: true,
  meaning: 'A flow log of a VPC, subnet or interface was deleted.',
  next: 'Make it again, and look at what the same caller did in that network.',
};
