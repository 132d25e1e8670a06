import type { Alert } from '../core/alert.ts';
import { alertKey } from '../core/alert-key.ts';
import type { AlertKey } from '../core/ids.ts';
import type { Notification } from '../core/notification.ts';
import type { Notifier } from '../core/notifier.ts';
import { foreign, redactValue } from '../core/redact.ts';
import { readJson } from './generic/json.ts';
import { placeOfTopic } from './generic/place.ts';
import type { Reading } from './generic/reading.ts';
import { readText } from './generic/text.ts';

const name = 'generic';

const keyOf = ({ key, title }: Reading, notification: Notification, index: number): AlertKey => {
  if (key !== undefined) return alertKey(['generic', ...key]);
  const { messageId, topicArn = '' } = notification;
  return messageId === undefined
    ? alertKey(['generic', 'title', topicArn, title])
    : alertKey(['generic', 'message', messageId, ...(index === 0 ? [] : [String(index)])]);
};

const toAlert = (reading: Reading, notification: Notification, index: number): Alert => {
  const topic = placeOfTopic(notification);
  const account = reading.account ?? topic?.account;
  const region = reading.region ?? topic?.region;
  const { cause, resource, severity, consoleUrl } = reading;
  return {
    key: keyOf(reading, notification, index),
    source: name,
    state: reading.status.state,
    phase: reading.status.phase,
    at: reading.at ?? notification.sentAt,
    ...(account !== undefined && { account }),
    ...(region !== undefined && { region }),
    ...(notification.topicArn !== undefined && { topic: notification.topicArn }),
    name: foreign(reading.title.trim() === '' ? 'A message without a title' : reading.title),
    ...(resource !== undefined && { resource: foreign(resource) }),
    verb: reading.verb,
    ...(cause !== undefined && { cause }),
    ...(severity !== undefined && { severity }),
    facts: reading.facts,
    details: reading.details ?? [],
    ...(consoleUrl !== undefined && { consoleUrl }),
  };
};

/**
 * Whatever no other notifier knows, JSON or plain text: a title, an account, a region, a resource,
 * a severity and a state where there is one, and a handful of facts. Takes everything.
 */
export const generic: Notifier = {
  name,
  title: 'Everything else',
  matches: () => true,
  toAlerts: (notification) => {
    const { body } = notification;
    const readings =
      body === undefined ? [readText(notification)] : readJson(redactValue(body), notification);
    return readings.map((reading, index) => toAlert(reading, notification, index));
  },
};
