import type { Detection } from './detection.ts';

export const eventRuleDeletedOrDisabled: Detection = {
  id: 'event-rule-deleted-or-disabled',
  title: 'Event rule deleted or disabled',
  severity: { level: 'high', reason: 'events no longer arrive' },
  events: [
    { source: 'events.amazonaws.com', names: ['DeleteRule', 'DisableRule', 'RemoveTargets'] },
  ],
  repeatsBy: 'resource',
  guardsTheGuards: true,
  meaning: 'An EventBridge rule was deleted or disabled, or its targets were removed.',
  next: 'Enable the rule or make it again if security events use it.',
};
