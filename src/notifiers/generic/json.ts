import { parseTime } from '../../core/dates.ts';
import type { Notification } from '../../core/notification.ts';
import { foreign, redactText } from '../../core/redact.ts';
import { isTrailRecord } from '../../core/trail-event.ts';
import { isRecord } from '../../core/values.ts';
import { label, phrase, shorten } from '../../core/words.ts';
import { isConfigMessage, readConfigMessage, readRuleInvocation } from './config.ts';
import { readEvent } from './event.ts';
import { fact, factsIn, firstSentence, valueText } from './facts.ts';
import { pick, pickText } from './fields.ts';
import { isFinding, readFinding } from './finding.ts';
import { placeIn } from './place.ts';
import type { Json, Reading } from './reading.ts';
import { isObjectRecord, readLogDelivery, readObjectRecord } from './services.ts';
import { severityIn } from './severity.ts';
import { event, isClosing, isKnownState, resolved, stateSeverity, stateVerb } from './states.ts';
import { afterPrefix, subjectOf } from './subject.ts';
import { readTrailRecord } from './trail.ts';

const titleNames = [
  'title',
  'alarmname',
  'alertname',
  'checkname',
  'budgetname',
  'anomalyid',
  'summary',
  'headline',
];
const kindNames = ['service', 'eventsource', 'source', 'eventtype', 'announcementtype', 'event'];
const stateNames = ['status', 'state', 'statuscode', 'newstatevalue'];
const messageNames = [
  'eventmessage',
  'message',
  'description',
  'cause',
  'reason',
  'text',
  'statusmessage',
];
const timeNames = [
  'updatedat',
  'eventtime',
  'time',
  'timestamp',
  'date',
  'completetime',
  'endtime',
  'createdat',
  'anomalystartdate',
];

/** `ElastiCache:CacheClusterProvisioningComplete` as "ElastiCache: cache cluster provisioning complete". */
const titleOfName = (name: string): string => {
  const [first = '', ...rest] = name.split(':');
  return rest.length === 0 ? label(first) : `${first}: ${phrase(rest.join(' '))}`;
};

const titleOf = (body: Json, subject: string | undefined, name: string | undefined): string => {
  const own = pickText(body, titleNames);
  if (subject !== undefined) return subject;
  if (own !== undefined) return own;
  const kind = pickText(body, kindNames);
  // Words with blanks are written for people already.
  const words = kind?.includes(' ') ? kind : kind && label(afterPrefix(kind));
  if (words !== undefined) return name === undefined ? words : `${words} ${name}`;
  if (name !== undefined) return name;
  const [only, ...rest] = Object.entries(body);
  // {"ElastiCache:CacheClusterProvisioningComplete": "node"}: the name is the news.
  return only !== undefined && rest.length === 0
    ? titleOfName(only[0])
    : 'A message in a form of its own';
};

const readOther = (body: Json, notification: Notification): Reading => {
  const subject = notification.subject?.untrusted;
  const name = subjectOf(body);
  const title = titleOf(body, subject === undefined ? undefined : redactText(subject), name);
  const state = pickText(body, stateNames);
  const message = pickText(body, messageNames);
  const happening = pickText(body, ['event', 'eventname']);
  const shown =
    message === undefined ? happening && afterPrefix(happening) : firstSentence(message);
  const [only, ...rest] = Object.entries(body);
  const single = only !== undefined && rest.length === 0 ? valueText('', only[1]) : undefined;
  const saysState =
    state !== undefined && isKnownState(state) && !title.toLowerCase().includes(phrase(state));
  const place = placeIn([body]);
  const severity = severityIn(body, 'the message');
  // The badge and its reason tell it.
  const told = severity === undefined ? titleNames : [...titleNames, 'severity'];
  return {
    ...place,
    title: shorten(title, 250),
    verb: saysState ? (stateVerb(state) ?? '') : '',
    cause:
      shown !== undefined && shown !== '' && shown !== title
        ? [foreign(shown)]
        : name === title
          ? undefined
          : single,
    status: isClosing(state) ? resolved : event,
    at: timeNames.map((each) => parseTime(pick(body, [each]))).find((time) => time !== undefined),
    resource: name,
    severity: severity ?? (state === undefined ? undefined : stateSeverity(state)),
    key:
      name === undefined
        ? undefined
        : [
            'json',
            pickText(body, kindNames) ?? '',
            place.account ?? '',
            place.region ?? '',
            name,
            pickText(body, ['event', 'eventname', 'messagetype']) ?? '',
          ],
    facts: single === undefined ? factsIn(body, told, [name, message]) : [],
  };
};

const readRecord = (body: Json, notification: Notification): readonly Reading[] => {
  if (typeof body['detail-type'] === 'string') return readEvent(body);
  if (isFinding(body)) return [readFinding(body)];
  if (isObjectRecord(body)) return [readObjectRecord(body)];
  if (isTrailRecord(body)) return [readTrailRecord(body)];
  if (isConfigMessage(body)) return [readConfigMessage(body)];
  return [readRuleInvocation(body) ?? readLogDelivery(body) ?? readOther(body, notification)];
};

/** JSON of any form; one reading for each finding in it. */
export const readJson = (body: unknown, notification: Notification): readonly Reading[] => {
  if (isRecord(body)) return readRecord(body, notification);
  const value = valueText('', body);
  const subject = notification.subject?.untrusted;
  return [
    {
      title: subject === undefined ? 'A list in a form of its own' : redactText(subject),
      verb: '',
      cause: value,
      status: event,
      facts: fact('Content', body),
    },
  ];
};
