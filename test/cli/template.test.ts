import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { awsActions } from '../../src/aws/actions.ts';
import { coverSeconds } from '../../src/cli/doctor/delivery-policy.ts';
import { senders } from '../../src/cli/doctor/queue-policy.ts';
import { securityHubPatterns } from '../../src/cli/template/security-hub.ts';
import { eventPatternOf } from '../../src/detections/event-pattern.ts';
import { readFilterPattern } from '../../src/detections/filter-pattern.ts';
import { detections } from '../../src/detections/index.ts';
import { filterPatternOf } from '../../src/detections/pattern.ts';
import { detectionOfPattern } from '../../src/detections/pattern-detection.ts';
import { cases, record } from '../detections/records.ts';

interface Statement {
  readonly Sid: string;
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
  readonly Principal: { readonly Service?: string };
  readonly Condition?: unknown;
}

interface Resource {
  readonly Type: string;
  readonly Condition?: string;
  /** Each type has properties of its own. */
  readonly Properties: ReturnType<typeof parse>;
}

const path = fileURLToPath(
  new URL('../../deploy/cloudformation/trailwarden.yaml', import.meta.url),
);
const text = await readFile(path, 'utf8');

/** As CloudFormation reads it. */
const template = parse(text, { version: '1.1' });
const resources: Readonly<Record<string, Resource>> = template.Resources;

const ofType = (type: string): readonly Resource[] =>
  Object.values(resources).filter(({ Type }) => Type === type);

type MaybeStatement = Statement | { readonly 'Fn::If': readonly [string, Statement, object] };

/** Those that depend on a condition too. */
const statements = (name: string, document: string): readonly Statement[] =>
  resources[name]!.Properties[document].Statement.map((each: MaybeStatement) =>
    'Fn::If' in each ? each['Fn::If'][1] : each,
  );

const ofService = (all: readonly Statement[], service: string): Statement =>
  all.find(({ Principal }) => Principal.Service === `${service}.amazonaws.com`)!;

const pinnedToOurAlarms = {
  StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } },
  ArnLike: {
    'aws:SourceArn': {
      'Fn::Sub': 'arn:${AWS::Partition}:cloudwatch:${AWS::Region}:${AWS::AccountId}:alarm:*',
    },
  },
};

describe('what is watched', () => {
  it('is counted in the log for every detection, with the pattern of the catalogue', () => {
    const filters = ofType('AWS::Logs::MetricFilter').map(({ Properties: each }) => ({
      id: each.MetricTransformations[0].MetricName,
      // As it is unless Security Hub's patterns are wanted.
      pattern: each.FilterPattern['Fn::If']?.[2] ?? each.FilterPattern,
      log: each.LogGroupName,
    }));

    expect(filters).toEqual(
      detections.map((detection) => ({
        id: detection.id,
        pattern: filterPatternOf(detection),
        log: { Ref: 'TrailLogGroup' },
      })),
    );
  });

  it('is counted with the pattern that Security Hub asks for, where that is wanted', () => {
    const published = ofType('AWS::Logs::MetricFilter').flatMap(({ Properties: each }) => {
      const [condition, pattern] = each.FilterPattern['Fn::If'] ?? [];
      return condition === 'LikeSecurityHub'
        ? [{ id: each.MetricTransformations[0].MetricName, pattern }]
        : [];
    });

    expect(published.map(({ id }) => id)).toEqual(
      detections.filter(({ securityHub }) => securityHub !== undefined).map(({ id }) => id),
    );
    expect(published).toHaveLength(14);
    expect(published.find(({ id }) => id === 'cloudtrail-change')).toEqual({
      id: 'cloudtrail-change',
      pattern:
        '{($.eventName=CreateTrail) || ($.eventName=UpdateTrail) || ($.eventName=DeleteTrail) || ($.eventName=StartLogging) || ($.eventName=StopLogging)}',
    });
  });

  it.each(Object.entries(securityHubPatterns))(
    "is found by Security Hub's pattern for %s too, and nothing else by name",
    (control, pattern) => {
      const { id, events } = detections.find(({ securityHub }) => securityHub === control)!;
      const holds = readFilterPattern(pattern);
      const known = events.flatMap(({ source = '', names = [] }) =>
        names.map((name) => record(source.replace('.amazonaws.com', ''), name)),
      );

      const found = [...known, ...(cases[id]?.matches ?? [])].filter((each) =>
        holds({ message: () => JSON.stringify(each), record: each }),
      );
      const named = [...pattern.matchAll(/eventName ?= ?"?(\w+)/g)].map(([, name]) => name);

      // https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutMetricFilter.html
      expect(pattern.length).toBeLessThanOrEqual(1024);
      expect(detectionOfPattern(pattern)).toBe(id);
      expect(found).not.toEqual([]);
      expect(events.flatMap(({ names = [] }) => names)).toEqual(expect.arrayContaining(named));
    },
  );

  it('has an alarm on that count for every detection, which tells of its end too', () => {
    const alarms = ofType('AWS::CloudWatch::Alarm').map(({ Properties }) => Properties);

    expect(alarms.map(({ MetricName }) => MetricName)).toEqual(detections.map(({ id }) => id));
    for (const alarm of alarms)
      expect(alarm).toMatchObject({
        Namespace: 'Trailwarden',
        Period: 300,
        EvaluationPeriods: 1,
        TreatMissingData: 'notBreaching',
        AlarmActions: [{ Ref: 'Topic' }],
        OKActions: [{ Ref: 'Topic' }],
      });
  });

  it('is told from the first on, failed sign-ins from the third', () => {
    const thresholds = ofType('AWS::CloudWatch::Alarm').map(
      ({ Properties: { MetricName, Threshold } }): [string, number] => [MetricName, Threshold],
    );

    expect(Object.fromEntries(thresholds)).toEqual(
      Object.fromEntries(
        detections.map(({ id }) => [id, id === 'console-sign-in-failure' ? 3 : 1]),
      ),
    );
  });

  it('has an alarm whose name and description a person understands', () => {
    const { AlarmName, AlarmDescription } = resources['SecurityGroupChangeAlarm']!.Properties;

    expect(AlarmName).toEqual({ 'Fn::Sub': '${Name}: Security group change' });
    expect(AlarmDescription).toBe(
      'A security group was made, deleted, or its rules were changed. Look for rules that open a port to 0.0.0.0/0 or ::/0.',
    );
  });

  // https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
  it('is described in as many letters as CloudWatch takes', () => {
    for (const { Properties } of ofType('AWS::CloudWatch::Alarm'))
      expect(Properties.AlarmDescription.length).toBeLessThanOrEqual(1024);
  });

  it('is told as an event too, and reads only where a detection is about them', () => {
    const rules = ofType('AWS::Events::Rule').map(({ Properties }) => Properties);

    expect(rules.map(({ EventPattern }) => EventPattern)).toEqual(detections.map(eventPatternOf));
    expect(
      rules.filter(({ State }) => State !== 'ENABLED').map(({ Description }) => Description),
    ).toEqual(['Root use', 'Denied call']);
    for (const { Targets } of rules)
      expect(Targets).toEqual([{ Id: 'Topic', Arn: { Ref: 'Topic' } }]);
  });

  // https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html
  it('keeps to the limits of CloudFormation', () => {
    expect(Object.keys(resources).length).toBeLessThanOrEqual(500);
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(1024 * 1024);
  });
});

describe('the topic', () => {
  it('signs with SHA-256 and is encrypted with a key of its own', () => {
    expect(resources['Topic']!.Properties).toMatchObject({
      SignatureVersion: '2',
      KmsMasterKeyId: { Ref: 'Key' },
    });
  });

  it.each([
    ['Key', 'KeyPolicy'],
    ['TopicPolicy', 'PolicyDocument'],
  ])('lets alarms of this account in by %s, and events without a condition', (name, document) => {
    const all = statements(name, document);

    expect(ofService(all, 'cloudwatch').Condition).toEqual(pinnedToOurAlarms);
    expect(ofService(all, 'events')).not.toHaveProperty('Condition');
  });
});

describe('the way in', () => {
  it.each(['QueuePolicy', 'DeadLetterQueuePolicy'])('lets the topic alone send by %s', (name) => {
    const document = resources[name]!.Properties.PolicyDocument;

    expect(senders(JSON.stringify(document))).toBe('pinned');
    expect(document.Statement).toHaveLength(1);
    expect(document.Statement[0].Condition).toEqual({
      ArnEquals: { 'aws:SourceArn': { Ref: 'Topic' } },
    });
  });

  it('keeps messages for 14 days, those that nobody could read too', () => {
    for (const { Properties } of ofType('AWS::SQS::Queue'))
      expect(Properties.MessageRetentionPeriod).toBe(14 * 24 * 3600);
    expect(resources['Queue']!.Properties.RedrivePolicy.deadLetterTargetArn).toEqual({
      'Fn::GetAtt': ['DeadLetterQueue', 'Arn'],
    });
  });

  it('is one of two, with a dead-letter queue and without raw delivery', () => {
    const subscriptions = ofType('AWS::SNS::Subscription');

    expect(subscriptions.map(({ Condition }) => Condition)).toEqual(['IsQueue', 'IsHttps']);
    for (const { Properties } of subscriptions)
      expect(Properties).toMatchObject({
        RawMessageDelivery: false,
        RedrivePolicy: { deadLetterTargetArn: { 'Fn::GetAtt': ['DeadLetterQueue', 'Arn'] } },
      });
  });

  it('tries an HTTPS address for long, but no longer than SNS allows', () => {
    const { DeliveryPolicy, Endpoint } = resources['HttpsSubscription']!.Properties;

    const seconds = coverSeconds(JSON.stringify(DeliveryPolicy));

    expect(seconds).toBeGreaterThan(2400);
    expect(seconds).toBeLessThanOrEqual(3600);
    expect(Endpoint).toEqual({ 'Fn::Sub': '${PublicUrl}/sns' });
  });
});

describe('the role', () => {
  const all = statements('BotPolicy', 'PolicyDocument');

  it('may do exactly what the bot calls', () => {
    const actions = all.flatMap(({ Action }) => Action);

    expect(actions.toSorted()).toEqual(Object.keys(awsActions).toSorted());
  });

  it('has no wildcard where a resource can be named', () => {
    const unnamed = all.filter(({ Resource }) => JSON.stringify(Resource) === '"*"');

    expect(unnamed.map(({ Sid }) => Sid)).toEqual(['Read']);
    expect(all.find(({ Sid }) => Sid === 'Topics')!.Resource).toEqual({ Ref: 'Topic' });
    expect(JSON.stringify(all.find(({ Sid }) => Sid === 'ReadLogs')!.Resource)).toContain(
      'log-group:${TrailLogGroup}',
    );
  });

  it('reads the files of one bucket, if there is one, and publishes to two topics at most', () => {
    const files = resources['BotPolicy']!.Properties.PolicyDocument.Statement.find(
      (each: MaybeStatement) => 'Fn::If' in each,
    );

    expect(files['Fn::If']).toEqual([
      'HasTrailBucket',
      expect.objectContaining({
        Action: ['s3:GetObject'],
        Resource: { 'Fn::Sub': 'arn:${AWS::Partition}:s3:::${TrailBucket}/*AWSLogs/*' },
      }),
      { Ref: 'AWS::NoValue' },
    ]);
    expect(all.find(({ Sid }) => Sid === 'Publish')!.Resource).toEqual([
      { Ref: 'Topic' },
      { 'Fn::If': ['HasEscalationTopic', { Ref: 'EscalationTopicArn' }, { Ref: 'AWS::NoValue' }] },
    ]);
  });

  it('is assumed by nobody unless somebody is named', () => {
    expect(resources['BotRole']!.Condition).toBe('HasRole');
    expect(template.Conditions.HasRole).toEqual({
      'Fn::Or': [{ Condition: 'IsEcs' }, { Condition: 'IsEc2' }, { Condition: 'HasPrincipal' }],
    });
  });
});

it('names no partition, account or region', () => {
  const body = JSON.stringify(template.Resources);

  expect(body.match(/arn:aws[a-z-]*:/g)).toBeNull();
  expect(body.match(/\b[a-z]{2}-[a-z]+-\d\b|\b\d{12}\b/g)).toBeNull();
  expect(body).toContain('ec2.${AWS::URLSuffix}');
});

it('--check says which file is not what the code says', async () => {
  const run = promisify(execFile);
  const script = `
    import { handleGenerated } from './src/cli/generated.ts';
    const path = 'deploy/cloudformation/trailwarden.yaml';
    process.exitCode = await handleGenerated(['--check'], [{ path, content: 'other' }], 'npm run template --');
  `;

  const failed = run(process.execPath, ['--input-type=module', '-e', script]);

  await expect(failed).rejects.toMatchObject({
    code: 1,
    stderr:
      'deploy/cloudformation/trailwarden.yaml is not what the code says: run npm run template -- --write.\n',
  });
});
