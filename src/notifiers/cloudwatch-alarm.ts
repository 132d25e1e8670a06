import type { Alert, Phase } from '../core/alert.ts';
import { alertKey } from '../core/alert-key.ts';
import { alarmLink } from '../core/console-link.ts';
import type { Notification } from '../core/notification.ts';
import type { Notifier } from '../core/notifier.ts';
import { foreign } from '../core/redact.ts';
import type { AlarmChange, AlarmState } from './cloudwatch-alarm/alarm.ts';
import { causeOf } from './cloudwatch-alarm/cause.ts';
import {
  isConfigurationChange,
  readConfigurationChange,
} from './cloudwatch-alarm/configuration-change.ts';
import { alarmFactsOf } from './cloudwatch-alarm/evidence-keys.ts';
import { detailsOf, factsOf, resourceOf } from './cloudwatch-alarm/facts.ts';
import { readAlarm } from './cloudwatch-alarm/read.ts';
import { readReason } from './cloudwatch-alarm/reason.ts';
import { severityOf } from './cloudwatch-alarm/severity.ts';

const name = 'cloudwatch-alarm';

const phases: Readonly<Record<AlarmState, Phase>> = {
  ALARM: 'firing',
  OK: 'resolved',
  INSUFFICIENT_DATA: 'unknown',
};

const verbOf = ({ state, oldState }: AlarmChange): string => {
  switch (state) {
    case 'ALARM':
      return oldState === 'ALARM' ? 'is still in ALARM' : 'went to ALARM';
    case 'OK':
      return oldState === 'ALARM' ? 'is OK again' : 'is OK';
    case 'INSUFFICIENT_DATA':
      return 'has INSUFFICIENT_DATA';
  }
};

/** What tells an alarm from every other: its contributors fire and recover each on its own. */
const keyOf = ({ accountText = '', account, region, name: alarm, contributor }: AlarmChange) =>
  alertKey([
    'alarm',
    account ?? accountText,
    region ?? '',
    alarm,
    ...(contributor === undefined ? [] : [contributor.id]),
  ]);

const toAlert = (alarm: AlarmChange, { topicArn }: Notification): Alert => {
  const reason = readReason(alarm);
  const cause = causeOf(alarm, reason);
  const severity = severityOf(alarm);
  const resource = resourceOf(alarm);
  const consoleUrl = alarm.region === undefined ? undefined : alarmLink(alarm.region, alarm.name);
  return {
    key: keyOf(alarm),
    source: name,
    state: alarm.state,
    phase: phases[alarm.state],
    at: alarm.at,
    ...(alarm.account !== undefined && { account: alarm.account }),
    ...(alarm.region !== undefined && { region: alarm.region }),
    ...(topicArn !== undefined && { topic: topicArn }),
    name: foreign(alarm.name),
    ...(resource !== undefined && { resource: foreign(resource) }),
    verb: verbOf(alarm),
    ...(cause !== undefined && { cause }),
    ...(severity !== undefined && { severity }),
    facts: factsOf(alarm, reason, cause !== undefined),
    details: detailsOf(alarm),
    ...(consoleUrl !== undefined && { consoleUrl }),
    alarm: alarmFactsOf(alarm),
  };
};

/**
 * CloudWatch alarms: metric, metric math, anomaly detection, composite, log and contributor alarms,
 * as SNS and as EventBridge tell of them; an alarm made, changed or deleted is an event.
 */
export const cloudwatchAlarm: Notifier = {
  name,
  title: 'CloudWatch alarms',
  matches: (notification) =>
    isConfigurationChange(notification) || readAlarm(notification) !== undefined,
  toAlerts: (notification) => {
    const alarm = readAlarm(notification);
    if (alarm !== undefined) return [toAlert(alarm, notification)];
    const change = readConfigurationChange(notification, name);
    return change === undefined ? [] : [change];
  },
};
