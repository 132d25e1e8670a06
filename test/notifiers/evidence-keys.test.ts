import { describe, expect, it } from 'vitest';
import { alertOf } from './helpers.ts';

const arn = (name: string): string => `arn:aws:cloudwatch:eu-west-1:111122223333:alarm:${name}`;

const alarm = (more: object) => ({
  AlarmName: 'SecurityGroupChanges',
  AWSAccountId: '111122223333',
  NewStateValue: 'ALARM',
  NewStateReason: 'Threshold Crossed',
  StateChangeTime: '2026-03-06T20:00:26.893+0000',
  Region: 'EU (Ireland)',
  AlarmArn: arn('SecurityGroupChanges'),
  OldStateValue: 'OK',
  ...more,
});

const counted = {
  MetricName: 'SecurityGroupEventCount',
  Namespace: 'CloudTrailMetrics',
  Statistic: 'SUM',
  Dimensions: [{ name: 'Team', value: 'web' }],
  Period: 300,
  EvaluationPeriods: 2,
  ComparisonOperator: 'GreaterThanOrEqualToThreshold',
  Threshold: 1,
};

const event = (detail: object) => ({
  'detail-type': 'CloudWatch Alarm State Change',
  source: 'aws.cloudwatch',
  account: '111122223333',
  time: '2026-03-06T20:00:27Z',
  region: 'eu-west-1',
  resources: [arn('x')],
  detail: { alarmName: 'x', ...detail },
});

describe('what the evidence of an alarm is looked up by', () => {
  it('is the metric, its period, and how often it is looked at', () => {
    expect(alertOf(alarm({ Trigger: counted })).alarm).toEqual({
      name: 'SecurityGroupChanges',
      kind: 'metric',
      metrics: [
        {
          namespace: 'CloudTrailMetrics',
          name: 'SecurityGroupEventCount',
          dimensions: [['Team', 'web']],
          statistic: 'SUM',
          unit: undefined,
          periodMs: 300_000,
        },
      ],
      children: [],
      threshold: 1,
      comparison: 'GreaterThanOrEqualToThreshold',
      periodMs: 300_000,
      evaluationPeriods: 2,
      logGroups: [],
      from: undefined,
    });
  });

  it('are all metrics of an expression, none of the expressions', () => {
    const stat = (name: string) => ({
      Id: name.toLowerCase(),
      MetricStat: {
        Metric: { Namespace: 'AWS/ApplicationELB', MetricName: name, Dimensions: [] },
        Period: 60,
        Stat: 'Sum',
      },
      ReturnData: false,
    });
    const math = alarm({
      Trigger: {
        Period: 60,
        EvaluationPeriods: 1,
        Threshold: 5,
        Metrics: [
          { Expression: '100 * errors / requests', Id: 'rate', ReturnData: true },
          stat('Errors'),
          stat('Requests'),
        ],
      },
    });

    expect(alertOf(math).alarm?.metrics.map(({ name }) => name)).toEqual(['Errors', 'Requests']);
    expect(alertOf(math).alarm).toMatchObject({ kind: 'metric', periodMs: 60_000, threshold: 5 });
  });

  it('is what is measured, not the band around it', () => {
    const metric = {
      namespace: 'AWS/EC2',
      name: 'CPUUtilization',
      dimensions: { InstanceId: 'i-0abc' },
    };
    const band = event({
      state: { value: 'ALARM', timestamp: '2026-03-06T20:00:26.893+0000' },
      configuration: {
        metrics: [
          { id: 'ad1', expression: 'ANOMALY_DETECTION_BAND(m1, 2)', returnData: true },
          { id: 'm1', metricStat: { metric, period: 60, stat: 'Average' }, returnData: true },
        ],
      },
    });

    expect(alertOf(band).alarm?.metrics).toEqual([
      expect.objectContaining({ name: 'CPUUtilization', dimensions: [['InstanceId', 'i-0abc']] }),
    ]);
  });

  it('are those children of a composite alarm that are in ALARM, by ARN where it is told', () => {
    const composite = alarm({
      AlarmRule: 'ALARM("cpu") OR ALARM("disk")',
      TriggeringChildren: [
        { Arn: arn('cpu'), State: { Value: 'ALARM' } },
        { Arn: arn('disk'), State: { Value: 'OK' } },
      ],
    });

    expect(alertOf(composite).alarm).toMatchObject({ kind: 'composite', children: [arn('cpu')] });
    expect(alertOf({ ...composite, TriggeringChildren: ['cpu'] }).alarm?.children).toEqual(['cpu']);
    expect(alertOf({ ...composite, TriggeringChildren: [] }).alarm).toMatchObject({
      kind: 'composite',
      children: [],
    });
  });

  it('are the log groups of a log alarm', () => {
    const log = alarm({ Trigger: { ...counted, LogGroupName: '/app/web' } });

    expect(alertOf(log).alarm).toMatchObject({ kind: 'log', logGroups: ['/app/web'] });
  });

  it('begins where the judged time began, if the message tells it', () => {
    const from = (reasonData: string) =>
      alertOf(
        event({ state: { value: 'ALARM', timestamp: '2026-03-06T20:00:26.893+0000', reasonData } }),
      ).alarm?.from;

    expect(from('{"startDate":"2026-03-06T19:55:00.000+0000"}')).toBe(Date.UTC(2026, 2, 6, 19, 55));
    expect(from('{broken')).toBeUndefined();
  });
});
