/**
 * CloudTrail records matched against the whole catalogue, beside parsing alone: the floor is what
 * JSON.parse takes for the same lines in the same run.
 */
import { isRecord } from '../src/core/values.ts';
import { matchDetections } from '../src/detections/match.ts';
import { goal, percentile, print } from './figure.ts';

const distinct = 2_000;
const rounds = 25;

/** Of a day in an account: nearly all of it is read, a little changed, a little denied. */
const calls = [
  ...Array<readonly [string, string]>(12).fill(['ec2', 'DescribeInstances']),
  ...Array<readonly [string, string]>(12).fill(['sts', 'AssumeRole']),
  ...Array<readonly [string, string]>(8).fill(['kms', 'Decrypt']),
  ['s3', 'GetBucketAcl'],
  ['ec2', 'RunInstances'],
  ['ec2', 'AuthorizeSecurityGroupIngress'],
  ['iam', 'AttachRolePolicy'],
  ['signin', 'ConsoleLogin'],
  ['cloudtrail', 'StopLogging'],
] as const;

/** About 1.2 KB, as records of changes are. */
const lineOf = (index: number): string => {
  const [source, name] = calls[index % calls.length] ?? calls[0];
  const session = `session-${index}`;
  return JSON.stringify({
    eventVersion: '1.11',
    userIdentity: {
      type: 'AssumedRole',
      principalId: `AROAEXAMPLE:${session}`,
      arn: `arn:aws:sts::111122223333:assumed-role/deploy/${session}`,
      accountId: '111122223333',
      accessKeyId: 'ASIAIOSFODNN7EXAMPLE',
      sessionContext: {
        sessionIssuer: {
          type: 'Role',
          principalId: 'AROAEXAMPLE',
          arn: 'arn:aws:iam::111122223333:role/deploy',
          accountId: '111122223333',
          userName: 'deploy',
        },
        attributes: { creationDate: '2026-01-02T03:00:00Z', mfaAuthenticated: 'false' },
      },
    },
    eventTime: '2026-01-02T03:04:05Z',
    eventSource: `${source}.amazonaws.com`,
    eventName: name,
    awsRegion: 'eu-west-1',
    sourceIPAddress: '198.51.100.7',
    userAgent: 'aws-cli/2.17.0 md/awscrt#0.20.11 ua/2.0 os/linux md/arch#x86_64',
    ...(index % 20 === 0 && { errorCode: 'AccessDenied', errorMessage: 'not authorized' }),
    requestParameters: {
      groupId: `sg-${index}`,
      ipPermissions: { items: [{ ipProtocol: 'tcp', fromPort: 22, toPort: 22 }] },
    },
    responseElements: { requestId: `request-${index}`, _return: true },
    requestID: `request-${index}`,
    eventID: `event-${index}`,
    readOnly: name.startsWith('Describe'),
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: '111122223333',
    eventCategory: 'Management',
    tlsDetails: {
      tlsVersion: 'TLSv1.3',
      cipherSuite: 'TLS_AES_128_GCM_SHA256',
      clientProvidedHostHeader: `${source}.eu-west-1.amazonaws.com`,
    },
  });
};

const lines = Array.from({ length: distinct }, (_, index) => lineOf(index));

/** Records a second; `use` is called with each parsed line. */
const rateOf = (use: (value: unknown) => void): number => {
  const start = performance.now();
  for (const line of lines) use(JSON.parse(line));
  return (distinct / (performance.now() - start)) * 1000;
};

let matched = 0;

const match = (value: unknown): void => {
  if (isRecord(value)) matched += matchDetections(value).length;
};

const parseOnly = (value: unknown): void => {
  if (!isRecord(value)) throw new Error('every line is a record');
};

/** Turn and turn about, so that what disturbs the machine disturbs both. */
export const run = async (): Promise<void> => {
  const rates = Array.from({ length: rounds }, () => ({
    floor: rateOf(parseOnly),
    value: rateOf(match),
  })).slice(5);
  const floor = percentile(
    rates.map((rate) => rate.floor),
    0.5,
  );
  const value = percentile(
    rates.map((rate) => rate.value),
    0.5,
  );
  print({ name: 'rules-records', value, unit: 'per s', floor });
  goal('watched operations are found', matched > 0);
  goal('at least 0.8 of the rate of parsing alone', value / floor >= 0.8);
  return Promise.resolve();
};
