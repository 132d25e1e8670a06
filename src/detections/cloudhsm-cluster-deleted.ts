import type { Detection } from './detection.ts';

export const cloudhsmClusterDeleted: Detection = {
  id: 'cloudhsm-cluster-deleted',
  title: 'CloudHSM cluster deleted',
  severity: { level: 'critical', reason: 'keys in it are lost without a backup' },
  events: [{ source: 'cloudhsm.amazonaws.com', names: ['DeleteCluster', 'DeleteHsm'] }],
  repeatsBy: 'resource',
  guardsTheGuards: false,
  meaning: 'A CloudHSM cluster or one of its modules was deleted.',
  next: 'Ask the owner at once. A cluster comes back from a backup only.',
};
