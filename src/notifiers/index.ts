import type { Alert } from '../core/alert.ts';
import type { Notification } from '../core/notification.ts';
import type { Notifier } from '../core/notifier.ts';
import { cloudtrailEvent } from './cloudtrail-event.ts';
import { cloudwatchAlarm } from './cloudwatch-alarm.ts';
import { generic } from './generic.ts';

/** In the order they are asked; the last one takes everything. */
export const notifiers: readonly Notifier[] = [cloudwatchAlarm, cloudtrailEvent, generic];

/**
 * What a notification means. A notifier that fails gives way to the generic one: a message is
 * never lost for its form.
 */
export const toAlerts = (notification: Notification): readonly Alert[] => {
  for (const notifier of notifiers) {
    try {
      if (notifier.matches(notification)) return notifier.toAlerts(notification);
    } catch (thrown) {
      if (notifier === generic) throw thrown;
    }
  }
  return generic.toAlerts(notification);
};
