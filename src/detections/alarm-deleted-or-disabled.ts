import type { Detection } from './detection.ts';

export const alarmDeletedOrDisabled: Detection = {
  id: 'alarm-deleted-or-disabled',
  title: 'Alarm deleted or disabled',
  severity: { level: 'high', reason: 'what it watched is no longer told' },
  events: [{ source: 'monitoring.amazonaws.com', names: ['DeleteAlarms', 'DisableAlarmActions'] }],
  repeatsBy: 'resource',
  guardsTheGuards: true,
  meaning: 'A CloudWatch alarm was deleted, or no longer tells anybody.',
  next: 'Make it again or enable its actions, unless its owner meant it.',
};
