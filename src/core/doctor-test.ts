import type { Notification } from './notification.ts';

const pattern =
  /^Trailwarden doctor test [0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/**
 * What `doctor` publishes through a topic to see it arrive.
 * @param nonce a UUID
 */
export const doctorTestMessage = (nonce: string): string => `Trailwarden doctor test ${nonce}`;

/** Such a message is kept as having arrived, and tells nobody anything. */
export const isDoctorTest = ({ message }: Pick<Notification, 'message'>): boolean =>
  pattern.test(message.untrusted);
