import { describe, expect, it } from 'vitest';
import { unwrap } from '../../src/core/unwrap.ts';
import { cloudwatchAlarm } from '../../src/notifiers/cloudwatch-alarm.ts';
import { alertOf, codeOf, factsOf, plain, receivedAt, sentence } from './helpers.ts';

const reason =
  'Threshold Crossed: 1 out of the last 1 datapoints [1.0 (06/03/26 19:55:00)] was greater than or equal to the threshold (1.0) (minimum 1 datapoint for OK -> ALARM transition).';

const trigger = {
  MetricName: 'IAMPolicyEventCount',
  Namespace: 'CloudTrailMetrics',
  StatisticType: 'Statistic',
  Statistic: 'SUM',
  Unit: null,
  Dimensions: [],
  Period: 300,
  EvaluationPeriods: 1,
  DatapointsToAlarm: 1,
  ComparisonOperator: 'GreaterThanOrEqualToThreshold',
  Threshold: 1,
  TreatMissingData: 'notBreaching',
};

const snsAlarm = (more: object = {}) => ({
  AlarmName: 'CloudTrailIAMPolicyChanges',
  AlarmDescription: null,
  AWSAccountId: '111122223333',
  NewStateValue: 'ALARM',
  NewStateReason: reason,
  StateChangeTime: '2026-03-06T20:00:26.893+0000',
  Region: 'EU (Ireland)',
  AlarmArn: 'arn:aws:cloudwatch:eu-west-1:111122223333:alarm:CloudTrailIAMPolicyChanges',
  OldStateValue: 'OK',
  Trigger: trigger,
  ...more,
});

const eventAlarm = (detail: object = {}, more: object = {}) => ({
  version: '0',
  id: 'event-1',
  'detail-type': 'CloudWatch Alarm State Change',
  source: 'aws.cloudwatch',
  account: '111122223333',
  time: '2026-03-06T20:00:27Z',
  region: 'eu-west-1',
  resources: ['arn:aws:cloudwatch:eu-west-1:111122223333:alarm:CloudTrailIAMPolicyChanges'],
  detail: {
    alarmName: 'CloudTrailIAMPolicyChanges',
    state: { value: 'ALARM', reason, timestamp: '2026-03-06T20:00:26.893+0000' },
    previousState: { value: 'OK', timestamp: '2026-03-06T18:00:00.000+0000' },
    configuration: {
      metrics: [
        {
          id: 'm1',
          metricStat: {
            metric: { namespace: 'CloudTrailMetrics', name: 'IAMPolicyEventCount', dimensions: {} },
            period: 300,
            stat: 'Sum',
          },
          returnData: true,
        },
      ],
    },
    ...detail,
  },
  ...more,
});

/** An alarm on a metric of AWS's own. */
const awsMetric = (name: string, value: number, more: object = {}) =>
  snsAlarm({
    NewStateReason: `Threshold Crossed: 1 datapoint [${value} (06/03/26 19:55:00)] was greater than the threshold (90.0).`,
    Trigger: {
      ...trigger,
      MetricName: name,
      Namespace: 'AWS/EC2',
      Statistic: 'AVERAGE',
      Dimensions: [{ name: 'InstanceId', value: 'i-0abc' }],
      ComparisonOperator: 'GreaterThanThreshold',
      Threshold: 90,
      ...more,
    },
  });

const counting = (metric: string, value: number, more: object = {}) =>
  snsAlarm({
    NewStateReason: reason.replace('[1.0 ', `[${value} `),
    Trigger: { ...trigger, MetricName: metric, ...more },
  });

describe('a metric alarm', () => {
  it('is said as a person would', () => {
    const alert = alertOf(snsAlarm());

    expect(sentence(alert)).toBe(
      'CloudTrailIAMPolicyChanges went to ALARM: 1 IAM policy change in 5 minutes',
    );
    expect(alert).toMatchObject({
      key: 'alarm/111122223333/eu-west-1/CloudTrailIAMPolicyChanges',
      source: 'cloudwatch-alarm',
      state: 'ALARM',
      phase: 'firing',
      at: Date.UTC(2026, 2, 6, 20, 0, 26, 893),
      account: '111122223333',
      region: 'eu-west-1',
      topic: 'arn:aws:sns:eu-west-1:111122223333:security',
      consoleUrl:
        'https://console.aws.amazon.com/cloudwatch/home?region=eu-west-1#alarmsV2:alarm/CloudTrailIAMPolicyChanges',
    });
    expect(alert).not.toHaveProperty('severity');
    expect(factsOf(alert)).toEqual({
      Metric: 'Sum of IAMPolicyEventCount (CloudTrailMetrics)',
      Threshold: '≥ 1 (sum over 5 minutes)',
      Value: '1 at 2026-03-06T19:55:00.000Z',
    });
  });

  it('is the same alert from SNS and from EventBridge', () => {
    const one = alertOf(snsAlarm());
    const other = alertOf(eventAlarm());

    expect([other.key, other.state, other.at, sentence(other)]).toEqual([
      one.key,
      one.state,
      one.at,
      sentence(one),
    ]);
    expect(factsOf(other)['Before']).toBe('OK since 2026-03-06T18:00:00.000Z');
  });

  it('says what OK and INSUFFICIENT_DATA mean', () => {
    const okAgain = snsAlarm({
      NewStateValue: 'OK',
      OldStateValue: 'ALARM',
      NewStateReason:
        'Threshold Crossed: 1 datapoint [0.0 (06/03/26 20:00:00)] was not greater than or equal to the threshold (1.0).',
    });
    const noData = snsAlarm({
      NewStateValue: 'INSUFFICIENT_DATA',
      NewStateReason: 'Insufficient Data: 1 datapoint was unknown.',
    });

    expect(alertOf(okAgain)).toMatchObject({ phase: 'resolved', state: 'OK' });
    expect(sentence(alertOf(okAgain))).toBe(
      'CloudTrailIAMPolicyChanges is OK again: no IAM policy change in 5 minutes',
    );
    expect(alertOf({ ...okAgain, OldStateValue: 'INSUFFICIENT_DATA' }).verb).toBe('is OK');
    expect(alertOf(noData)).toMatchObject({ phase: 'unknown', state: 'INSUFFICIENT_DATA' });
    expect(sentence(alertOf(noData))).toBe(
      'CloudTrailIAMPolicyChanges has INSUFFICIENT_DATA: no data for 5 minutes',
    );
    expect(alertOf(snsAlarm({ OldStateValue: 'ALARM' })).verb).toBe('is still in ALARM');
  });

  it.each([
    ['Breaching', 'breaching'],
    ['NonBreaching', 'not breaching'],
  ])('says what was missing and that it counts as %s', (word, said) => {
    const missing = snsAlarm({
      NewStateReason: `Threshold Crossed: no datapoints were received for 3 periods and 3 missing datapoints were treated as [${word}].`,
      Trigger: { ...trigger, EvaluationPeriods: 3 },
    });

    expect(plain(alertOf(missing).cause)).toBe(
      `no data for 3 × 5 minutes, which counts as ${said}`,
    );
  });

  it.each([
    ['SecurityGroupEventCount', 2, '2 security group changes in 5 minutes'],
    ['ConsoleSignInFailureCount', 3, '3 console sign-in failures in 5 minutes'],
    ['ConsoleSigninFailures', 3, '3 console sign-in failures in 5 minutes'],
    ['AuthorizationFailureCount', 1, '1 denied API call in 5 minutes'],
    ['UnauthorizedAPICalls', 12_345, '12,345 denied API calls in 5 minutes'],
    ['RootAccountUsage', 2, '2 uses of the root user in 5 minutes'],
    ['EC2LargeInstanceEventCount', 1, '1 large EC2 instance change in 5 minutes'],
    ['S3BucketPolicyChanges', 1, '1 S3 bucket policy change in 5 minutes'],
    ['PaymentRefusalErrorCount', 4, '4 payment refusal errors in 5 minutes'],
    ['DBMigrationRequired', 1, 'DBMigrationRequired was 1, threshold ≥ 1'],
    ['IAMPolicyEventCount', 0.5, 'IAMPolicyEventCount was 0.5, threshold ≥ 1'],
  ])('counts %s', (metric, value, words) => {
    expect(plain(alertOf(counting(metric, value)).cause)).toBe(words);
  });

  it('takes no metric of AWS for one that counts events', () => {
    expect(
      plain(
        alertOf(
          counting('RequestCount', 1446, { Namespace: 'AWS/ApplicationELB', Threshold: 1000 }),
        ).cause,
      ),
    ).toBe('RequestCount 1,446 ≥ 1,000 in 5 minutes');
  });

  it.each([
    ['CPUUtilization', 97.23456, {}, 'CPUUtilization 97.23 % > 90 % for 5 minutes'],
    [
      'CPUUtilization',
      97.2,
      { EvaluationPeriods: 3, DatapointsToAlarm: 3 },
      'CPUUtilization 97.2 % > 90 % for 3 × 5 minutes',
    ],
    [
      'CPUUtilization',
      97.2,
      { EvaluationPeriods: 3, DatapointsToAlarm: 2 },
      'CPUUtilization 97.2 % > 90 % for 2 of 3 × 5 minutes',
    ],
    [
      'NetworkOut',
      1_500_000_000,
      { Threshold: 1_000_000 },
      'NetworkOut 1.5 GB > 1 MB for 5 minutes',
    ],
    ['Latency', 95, { Unit: 'Seconds', Period: 60 }, 'Latency 95 s > 90 s for 1 minute'],
    ['Anything', 0.0123, { Threshold: 0.001 }, 'Anything 0.012 > 0.001 for 5 minutes'],
  ])('writes %s %d with its unit', (metric, value, more, words) => {
    const alert = alertOf(awsMetric(metric, value, more));

    expect(plain(alert.cause)).toBe(words);
    expect(alert.resource).toEqual({ untrusted: 'i-0abc' });
    expect(factsOf(alert)['Resource']).toBe('InstanceId i-0abc');
  });

  it('takes the place from the ARN, else from names and from the topic', () => {
    const { AlarmArn: _, ...bare } = snsAlarm({ Region: 'US (Virginia)' });

    expect(alertOf(bare)).toMatchObject({ account: '111122223333', region: 'us-east-1' });
    expect(alertOf({ ...bare, Region: 'Atlantis' }).region).toBe('eu-west-1');
    const china = 'arn:aws-cn:cloudwatch:cn-north-1:444455556666:alarm:CloudTrailIAMPolicyChanges';
    expect(alertOf(snsAlarm({ AlarmArn: china }))).toMatchObject({
      account: '444455556666',
      region: 'cn-north-1',
      consoleUrl: expect.stringMatching(/^https:\/\/console\.amazonaws\.cn\//),
    });
  });

  it('shows an account id that is none as it is told', () => {
    const { AlarmArn: _, ...odd } = snsAlarm({ AWSAccountId: '12345' });

    expect(alertOf(odd)).not.toHaveProperty('account');
    expect(factsOf(alertOf(odd))['Account']).toBe('12345');
    expect(alertOf(odd).key).not.toBe(alertOf({ ...odd, AWSAccountId: '54321' }).key);
  });

  it('keeps four alarms of one name in two accounts and two regions apart', () => {
    const keys = ['111122223333', '444455556666'].flatMap((account) =>
      ['eu-west-1', 'us-east-1'].map(
        (region) =>
          alertOf(
            snsAlarm({
              AlarmArn: `arn:aws:cloudwatch:${region}:${account}:alarm:CPU`,
              AlarmName: 'CPU',
            }),
          ).key,
      ),
    );

    expect(new Set(keys).size).toBe(4);
  });

  it('falls back to the clock of the envelope', () => {
    for (const StateChangeTime of ['2026-13-45T99:99:99.000+0000', 'yesterday', null, undefined])
      expect(alertOf(snsAlarm({ StateChangeTime })).at).toBe(Date.UTC(2026, 0, 1));
  });

  it('shows a description in any language and hides secrets in it', () => {
    const alert = alertOf(snsAlarm({ AlarmDescription: '有人改了策略 password=hunter2' }));

    expect(factsOf(alert)['Description']).toBe('有人改了策略 password=[redacted]');
  });

  it('takes a severity only from an alarm that says it', () => {
    expect(
      alertOf(snsAlarm({ AlarmDescription: 'Severity: critical. Call somebody.' })).severity,
    ).toEqual({
      level: 'critical',
      reason: "the alarm's description says so",
    });
    expect(alertOf(snsAlarm({ AlarmName: '[LOW] disk' })).severity?.level).toBe('low');
    expect(
      alertOf(snsAlarm({ AlarmDescription: 'high CPU is critical for low latency' })),
    ).not.toHaveProperty('severity');
  });

  it('gives the reason where it can make no words of its own of it', () => {
    expect(plain(alertOf(snsAlarm({ NewStateReason: 'Set by hand to try it' })).cause)).toBe(
      'Set by hand to try it',
    );
    expect(factsOf(alertOf(snsAlarm({ NewStateReason: 'Threshold Crossed' })))['Reason']).toBe(
      'Threshold Crossed',
    );
  });

  it('does with what is there, of whatever type', () => {
    const least = { AlarmName: 'a', NewStateValue: 'ALARM' };
    const odd = {
      ...least,
      AlarmDescription: 7,
      Trigger: 'none',
      TriggeringChildren: {},
      Region: [],
      AlarmArn: {},
      NewStateReason: null,
    };

    expect(sentence(alertOf(least))).toBe('a went to ALARM');
    expect(sentence(alertOf(odd))).toBe('a went to ALARM');
    expect(
      sentence(
        alertOf({ ...least, Trigger: { Threshold: null, Period: '60', Metrics: [null, {}] } }),
      ),
    ).toBe('a went to ALARM');
  });
});

describe('other kinds of alarm', () => {
  it('shows what an expression is called and what it is made of', () => {
    const math = snsAlarm({
      NewStateReason:
        'Threshold Crossed: 1 datapoint [45628.0 (06/03/26 19:55:00)] was greater than the threshold (10000.0).',
      Trigger: {
        Period: 300,
        EvaluationPeriods: 1,
        ComparisonOperator: 'GreaterThanThreshold',
        Threshold: 10_000,
        Metrics: [
          { Expression: 'SUM(METRICS())', Id: 'e1', Label: 'Total traffic', ReturnData: true },
          {
            Id: 'm1',
            MetricStat: {
              Metric: { Namespace: 'AWS/EC2', MetricName: 'NetworkIn', Dimensions: [] },
              Period: 300,
              Stat: 'Maximum',
            },
            ReturnData: false,
          },
        ],
      },
    });

    expect(plain(alertOf(math).cause)).toBe('Total traffic 45,628 > 10,000 for 5 minutes');
    expect(factsOf(alertOf(math))).toMatchObject({
      Expression: 'SUM(METRICS())',
      'Made of': 'Maximum of NetworkIn (AWS/EC2)',
    });
  });

  it('says what is outside its band', () => {
    const band = eventAlarm({
      state: {
        value: 'ALARM',
        reason:
          'Thresholds Crossed: 1 out of the last 1 datapoints [0.0 (06/03/26 19:55:00)] was less than the lower thresholds [0.0205] or greater than the upper thresholds [0.3006].',
        timestamp: '2026-03-06T20:00:26.893+0000',
      },
      configuration: {
        metrics: [
          {
            id: 'm1',
            metricStat: {
              metric: { namespace: 'AWS/EC2', name: 'CPUUtilization', dimensions: {} },
              period: 60,
              stat: 'Average',
            },
            returnData: true,
          },
          {
            id: 'ad1',
            expression: 'ANOMALY_DETECTION_BAND(m1, 2)',
            label: 'CPUUtilization (expected)',
            returnData: true,
          },
        ],
      },
    });

    expect(plain(alertOf(band).cause)).toBe('CPUUtilization 0 %, outside its band 0.021–0.3 %');
    expect(factsOf(alertOf(band))['Threshold']).toBe(
      'outside the expected band (average over 1 minute)',
    );
  });

  it('reads datapoints from the data where the reason has none', () => {
    const { state } = eventAlarm().detail;
    const data = { recentDatapoints: [1, 2], threshold: 1, period: 300 };
    const event = eventAlarm({
      state: { ...state, reason: 'Something new', reasonData: JSON.stringify(data) },
    });

    expect(plain(alertOf(event).cause)).toBe('3 IAM policy changes in 10 minutes');
    expect(plain(alertOf(eventAlarm({ state: { ...state, reasonData: '{broken' } })).cause)).toBe(
      '1 IAM policy change in 5 minutes',
    );
  });

  it('names the children of a composite alarm, from SNS and from EventBridge', () => {
    const arn = (name: string): string => `arn:aws:cloudwatch:eu-west-1:111122223333:alarm:${name}`;
    const rule = `(ALARM("cpu") OR ALARM('disk')) AND NOT ALARM(${arn('deploy')})`;
    const { Trigger: _, ...sns } = snsAlarm({
      AlarmRule: rule,
      TriggeringChildren: [
        { Arn: arn('cpu'), State: { Value: 'ALARM', Timestamp: 'x' } },
        { Arn: arn('disk'), State: { Value: 'ALARM' } },
        { Arn: arn('deploy'), State: { Value: 'OK' } },
      ],
    });
    const { state } = eventAlarm().detail;
    const data = { triggeringAlarms: [{ arn: arn('cpu'), state: { value: 'ALARM' } }] };
    const event = eventAlarm({
      state: { ...state, reasonData: JSON.stringify(data) },
      configuration: { alarmRule: rule },
    });

    expect(plain(alertOf(sns).cause)).toBe('2 of 3 children in ALARM: cpu, disk');
    expect(alertOf(sns).details).toMatchObject([{ kind: 'list', items: { length: 3 } }]);
    expect(plain(alertOf(event).cause)).toBe('1 of 3 children in ALARM: cpu');
    expect(plain(alertOf({ ...sns, TriggeringChildren: [arn('cpu')] }).cause)).toBe(
      '1 of 3 children in ALARM: cpu',
    );
    expect(
      plain(
        alertOf({
          ...sns,
          TriggeringChildren: [],
          NewStateReason: `${arn('cpu')} transitioned to ALARM at Friday 6 March, 2026 19:55:00 UTC`,
        }).cause,
      ),
    ).toBe('cpu went to ALARM');
  });

  it('keeps the contributors of an alarm apart', () => {
    const contributor = (id: string) =>
      alertOf(
        snsAlarm({ AlarmContributorId: id, AlarmContributorAttributes: { InstanceId: `i-${id}` } }),
      );

    expect(contributor('a').key).not.toBe(contributor('b').key);
    expect(factsOf(contributor('a'))['Contributor']).toBe('InstanceId i-a');
    expect(alertOf(eventAlarm({ alarmContributor: { id: 'a' } })).key).toBe(contributor('a').key);
  });

  it('shows the lines of a log alarm, under whatever name they come', () => {
    const lines = ['first line', 'password=hunter2'];

    for (const part of [
      { LogLines: lines },
      { Trigger: { ...trigger, logLines: lines.map((message) => ({ message })) } },
      { ActionLogLines: lines },
    ])
      expect(codeOf(alertOf(snsAlarm(part)).details)).toBe('first line\npassword=[redacted]');
    expect(
      factsOf(alertOf(snsAlarm({ Trigger: { ...trigger, LogGroupName: '/app/web' } })))[
        'Log group'
      ],
    ).toBe('/app/web');
  });

  it('says that a query found only part of the data', () => {
    const { state } = eventAlarm().detail;
    const event = eventAlarm({
      state: { ...state, evaluationState: 'PARTIAL_DATA' },
      configuration: {
        metrics: [
          { id: 'q1', expression: 'SELECT SUM("Errors") FROM shop', period: 60, returnData: true },
        ],
      },
    });

    expect(plain(alertOf(event).cause)).toBe('SUM(Errors) 1 ≥ 1 for 1 minute');
    expect(factsOf(alertOf(event))['Data']).toContain('partial');
  });

  it.each([
    ['create', 'was created'],
    ['update', 'was changed'],
    ['delete', 'was deleted'],
  ])('tells that an alarm was configured: %s', (operation, verb) => {
    const change = {
      ...eventAlarm(),
      'detail-type': 'CloudWatch Alarm Configuration Change',
      detail: {
        alarmName: 'CPU',
        operation,
        state: { value: 'OK' },
        configuration: { threshold: 20, alarmRule: 'ALARM(a)' },
        previousConfiguration: { threshold: 10, alarmRule: 'ALARM(a)' },
      },
    };

    const alert = alertOf(change);

    expect(alert).toMatchObject({
      verb,
      state: 'EVENT',
      phase: 'event',
      account: '111122223333',
      region: 'eu-west-1',
    });
    expect(factsOf(alert)).toMatchObject({ Threshold: '10 → 20', Rule: 'ALARM(a)' });
  });
});

describe('cloudwatchAlarm.matches', () => {
  const matches = (message: unknown): boolean =>
    unwrap(JSON.stringify(message), { via: 'https', receivedAt }).some(cloudwatchAlarm.matches);

  it('takes alarms', () => {
    expect(matches(snsAlarm())).toBe(true);
    expect(matches(eventAlarm())).toBe(true);
  });

  it('leaves what only looks like one', () => {
    expect(matches({ AlarmName: 'a' })).toBe(false);
    expect(matches({ AlarmName: 'a', NewStateValue: '<!channel>' })).toBe(false);
    expect(matches({ AlarmName: '', NewStateValue: 'OK' })).toBe(false);
    expect(matches(eventAlarm({ state: { value: 'MAYBE' } }))).toBe(false);
    expect(
      matches({ ...eventAlarm(), 'detail-type': 'EC2 Instance State-change Notification' }),
    ).toBe(false);
  });
});
