import { describe, expect, it } from 'vitest';
import { createReplay } from '../../src/cli/replay-alert.ts';
import { isRecord } from '../../src/core/values.ts';
import { type CorpusFile, corpusDir, filesOf, isThere } from './corpus.ts';

interface Line {
  readonly source: string;
  readonly key: string;
  readonly state: string;
  readonly title: string;
  readonly account: string | null;
  readonly region: string | null;
  readonly text: string;
  readonly blocks: readonly unknown[];
  readonly detection?: string | null;
  readonly who?: string;
  readonly what?: string;
}

const replay = createReplay(undefined);

const linesOf = ({ name, content }: CorpusFile): readonly Line[] =>
  (name.endsWith('.jsonl') ? content.split('\n').filter((line) => line.trim() !== '') : [content])
    .flatMap((message) => replay(name, message))
    .map(({ line }): Line => JSON.parse(line()));

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** What a call is known as, whoever makes it. */
const known: Readonly<Record<string, string>> = {
  'cloudtrail StopLogging': 'cloudtrail-switched-off',
  'cloudtrail DeleteTrail': 'cloudtrail-switched-off',
  'cloudtrail PutEventSelectors': 'cloudtrail-switched-off',
  'cloudtrail UpdateTrail': 'cloudtrail-change',
  'cloudtrail StartLogging': 'cloudtrail-change',
  'config StopConfigurationRecorder': 'config-switched-off',
  'config PutConfigurationRecorder': 'config-change',
  'ec2 DeleteFlowLogs': 'flow-log-deleted',
  'ec2 AuthorizeSecurityGroupIngress': 'security-group-change',
  'ec2 StartInstances': 'ec2-instance-change',
  'ec2 StopInstances': 'ec2-instance-change',
  'ec2 GetPasswordData': 'denied-call',
  'iam AttachRolePolicy': 'iam-policy-change',
  'iam AttachUserPolicy': 'iam-policy-change',
  'organizations LeaveOrganization': 'organizations-change',
  'route53resolver DeleteResolverQueryLogConfig': 'dns-query-logging-switched-off',
  'sns DeleteTopic': 'topic-or-subscription-deleted',
  'ssm DescribeInstanceInformation': 'nothing',
  'secretsmanager GetSecretValue': 'nothing',
};

const callIn = (value: unknown): string => {
  const record = isRecord(value) && isRecord(value['detail']) ? value['detail'] : value;
  return isRecord(record)
    ? `${String(record['eventSource']).replace('.amazonaws.com', '')} ${String(record['eventName'])}`
    : '';
};

interface Expected {
  readonly name: unknown;
  readonly state: unknown;
  readonly account: string | null;
  readonly region: string | null;
}

/** Spelled out here: the test must not lean on what it tests. */
const displayNames: Readonly<Record<string, string>> = {
  'US West - Oregon': 'us-west-2',
  'EU - Ireland': 'eu-west-1',
  'Canada (Central)': 'ca-central-1',
  'US (Virginia)': 'us-east-1',
};

const accountIn = (...values: readonly unknown[]): string | null =>
  values.map(String).find((value) => /^\d{12}$/.test(value)) ?? null;

const regionIn = (...values: readonly unknown[]): string | null =>
  values
    .map((value) => displayNames[String(value)] ?? String(value))
    .find((value) => /^[a-z]{2}(-[a-z]+){1,2}-\d$/.test(value)) ?? null;

/** Every alarm in a file, found by its fields at any depth. */
const alarmsIn = (value: unknown, topic = ''): readonly Expected[] => {
  if (typeof value === 'string') {
    const inner = parsed(value);
    return typeof inner === 'object' ? alarmsIn(inner, topic) : [];
  }
  if (Array.isArray(value)) return value.flatMap((item: unknown) => alarmsIn(item, topic));
  if (!isRecord(value)) return [];
  if (typeof value['AlarmName'] === 'string' && 'NewStateValue' in value) {
    const arn = String(value['AlarmArn']).split(':');
    return [
      {
        name: value['AlarmName'],
        state: value['NewStateValue'],
        account: accountIn(arn[4], value['AWSAccountId']),
        region: regionIn(arn[3], value['Region'], topic.split(':')[3]),
      },
    ];
  }
  const { detail } = value;
  if (String(value['detail-type']).startsWith('CloudWatch Alarm') && isRecord(detail)) {
    const isChange = value['detail-type'] === 'CloudWatch Alarm State Change';
    const state = isRecord(detail['state']) ? detail['state']['value'] : undefined;
    return [
      {
        name: detail['alarmName'],
        state: isChange ? state : 'EVENT',
        account: accountIn(value['account']),
        region: regionIn(value['region']),
      },
    ];
  }
  const here = typeof value['TopicArn'] === 'string' ? value['TopicArn'] : topic;
  return Object.values(value).flatMap((item) => alarmsIn(item, here));
};

/** As the record names it; documentation has placeholders for some. */
const regionNameIn = (record: unknown): string | null => {
  const region = isRecord(record) ? String(record['awsRegion']) : '';
  return /^[a-z]{2,}-/.test(region) ? region : null;
};

const isConfirmation = ({ content }: CorpusFile): boolean =>
  /"Type"\s*:\s*"(?:Unsubscribe|Subscription)Confirmation"/.test(content);

/** What a person must never have to read. */
const machineWords = /undefined|\[object |\bNaN\b|[[{]\\?"|"\s*:\s*[[{"]/;

const alarms = filesOf('sns').flatMap((file) => {
  const expected = alarmsIn(parsed(file.content));
  return expected.length === 0 ? [] : [{ ...file, expected }];
});

/** One of the two is empty: either the folder is tried, or it is said that there is none. */
const folders = corpusDir === undefined ? [] : [corpusDir];
const missing = corpusDir === undefined ? ['CORPUS_DIR, the folder of real messages'] : [];

describe('the corpus', () => {
  it.skipIf(process.env['CI'] === undefined).each(missing)('needs %s', (what) => {
    expect.fail(`${what}, is not set`);
  });

  it.each(folders)('is in %s', (dir) => {
    expect(isThere(dir), `${dir} is a folder`).toBe(true);
    expect(filesOf('sns').length).toBeGreaterThan(0);
    expect(filesOf('cloudtrail').length).toBeGreaterThan(0);
    expect(alarms.length).toBeGreaterThan(0);
  });

  it.each(filesOf('sns'))('$name gives a line a person can read', (file) => {
    const lines = linesOf(file);

    expect(lines.length > 0, 'what is no confirmation is shown').toBe(!isConfirmation(file));
    for (const { text, title, key, blocks } of lines) {
      expect(text).not.toMatch(machineWords);
      expect(title.trim()).not.toBe('');
      expect(key).not.toBe('');
      expect(blocks.length).toBeGreaterThan(0);
    }
  });

  it.each(alarms)(
    '$name has its alarm with name, state, account and region',
    ({ expected, ...file }) => {
      const lines = linesOf(file).map(({ source, title, state, account, region }) => ({
        source,
        name: title,
        state,
        account,
        region,
      }));

      expect(lines).toEqual(expected.map((alarm) => ({ source: 'cloudwatch-alarm', ...alarm })));
    },
  );

  it.each(filesOf('cloudtrail'))('$name gives a line a record, with who and what', (file) => {
    const records = file.content
      .split('\n')
      .flatMap((line) => (line.trim() === '' ? [] : [parsed(line)]));

    const lines = linesOf(file);

    expect(lines).toHaveLength(records.length);
    for (const [index, { detection, who, what, region, text }] of lines.entries()) {
      const record = records[index];
      const call = known[callIn(record)];
      expect(call === undefined ? detection : (detection ?? 'nothing')).toBe(call ?? detection);
      expect(who).toMatch(/\S/);
      expect(who).not.toMatch(/undefined|^A(?:ROA|IDA)/);
      expect(what).toMatch(/\S/);
      expect(text).not.toMatch(machineWords);
      expect(region).toBe(regionNameIn(record));
    }
  });
});
