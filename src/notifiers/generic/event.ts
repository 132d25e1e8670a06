import { parseTime } from '../../core/dates.ts';
import { foreign } from '../../core/redact.ts';
import type { Text } from '../../core/text.ts';
import { isTrailRecord } from '../../core/trail-event.ts';
import { asList, isRecord, textAt } from '../../core/values.ts';
import { phrase } from '../../core/words.ts';
import { isConfigMessage, readConfigMessage } from './config.ts';
import { factsIn, firstSentence } from './facts.ts';
import { entriesLike, pickText, plainName, words } from './fields.ts';
import { isFinding, readFinding } from './finding.ts';
import { placeIn } from './place.ts';
import type { Json, Reading } from './reading.ts';
import { readAdvisorCheck, readHealth } from './services.ts';
import { countsText, severityIn } from './severity.ts';
import {
  event,
  isKnownState,
  open,
  resolved,
  type Status,
  stateSeverity,
  stateVerb,
} from './states.ts';
import { namedThing, subjectOf } from './subject.ts';
import { readTrailRecord } from './trail.ts';

const stateNames = [
  'state',
  'currentstate',
  'status',
  'scanresultstatus',
  'buildstatus',
  'scanstatus',
  'testrunstatus',
  'laststatus',
  'result',
  'compliancestatus',
  'operation',
];

/** What became of it: a state's name, and where it is told. */
const stateIn = (detail: Json): string | undefined =>
  pickText(detail, stateNames) ??
  entriesLike(detail, /status$/)
    .map(([, value]) => words(value))
    .find((text) => text !== undefined && isKnownState(text));

/** "EC2 Instance Launch Unsuccessful": the type's own last word tells. */
const stateInType = (detailType: string): string | undefined => {
  const last = detailType.split(' ').at(-1) ?? '';
  return /^(?:Successful|Unsuccessful|Failed|Failure|Completed|Created|Deleted|Started)$/.test(last)
    ? last
    : undefined;
};

const reasonNames = [
  'errormessage',
  'stoppedreason',
  'statereason',
  'statusmessage',
  'message',
  'notificationbody',
  'reason',
  'cause',
];

/** Kinds of event that tell in one word what happened: `referenceUpdated`, `AcceptMatch`. */
const happeningNames = ['event', 'type', 'typeofchange', 'actiontype', 'eventname'];

const causeOf = (detail: Json, state: string | undefined): Text | undefined => {
  const reason = pickText(detail, reasonNames);
  const happening = state ?? pickText(detail, happeningNames);
  const parts = [
    happening === undefined ? undefined : phrase(happening),
    reason === undefined ? countsText(detail) : firstSentence(reason),
  ].filter((part) => part !== undefined && part !== '');
  return parts.length === 0 ? undefined : [foreign(parts.join(': '))];
};

/** A scan that went well may have found the worst. */
const hasResult = (detail: Json): boolean =>
  entriesLike(detail, /finding|threat|vulnerab|result.*details/).length > 0;

/** What a scan found, where it says so a level deeper. */
const resultIn = (detail: Json): string | undefined =>
  entriesLike(detail, /resultdetails$/)
    .map(([, value]) =>
      isRecord(value) ? pickText(value, ['scanresultstatus', 'result', 'status']) : undefined,
    )
    .find((text) => text !== undefined);

/** Systems Manager tells when something falls out of line and when it is back. */
const complianceOf = (detail: Json): Status => {
  const word = plainName(pickText(detail, ['compliancestatus']) ?? '');
  if (word === 'noncompliant') return open;
  return word === 'compliant' ? resolved : event;
};

const readOther = (body: Json, detail: Json, detailType: string): Reading => {
  const source = textAt(body, 'source') ?? '';
  const inType = stateInType(detailType);
  const state = resultIn(detail) ?? inType ?? stateIn(detail);
  const type = inType === undefined ? detailType : detailType.slice(0, -inType.length - 1);
  const thing = namedThing(type, source);
  const subject = subjectOf(detail, body['resources']);
  const reason = pickText(detail, reasonNames);
  const place = placeIn([body, detail]);
  const plainVerb = /chang/i.test(detailType) && !/chang/i.test(thing) ? 'changed' : 'happened';
  const verb = (state === undefined ? undefined : stateVerb(state)) ?? plainVerb;
  const used = [...stateNames.filter((name) => name !== 'result'), ...reasonNames.slice(0, 5)];
  return {
    ...place,
    title: subject === undefined || thing.endsWith(subject) ? thing : `${thing} ${subject}`,
    verb,
    cause: causeOf(detail, state !== undefined && isKnownState(state) ? '' : state),
    status: complianceOf(detail),
    at: parseTime(body['time']),
    resource: subject,
    severity:
      severityIn(detail, 'the event') ??
      (state === undefined || hasResult(detail) ? undefined : stateSeverity(state)),
    key:
      subject === undefined
        ? undefined
        : ['event', source, detailType, place.account ?? '', place.region ?? '', subject],
    facts: factsIn(detail, state === undefined ? [] : used.map(plainName), [subject, reason]),
  };
};

/** An event of EventBridge, by its type and what its detail looks like. */
export const readEvent = (body: Json): readonly Reading[] => {
  const detailType = textAt(body, 'detail-type') ?? 'Event';
  const source = textAt(body, 'source') ?? '';
  const detail = isRecord(body['detail']) ? body['detail'] : {};
  if (isTrailRecord(detail)) return [readTrailRecord(detail)];
  const findings = asList(detail['findings']).filter((each) => isFinding(each, detailType));
  if (findings.length > 0)
    return findings
      .filter(isRecord)
      .map((each) => readFinding(each, body, `${source} ${detailType}`));
  if (isFinding(detail, detailType)) return [readFinding(detail, body, `${source} ${detailType}`)];
  if (isConfigMessage(detail)) return [readConfigMessage(detail, body)];
  if (source === 'aws.health') return [readHealth(body, detail)];
  if (typeof detail['check-name'] === 'string') return [readAdvisorCheck(body, detail)];
  return [readOther(body, detail, detailType)];
};
