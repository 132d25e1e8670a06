import { resourceName } from '../../core/arn.ts';
import type { Fact } from '../../core/card.ts';
import { parseTime } from '../../core/dates.ts';
import { asList, isRecord, textAt, valueAt } from '../../core/values.ts';
import { fact, firstSentence } from './facts.ts';
import { pick, pickRecord, pickText } from './fields.ts';
import { placeIn } from './place.ts';
import type { Json, Reading } from './reading.ts';
import { severityIn } from './severity.ts';
import { isClosing, open, resolved } from './states.ts';

/** By EventBridge's source or Security Hub's product name; the words are ours. */
const products: readonly (readonly [RegExp, string])[] = [
  [/guard ?duty/i, 'GuardDuty'],
  [/inspector/i, 'Inspector'],
  [/macie/i, 'Macie'],
  [/access-?analyzer/i, 'Access Analyzer'],
  [/product\/aws\/config/i, 'Config'],
  [/product\/aws\/health/i, 'Health'],
  [/securityhub|security hub/i, 'Security Hub'],
  [/detective/i, 'Detective'],
];

const productOf = (finding: Json, source: string): string | undefined => {
  const told = [
    source,
    textAt(finding, 'ProductArn'),
    textAt(finding, 'ProductName'),
    textAt(finding, 'metadata', 'product', 'name'),
  ].filter((text) => text !== undefined);
  // Security Hub passes on what others found: its own name comes last.
  const names = products.filter(([pattern]) => told.some((text) => pattern.test(text)));
  return (names.find(([, name]) => name !== 'Security Hub') ?? names[0])?.[1];
};

const idOf = (finding: Json): string | undefined =>
  textAt(finding, 'finding_info', 'uid') ??
  pickText(finding, ['findingarn', 'findingid', 'alertarn', 'id', 'arn']);

/**
 * Is it one? Security Hub's format (ASFF) and OCSF tell by their fields, the others by their
 * event's type.
 */
export const isFinding = (value: unknown, detailType = ''): value is Json =>
  isRecord(value) &&
  ((typeof value['ProductArn'] === 'string' && 'Severity' in value) ||
    isRecord(value['finding_info']) ||
    typeof value['findingArn'] === 'string' ||
    (/finding\b|\bMacie Alert$/i.test(detailType) && idOf(value) !== undefined));

/** "instance i-0abc" out of GuardDuty's many kinds of resource. */
const guardDutyResource = (resource: Json): string | undefined => {
  const kinds = Object.values(resource).filter(isRecord);
  return kinds
    .map((kind) =>
      pickText(kind, [
        'instanceid',
        'arn',
        'name',
        'username',
        'bucketname',
        'functionname',
        'clustername',
      ]),
    )
    .find((name) => name !== undefined);
};

const resourcesOf = (finding: Json): readonly string[] => {
  const single = pick(finding, ['resource']);
  if (typeof single === 'string') return [single];
  const own = isRecord(single) ? guardDutyResource(single) : undefined;
  if (own !== undefined) return [own];
  return asList(pick(finding, ['resources', 'resourcesaffected'])).flatMap((resource) => {
    if (typeof resource === 'string') return [resource];
    return isRecord(resource) ? (pickText(resource, ['id', 'uid', 'arn', 'name']) ?? []) : [];
  });
};

const isOver = (finding: Json): boolean =>
  [
    textAt(finding, 'RecordState'),
    textAt(finding, 'Workflow', 'Status'),
    textAt(finding, 'Compliance', 'Status'),
    textAt(finding, 'compliance', 'status'),
    pickText(finding, ['status']),
  ].some(isClosing) ||
  valueAt(finding, 'service', 'archived') === true ||
  finding['isDeleted'] === true;

const titleOf = (finding: Json, resource: string | undefined): string =>
  textAt(finding, 'finding_info', 'title') ??
  pickText(finding, ['title', 'name', 'findingtype']) ??
  textAt(finding, 'type') ??
  (resource === undefined ? 'A finding' : `Access to ${resourceName(resource)}`);

/** The package that an Inspector finding is about, and where it is mended. */
const packageFact = (finding: Json): readonly Fact[] => {
  const packages = asList(
    valueAt(finding, 'packageVulnerabilityDetails', 'vulnerablePackages'),
  ).filter(isRecord);
  return packages.slice(0, 3).flatMap((item) => {
    const fixed = pickText(item, ['fixedinversion']);
    const version = pickText(item, ['version']) ?? '';
    return fact(
      'Package',
      `${pickText(item, ['name']) ?? ''} ${version}${fixed === undefined || fixed === 'NotAvailable' ? '' : `, fixed in ${fixed}`}`,
    );
  });
};

const actorFacts = (finding: Json): readonly Fact[] => {
  const action = pickRecord(pickRecord(finding, ['service']), ['action']);
  return [
    ...fact('Principal', pick(finding, ['principal'])),
    ...fact('Allowed', pick(finding, ['action'])),
    ...fact('Actor', pick(finding, ['actor'])),
    ...fact('Kind of action', action['actionType']),
    ...fact('Call', valueAt(action, 'awsApiCallAction', 'api')),
    ...fact(
      'From',
      textAt(action, 'awsApiCallAction', 'remoteIpDetails', 'ipAddressV4') ??
        textAt(action, 'networkConnectionAction', 'remoteIpDetails', 'ipAddressV4'),
    ),
  ];
};

const remedyOf = (finding: Json): string | undefined =>
  textAt(finding, 'Remediation', 'Recommendation', 'Text') ??
  textAt(finding, 'remediation', 'recommendation', 'text') ??
  textAt(finding, 'remediation', 'desc');

const isSame = (a: unknown, b: unknown): boolean => parseTime(a) === parseTime(b);

/** How often and between when, but for what the message tells anyway: that it was seen, and `changed`. */
const sightings = (finding: Json, changed: unknown): readonly Fact[] => {
  const count = textAt(finding, 'service', 'count');
  const first =
    pick(finding, ['firstobservedat', 'createdat']) ??
    valueAt(finding, 'service', 'eventFirstSeen');
  const last =
    pick(finding, ['lastobservedat', 'updatedat']) ?? valueAt(finding, 'service', 'eventLastSeen');
  return [
    ...fact('Seen', count === undefined || count === '1' ? undefined : `${count} times`),
    ...fact('First seen', isSame(first, last ?? changed) ? undefined : first),
    ...fact('Last seen', isSame(last, changed) ? undefined : last),
  ];
};

/** Without its full stop, to be compared. */
const bare = (text: string): string => text.trim().replace(/\.$/, '');

/** What a description says first that the title does not. */
const beyondTitle = (description: string, title: string): string => {
  const text = description.trim();
  const rest = text.startsWith(title) ? text.slice(title.length) : '';
  return firstSentence(/^\.(?:\s|$)/.test(rest) ? rest.slice(1) : text, 400);
};

const changedOf = (finding: Json): unknown =>
  pick(finding, ['updatedat', 'lastobservedat', 'analyzedat']) ??
  valueAt(finding, 'finding_info', 'modified_time_dt') ??
  valueAt(finding, 'service', 'eventLastSeen');

const factsOf = (finding: Json, resources: readonly string[], title: string): readonly Fact[] => {
  const description =
    pickText(finding, ['description']) ??
    textAt(finding, 'finding_info', 'desc') ??
    textAt(finding, 'summary', 'Description');
  const types =
    pick(finding, ['types']) ??
    valueAt(finding, 'finding_info', 'types') ??
    pick(finding, ['type', 'category']);
  return [
    ...fact(resources.length > 1 ? 'Resources' : 'Resource', resources),
    ...fact('Description', description && beyondTitle(description, title)),
    ...fact('Vulnerability', valueAt(finding, 'packageVulnerabilityDetails', 'vulnerabilityId')),
    ...packageFact(finding),
    ...actorFacts(finding),
    ...fact('Type', types),
    ...fact('Status', textAt(finding, 'Compliance', 'Status') ?? pickText(finding, ['status'])),
    ...fact('Error', pick(finding, ['error'])),
    ...fact('Remedy', remedyOf(finding)),
    ...sightings(finding, changedOf(finding)),
  ];
};

/**
 * One finding of GuardDuty, Security Hub (ASFF or OCSF), Inspector, Macie, Access Analyzer …
 *
 * @param around the event it came in, if any: its account and region stand where the finding has none
 * @param source EventBridge's source, e.g. `aws.guardduty`
 */
export const readFinding = (finding: Json, around: Json = {}, source = ''): Reading => {
  const resources = resourcesOf(finding);
  const [resource] = resources;
  const product = productOf(finding, source);
  const id = idOf(finding);
  const isResolved = isOver(finding);
  const place = placeIn([finding, around]);
  const title = bare(titleOf(finding, resource));
  return {
    title,
    verb: `(${product === undefined ? 'finding' : `${product} finding`}${isResolved ? ', resolved' : ''})`,
    status: isResolved ? resolved : open,
    at: parseTime(changedOf(finding)),
    ...place,
    resource: resource === undefined ? undefined : resourceName(resource),
    severity: severityIn(finding, product ?? 'its source'),
    key: id === undefined ? undefined : ['finding', id],
    facts: factsOf(finding, resources, title),
  };
};
