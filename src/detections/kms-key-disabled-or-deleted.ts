import type { Detection } from './detection.ts';

export const kmsKeyDisabledOrDeleted: Detection = {
  id: 'kms-key-disabled-or-deleted',
  title: 'KMS key disabled or deleted',
  severity: { level: 'critical', reason: 'what it encrypts cannot be read any more' },
  cis: 7,
  securityHub: 'CloudWatch.7',
  events: [{ source: 'kms.amazonaws.com', names: ['DisableKey', 'ScheduleKeyDeletion'] }],
  repeatsBy: 'resource',
  guardsTheGuards: false,
  meaning: 'A KMS key was disabled or scheduled for deletion.',
  next: 'Cancel the deletion and enable the key (CancelKeyDeletion, EnableKey) unless its owner meant it. After the waiting period nothing brings it back.',
};
