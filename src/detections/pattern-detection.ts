import type { Detection } from './detection.ts';
import { FilterPatternError } from './filter-pattern/error.ts';
import { readFilterPattern } from './filter-pattern.ts';
import { detections } from './index.ts';
import { matchDetections } from './match.ts';
import { filterPatternOf } from './pattern.ts';

type Json = Readonly<Record<string, unknown>>;

/** Conditions that leave somebody or some place out hold for it. */
const caller: Json = {
  type: 'IAMUser',
  userName: 'alice',
  principalId: 'AIDAEXAMPLE',
  arn: 'arn:aws:iam::111122223333:user/alice',
  accountId: '111122223333',
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  sessionContext: {
    sessionIssuer: { type: 'Role', userName: 'ops', arn: 'arn:aws:iam::111122223333:role/ops' },
  },
};

const call = (source: string, name: string, more: Json = {}): Json => ({
  eventSource: source,
  eventName: name,
  eventType: 'AwsApiCall',
  awsRegion: 'eu-west-1',
  recipientAccountId: '111122223333',
  sourceIPAddress: '192.0.2.1',
  userAgent: 'aws-cli/2.0',
  userIdentity: caller,
  ...more,
});

/** What no detection watches: a pattern that counts these counts nearly everything. */
const ordinary: readonly Json[] = [
  call('ec2.amazonaws.com', 'DescribeInstances'),
  call('s3.amazonaws.com', 'ListBuckets', { userIdentity: { ...caller, type: 'AssumedRole' } }),
];

/** Nor these: whoever counts them counts all of a service's calls, or all that fail. */
const unwatched: readonly Json[] = [
  ...ordinary,
  call('ec2.amazonaws.com', 'DescribeInstances', { errorCode: 'Client.RequestLimitExceeded' }),
  ...[...new Set(detections.flatMap(({ events }) => events.map(({ source }) => source)))].flatMap(
    (source) => (source === undefined ? [] : [call(source, 'DescribeSomething')]),
  ),
].filter((record) => matchDetections(record).length === 0);

const signIn = (more: Json): Json =>
  call('signin.amazonaws.com', 'ConsoleLogin', { eventType: 'AwsConsoleSignIn', ...more });

/** What is told by more than its name. */
const special: readonly Json[] = [
  call('s3.amazonaws.com', 'GetBucketAcl', { userIdentity: { type: 'Root' } }),
  call('secretsmanager.amazonaws.com', 'GetSecretValue', { errorCode: 'AccessDenied' }),
  call('ec2.amazonaws.com', 'DescribeHosts', { errorCode: 'Client.UnauthorizedOperation' }),
  signIn({
    errorMessage: 'Failed authentication',
    additionalEventData: { MFAUsed: 'Yes' },
    responseElements: { ConsoleLogin: 'Failure' },
  }),
  signIn({
    additionalEventData: { MFAUsed: 'No' },
    responseElements: { ConsoleLogin: 'Success' },
  }),
  ...['m5.4xlarge', 'm5.8xlarge'].map((instanceType) =>
    call('ec2.amazonaws.com', 'RunInstances', { requestParameters: { instanceType } }),
  ),
];

interface Probe {
  readonly record: Json;
  /** Ids of what it is. */
  readonly are: ReadonlySet<string>;
}

const createProbes = (): readonly Probe[] => {
  const named = detections.flatMap(({ events }) =>
    events.flatMap(({ source = '', names = [] }) => names.map((name) => call(source, name))),
  );
  return [...named, ...special].flatMap((record): Probe[] => {
    const are = new Set(matchDetections(record).map(({ id }) => id));
    return are.size === 0 ? [] : [{ record, are }];
  });
};

let probes: readonly Probe[] | undefined;

const compile = (pattern: string): ((record: Json) => boolean) | undefined => {
  try {
    const holds = readFilterPattern(pattern);
    return (record) => holds({ message: () => JSON.stringify(record), record });
  } catch (thrown) {
    if (thrown instanceof FilterPatternError) return undefined;
    throw thrown;
  }
};

const namesIn = (pattern: string): readonly string[] =>
  [...pattern.matchAll(/\$\.eventName\s*=\s*"?([\w*]+)/g)].map(([, name = '']) => name);

/** An alarm may be about one region or account only. */
const placeIn = (pattern: string): Json =>
  Object.fromEntries(
    [...pattern.matchAll(/\$\.(awsRegion|recipientAccountId)\s*=\s*"?([\w-]+)/g)].map(
      ([, field = '', value = '']) => [field, value],
    ),
  );

const isNamed = ({ events }: Detection, { eventName }: Json): boolean =>
  events.some(
    ({ names, where }) => where === undefined && names?.some((name) => name === eventName),
  );

/** No name that this detection does not watch: the alarm is about more, otherwise. */
const knowsAll = ({ events }: Detection, names: readonly string[]): boolean => {
  const own = new Set(events.flatMap((watched) => watched.names ?? []));
  return own.size === 0 || names.every((name) => own.has(name));
};

const ours: ReadonlyMap<string, string> = new Map(
  detections.map((detection) => [filterPatternOf(detection), detection.id]),
);

/**
 * The id of the detection whose events a filter pattern counts, whoever wrote it and however: what
 * it lets through of samples of all that is watched decides. Of several the narrowest. Undefined for
 * a pattern that counts anything else too, or cannot be read.
 */
export const detectionOfPattern = (pattern: string): string | undefined => {
  const known = ours.get(pattern.trim());
  if (known !== undefined) return known;
  const holds = compile(pattern);
  const place = placeIn(pattern);
  const counts = (record: Json): boolean => holds?.({ ...record, ...place }) === true;
  if (holds === undefined || unwatched.some(counts)) return undefined;
  probes ??= createProbes();
  const all = probes;
  const counted = all.filter(({ record }) => counts(record));
  if (counted.length === 0) return undefined;
  const names = namesIn(pattern);
  // Without the service's name it counts calls of that name by any service.
  const isOf = (detection: Detection, { record, are }: Probe): boolean =>
    are.has(detection.id) || (!pattern.includes('$.eventSource') && isNamed(detection, record));
  const sizeOf = ({ id }: Detection): number => all.filter(({ are }) => are.has(id)).length;
  const [narrowest] = detections
    .filter((each) => counted.every((probe) => isOf(each, probe)) && knowsAll(each, names))
    .toSorted((a, b) => sizeOf(a) - sizeOf(b));
  return narrowest?.id;
};

/**
 * What is wrong with a filter pattern that is meant to find something: versions 1.4 to 3.0 of the CIS
 * benchmark publish one for denied calls that counts nearly every call.
 */
export const patternProblem = (pattern: string): string | undefined => {
  const holds = compile(pattern);
  if (holds === undefined) return 'The filter pattern cannot be read.';
  return ordinary.every(holds)
    ? 'The filter pattern lets nearly every event through, so the alarm says nothing.'
    : undefined;
};
