import type { Alert } from './alert.ts';
import type { Notification } from './notification.ts';

/** One event source: recognises its notifications and says what they mean. Pure. */
export interface Notifier {
  /** Equals the file's name, e.g. `cloudwatch-alarm`. */
  readonly name: string;
  /** For people: "CloudWatch alarms". */
  readonly title: string;
  readonly matches: (notification: Notification) => boolean;
  /** At least one alert, or none for what is known to be no news (a test message, a lifecycle note). */
  readonly toAlerts: (notification: Notification) => readonly Alert[];
}
