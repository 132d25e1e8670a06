import type { Alert } from '../core/alert.ts';
import type { Notification } from '../core/notification.ts';
import type { Notifier } from '../core/notifier.ts';
import { trailRecordIn } from '../core/trail-event.ts';
import { cloudtrailEvent } from './cloudtrail-event.ts';
import { cloudwatchAlarm } from './cloudwatch-alarm.ts';
import { generic } from './generic.ts';
import { logDelivery } from './log-delivery.ts';

/** In the order they are asked; the last one takes everything. */
export const notifiers: readonly Notifier[] = [
  cloudwatchAlarm,
  cloudtrailEvent,
  logDelivery,
  generic,
];

/** A record of CloudTrail that was looked at and is no watched operation. */
const asUnwatched = (alert: Alert): Alert => ({
  ...alert,
  source: cloudtrailEvent.name,
  severity: { level: 'info', reason: 'no detection matches it' },
  isUnwatched: true,
});

/**
 * What a notification means. A notifier that fails gives way to the generic one: a message is
 * never lost for its form, nor taken for one that nobody watches for.
 */
export const toAlerts = (notification: Notification): readonly Alert[] => {
  let hasFailed = false;
  for (const notifier of notifiers.filter((each) => each !== generic)) {
    try {
      if (notifier.matches(notification)) return notifier.toAlerts(notification);
    } catch {
      hasFailed = true;
    }
  }
  const alerts = generic.toAlerts(notification);
  const isRecord = !hasFailed && trailRecordIn(notification.body) !== undefined;
  return isRecord ? alerts.map(asUnwatched) : alerts;
};
