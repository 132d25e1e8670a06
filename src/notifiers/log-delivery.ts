import { logFilesIn } from '../core/log-file.ts';
import type { Notifier } from '../core/notifier.ts';
import { generic } from './generic.ts';

/**
 * Notices that objects were put into a bucket: whoever takes them in knows whether they are log
 * files of CloudTrail to read. Where they are not, they are shown as what they are.
 */
export const logDelivery: Notifier = {
  name: 'log-delivery',
  title: 'Log files that CloudTrail delivered',
  matches: ({ body }) => logFilesIn(body).length > 0,
  toAlerts: (notification) => {
    const logFiles = logFilesIn(notification.body);
    return generic.toAlerts(notification).map((alert) => ({ ...alert, logFiles }));
  },
};
