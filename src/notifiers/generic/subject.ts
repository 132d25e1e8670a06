import { parseArn, resourceName } from '../../core/arn.ts';
import { isRecord } from '../../core/values.ts';
import { phrase } from '../../core/words.ts';
import { entriesLike, pick, pickText, words } from './fields.ts';
import type { Json } from './reading.ts';

/** What names a thing, the most telling first. */
const names = [
  'jobname',
  'crawlername',
  'projectname',
  'repositoryname',
  'pipeline',
  'stackname',
  'autoscalinggroupname',
  'functionname',
  'applicationname',
  'dbinstanceidentifier',
  'canaryname',
  'sourceidentifier',
  'name',
];

/** A universally unique id says nothing to anybody. */
const isOpaque = (text: string): boolean => /^[0-9a-f-]{30,}$/i.test(text);

const firstArn = (resources: unknown): string | undefined => {
  const first: unknown = Array.isArray(resources) ? resources[0] : undefined;
  return typeof first === 'string' && parseArn(first) !== undefined
    ? resourceName(first).trim()
    : undefined;
};

const byName = (detail: Json): string | undefined =>
  pickText(detail, names) ??
  entriesLike(detail, /name$/)
    .map(([, value]) => words(value))
    .find((text) => text !== undefined);

const byId = (detail: Json): string | undefined =>
  pickText(detail, ['instanceid', 'ec2instanceid', 'resourceid', 'clusterid', 'deploymentid']) ??
  entriesLike(detail, /(?:id|arn)$/)
    .map(([, value]) => words(value))
    .find((text) => text !== undefined);

/**
 * What an event is about, as a person would call it: a name in its detail, else the first ARN's
 * resource, else an id.
 */
export const subjectOf = (detail: Json, resources?: unknown): string | undefined => {
  const bucket = pick(detail, ['bucket']);
  const object = pick(detail, ['object']);
  if (isRecord(bucket)) {
    const key = isRecord(object) ? words(object['key']) : undefined;
    return [words(bucket['name']), key].filter((part) => part !== undefined).join('/') || undefined;
  }
  const arn = firstArn(resources);
  const found = byName(detail) ?? (arn !== undefined && !isOpaque(arn) ? arn : undefined);
  const id = found ?? byId(detail) ?? arn;
  return id === undefined ? undefined : resourceName(id);
};

/** Names of products that are written with capitals in the middle of a sentence. */
const properNames =
  /\b(Security Hub|Trusted Advisor|Access Analyzer|Auto Scaling|Parameter Store|State Manager|Step Functions|Systems Manager|Config|Lambda|Macie|Inspector|Glue|Synthetics|Health|Server Migration|CMK|Data Catalog|Pull Request|Malware Protection)\b/;

/** Ordinary words in small letters; what has capitals inside is a name. */
const lowered = (part: string, isStart: boolean): string =>
  part
    .split(' ')
    .map((word, index) =>
      !(isStart && index === 0) && /^[A-Z][a-z-]+$/.test(word) ? word.toLowerCase() : word,
    )
    .join(' ');

/**
 * "CodePipeline pipeline execution" of the type "CodePipeline Pipeline Execution State Change":
 * what it is about, without saying that it is a notification of a change.
 */
const thingOf = (detailType: string): string => {
  const bare = detailType
    .slice(0, 200)
    .replace(/\s*\b(?:State|Status)[ -]?[Cc]hange\b/, '')
    .replace(/\s*\bNotification$/, '')
    .replace(/\s+(?:Change|Status)$/, '')
    .trim();
  return (bare === '' ? detailType : bare)
    .split(properNames)
    .map((part, index) => (index % 2 === 1 ? part : lowered(part, index === 0)))
    .join('');
};

/** Types that do not say whose event it is. */
const unnamed: Readonly<Record<string, string>> = {
  'aws.s3': 'S3',
  'aws.rds': 'RDS',
  'aws.batch': 'Batch',
  'aws.acm': 'ACM',
  'aws.dms': 'DMS',
};

/** `thingOf`, with the service's name before it where the type leaves it out: "S3 object". */
export const namedThing = (detailType: string, source: string): string => {
  const thing = thingOf(detailType);
  const service = Object.hasOwn(unnamed, source) ? unnamed[source] : undefined;
  return service === undefined || thing.includes(service)
    ? thing
    : `${service} ${thing.charAt(0).toLowerCase()}${thing.slice(1)}`;
};

/** `aws.codepipeline`, `autoscaling:EC2_INSTANCE_TERMINATE`: the words behind a name with a prefix. */
export const afterPrefix = (text: string): string =>
  phrase(text.replace(/^[a-z0-9.-]{1,40}[:.]/i, ''));
