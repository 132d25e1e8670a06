import type { Fact } from '../../core/card.ts';
import { parseTime } from '../../core/dates.ts';
import { foreign } from '../../core/redact.ts';
import type { Text } from '../../core/text.ts';
import { parseJson } from '../../core/unwrap-json.ts';
import { isRecord, textAt, valueAt } from '../../core/values.ts';
import { label, phrase } from '../../core/words.ts';
import { fact, factsIn, firstSentence, valueText } from './facts.ts';
import { pick, pickRecord, pickText } from './fields.ts';
import { placeIn, placeInPath } from './place.ts';
import type { Json, Reading } from './reading.ts';
import { event, open, resolved, stateVerb } from './states.ts';

/**
 * What AWS Config sends: to SNS with a `messageType`, to EventBridge in `detail`.
 * https://docs.aws.amazon.com/config/latest/developerguide/notifications-for-AWS-Config.html
 */
export const isConfigMessage = (value: unknown): value is Json =>
  isRecord(value) && typeof value['messageType'] === 'string';

/** "SecurityGroup" of `AWS::EC2::SecurityGroup`. */
const shortType = (type: string | undefined): string =>
  type?.split('::').findLast((part) => part !== '') ?? 'Resource';

const resourceTitle = (record: Json): string => {
  const name = pickText(record, ['resourcename', 'resourceid']) ?? 'without a name';
  return `${shortType(pickText(record, ['resourcetype']))} ${name}`;
};

const complianceReading = (message: Json, place: Place): Reading => {
  const result = pickRecord(message, ['newevaluationresult']);
  const before = textAt(message, 'oldEvaluationResult', 'complianceType');
  const now = textAt(result, 'complianceType') ?? 'not evaluated';
  const annotation = textAt(result, 'annotation');
  const rule = textAt(message, 'configRuleName') ?? 'a rule';
  const isBroken = now === 'NON_COMPLIANT';
  const verbs: Readonly<Record<string, string>> = {
    NON_COMPLIANT: 'is NON_COMPLIANT',
    COMPLIANT: before === 'NON_COMPLIANT' ? 'is COMPLIANT again' : 'is COMPLIANT',
    NOT_APPLICABLE: 'is out of scope',
  };
  return {
    ...place,
    title: `${resourceTitle(message)} (Config rule ${rule})`,
    verb: Object.hasOwn(verbs, now) ? (verbs[now] ?? '') : 'was evaluated',
    cause: annotation === undefined ? undefined : [foreign(firstSentence(annotation))],
    status: isBroken ? open : resolved,
    at:
      parseTime(textAt(result, 'resultRecordedTime')) ??
      parseTime(pick(message, ['notificationcreationtime'])),
    resource: pickText(message, ['resourceid']),
    key: [
      'config-rule',
      place.account ?? '',
      place.region ?? '',
      rule,
      textAt(message, 'resourceType') ?? '',
      textAt(message, 'resourceId') ?? '',
    ],
    facts: [
      ...fact('Config rule', rule),
      ...fact('Resource', pick(message, ['resourceid'])),
      ...fact('Resource type', pick(message, ['resourcetype'])),
      ...fact('Before', before === undefined ? undefined : phrase(before)),
      ...fact('Annotation', annotation),
    ],
  };
};

type Place = ReturnType<typeof placeIn>;

/** "Configuration state: available → in-use" for each property that changed. */
const propertyFacts = (diff: Json): readonly Fact[] =>
  Object.entries(pickRecord(diff, ['changedproperties']))
    .slice(0, 6)
    .flatMap(([name, change]): Fact[] => {
      const before = valueText('', valueAt(change, 'previousValue'));
      const after = valueText('', valueAt(change, 'updatedValue'));
      if (before === undefined && after === undefined) return [];
      return [
        {
          label: label(name),
          value: [...(before ?? ['nothing']), ' → ', ...(after ?? ['nothing'])],
        },
      ];
    });

const changeVerbs: Readonly<Record<string, string>> = {
  CREATE: 'was created',
  UPDATE: 'was changed',
  DELETE: 'was deleted',
  ResourceDiscovered: 'was discovered',
  ResourceDeleted: 'was deleted',
  ResourceNotRecorded: 'is not recorded any more',
  ResourceDeletedNotRecorded: 'was deleted',
};

const itemReading = (message: Json, item: Json, place: Place): Reading => {
  const diff = pickRecord(message, ['configurationitemdiff']);
  const kind =
    textAt(diff, 'changeType') ??
    textAt(item, 'changeType') ??
    textAt(item, 'configurationItemStatus') ??
    '';
  const changes = Object.keys(pickRecord(diff, ['changedproperties']));
  const names = changes
    .slice(0, 3)
    .map((name) => phrase(name))
    .join(', ');
  const more = changes.length > 3 ? ` and ${changes.length - 3} more` : '';
  const cause: Text | undefined =
    changes.length === 0 ? undefined : [foreign(names), `${more} changed`];
  const arn = pickText(item, ['arn']);
  return {
    ...place,
    title: resourceTitle(item),
    verb: Object.hasOwn(changeVerbs, kind) ? (changeVerbs[kind] ?? '') : 'was recorded',
    cause,
    status: event,
    at: parseTime(pick(item, ['configurationitemcapturetime'])),
    resource: pickText(item, ['resourceid']),
    key: [
      'config-item',
      place.account ?? '',
      place.region ?? '',
      textAt(item, 'resourceType') ?? '',
      textAt(item, 'resourceId') ?? '',
    ],
    facts: [
      ...fact('Resource', arn ?? pick(item, ['resourceid'])),
      ...fact('Resource type', pick(item, ['resourcetype'])),
      ...propertyFacts(diff),
      ...fact('Status', pick(item, ['configurationitemstatus'])),
      ...fact('Tags', pick(item, ['tags'])),
      ...fact('Whole record', valueAt(message, 's3DeliverySummary', 's3BucketLocation')),
    ],
  };
};

/** "Configuration snapshot delivery" "completed": the last word of the type says what happened. */
const otherReading = (message: Json, type: string, place: Place): Reading => {
  const [, thing = type, outcome = ''] =
    /^(.*?)(Started|Completed|Failed|Notification)?$/.exec(type) ?? [];
  const rules = valueText('', message['configRuleNames']);
  return {
    ...place,
    title: `AWS Config ${phrase(thing).replace(/^config /, '')}`,
    verb: outcome === 'Notification' ? '' : (stateVerb(outcome) ?? ''),
    cause: rules,
    status: event,
    at: parseTime(pick(message, ['notificationcreationtime'])),
    severity:
      outcome === 'Failed'
        ? undefined
        : { level: 'info', reason: 'it only tells that Config is at work' },
    key: ['config', place.account ?? '', place.region ?? '', type],
    facts: factsIn(message, ['configrulenames', 'notificationcreationtime']),
  };
};

/** A message of AWS Config; `around` is the event it came in, if any. */
export const readConfigMessage = (message: Json, around: Json = {}): Reading => {
  const type = textAt(message, 'messageType') ?? '';
  const items = pick(message, ['configurationitem']);
  const item = Array.isArray(items) ? items.find(isRecord) : items;
  const summary = isRecord(item) ? item : message['configurationItemSummary'];
  const path = placeInPath(message['s3ObjectKey']);
  const place = placeIn([message, ...(isRecord(summary) ? [summary] : []), around, path]);
  if (isRecord(message['newEvaluationResult'])) return complianceReading(message, place);
  return isRecord(summary)
    ? itemReading(message, summary, place)
    : otherReading(message, type, place);
};

/** What a custom rule's Lambda function is called with, which some send on to SNS. */
export const readRuleInvocation = (body: Json): Reading | undefined => {
  const invoking = textAt(body, 'invokingEvent');
  const rule = textAt(body, 'configRuleName');
  const inner = invoking === undefined ? undefined : parseJson(invoking)?.value;
  if (rule === undefined || !isConfigMessage(inner)) return undefined;
  const reading = readConfigMessage(inner, body);
  const place = placeIn([body, inner]);
  return {
    title: `Config rule ${rule}`,
    verb: 'was invoked',
    cause: [foreign(reading.title), ...(reading.verb === '' ? [] : [` ${reading.verb}`])],
    status: event,
    at: reading.at,
    account: place.account ?? reading.account,
    region: reading.region ?? place.region,
    resource: reading.resource,
    severity: { level: 'info', reason: 'it only tells that Config is at work' },
    key: ['config-invocation', place.account ?? '', rule],
    facts: [
      ...fact('Config rule', rule),
      ...fact('Parameters', body['ruleParameters']),
      ...reading.facts,
    ],
  };
};
