import { describe, expect, it } from 'vitest';
import { createAlarmLookup } from '../../src/aws/alarm-lookup.ts';
import { createMetricFilterReader } from '../../src/aws/metric-filters.ts';
import { here, reading, region, there, useAws } from './rig.ts';

const rig = useAws();

const alarmNamed = (AlarmName: string, rest: object = {}) => ({
  AlarmName,
  AlarmArn: `arn:aws:cloudwatch:${region}:111122223333:alarm:${AlarmName}`,
  StateValue: 'ALARM',
  StateUpdatedTimestamp: 1_790_000_000,
  ...rest,
});

describe('named', () => {
  it('asks for alarms of every type by name, a hundred at a time, and misses what is gone', async () => {
    const names = Array.from({ length: 130 }, (_, index) => `alarm-${index}`);
    rig.aws.on('DescribeAlarms', ({ input }) => ({
      value: {
        MetricAlarms: (input['AlarmNames'] as string[])
          .filter((name) => name !== 'alarm-7')
          .map((name) => alarmNamed(name)),
      },
    }));

    const found = await createAlarmLookup(rig.clients).named(there, names, reading());

    const asked = rig.aws.calls.filter(({ action }) => action === 'DescribeAlarms');
    expect(asked.map(({ input }) => (input['AlarmNames'] as string[]).length)).toEqual([100, 30]);
    expect(asked[0]?.input).toMatchObject({
      AlarmTypes: ['MetricAlarm', 'CompositeAlarm', 'LogAlarm'],
    });
    expect(asked[0]?.accessKey).toBe('ROLE');
    expect(found.map(({ name }) => name)).toEqual(names.filter((name) => name !== 'alarm-7'));
  });

  it('asks nothing about no alarms, which AWS would take for all of them', async () => {
    const found = await createAlarmLookup(rig.clients).named(here, [], reading());

    expect(found).toEqual([]);
    expect(rig.aws.calls).toEqual([]);
  });

  it('does without log alarms where they are not known yet', async () => {
    rig.aws.on('DescribeAlarms', ({ input }) =>
      (input['AlarmTypes'] as string[]).includes('LogAlarm')
        ? { error: 'ValidationError' }
        : { value: { CompositeAlarms: [alarmNamed('both', { AlarmRule: 'ALARM(a)' })] } },
    );

    const [found] = await createAlarmLookup(rig.clients).named(here, ['both'], reading());

    expect(found).toMatchObject({ name: 'both', configuration: { alarmRule: 'ALARM(a)' } });
  });
});

describe('childrenOf', () => {
  it('reads children in full, since AWS tells only their names', async () => {
    rig.aws.on('DescribeAlarms', ({ input }) => {
      if (input['ChildrenOfAlarmName'] === undefined)
        return {
          value: {
            MetricAlarms: [
              alarmNamed('a', { MetricName: 'Count', Namespace: 'CloudTrailMetrics' }),
            ],
            CompositeAlarms: [alarmNamed('b')],
          },
        };
      return input['NextToken']
        ? { value: { CompositeAlarms: [alarmNamed('b')] } }
        : { value: { MetricAlarms: [alarmNamed('a')], NextToken: 'more' } };
    });

    const children = await createAlarmLookup(rig.clients).childrenOf(here, 'both', reading());

    expect(children.map(({ name }) => name)).toEqual(['a', 'b']);
    expect(children[0]?.configuration).toMatchObject({
      metrics: [{ metricStat: { metric: { namespace: 'CloudTrailMetrics', name: 'Count' } } }],
    });
    expect(rig.aws.calls.map(({ input }) => input)).toEqual([
      { ChildrenOfAlarmName: 'both', MaxRecords: 100 },
      { ChildrenOfAlarmName: 'both', MaxRecords: 100, NextToken: 'more' },
      expect.objectContaining({ AlarmNames: ['a', 'b'] }),
    ]);
  });
});

describe('values', () => {
  const metric = {
    namespace: 'AWS/EC2',
    name: 'CPUUtilization',
    dimensions: [['InstanceId', 'i-0123']] as const,
    statistic: 'AVERAGE',
    unit: undefined,
    periodMs: 300_000,
  };
  const wanted = { metric, from: 1_790_000_000_000, to: 1_790_003_600_000, periodMs: 300_000 };
  const queryOf = () =>
    (rig.aws.calls[0]!.input['MetricDataQueries'] as { MetricStat: object }[])[0]?.MetricStat;

  it('asks for one metric, oldest first, and reads every page', async () => {
    rig.aws.on('GetMetricData', ({ input }) => ({
      value: input['NextToken']
        ? { MetricDataResults: [{ Id: 'm1', Timestamps: [1_790_000_600], Values: [97.5] }] }
        : {
            MetricDataResults: [
              {
                Id: 'm1',
                Timestamps: [1_790_000_000, 1_790_000_300],
                Values: [10, 11],
                StatusCode: 'PartialData',
              },
            ],
            NextToken: 'more',
          },
    }));

    const points = await createAlarmLookup(rig.clients).values(here, wanted, reading());

    expect(points).toEqual([
      { at: 1_790_000_000_000, value: 10 },
      { at: 1_790_000_300_000, value: 11 },
      { at: 1_790_000_600_000, value: 97.5 },
    ]);
    expect(rig.aws.calls[0]?.input).toEqual({
      StartTime: 1_790_000_000,
      EndTime: 1_790_003_600,
      ScanBy: 'TimestampAscending',
      MetricDataQueries: [
        {
          Id: 'm1',
          MetricStat: {
            Metric: {
              Namespace: 'AWS/EC2',
              MetricName: 'CPUUtilization',
              Dimensions: [{ Name: 'InstanceId', Value: 'i-0123' }],
            },
            Period: 300,
            Stat: 'Average',
          },
        },
      ],
    });
  });

  it.each([
    ['SUM', 'Sum'],
    ['Sum', 'Sum'],
    ['MAXIMUM', 'Maximum'],
    ['SampleCount', 'SampleCount'],
    ['p99', 'p99'],
    ['tm90', 'tm90'],
    [undefined, 'Average'],
  ])('takes the statistic %s as %s', async (statistic, expected) => {
    rig.aws.on('GetMetricData', () => ({ value: { MetricDataResults: [] } }));

    await createAlarmLookup(rig.clients).values(
      here,
      { ...wanted, metric: { ...metric, statistic } },
      reading(),
    );

    expect(queryOf()).toMatchObject({ Stat: expected });
  });

  it.each([
    [1, 60],
    [90_000, 120],
    [300_000, 300],
  ])('asks with a period of %i ms for whole minutes', async (periodMs, seconds) => {
    rig.aws.on('GetMetricData', () => ({ value: { MetricDataResults: [] } }));

    await createAlarmLookup(rig.clients).values(here, { ...wanted, periodMs }, reading());

    expect(queryOf()).toMatchObject({ Period: seconds });
  });

  it.each([
    ['Bytes/Second', { Unit: 'Bytes/Second' }],
    ['Percent', { Unit: 'Percent' }],
    ['furlongs', {}],
  ])('asks with the unit %s only where CloudWatch knows it', async (unit, expected) => {
    rig.aws.on('GetMetricData', () => ({ value: { MetricDataResults: [] } }));

    await createAlarmLookup(rig.clients).values(
      here,
      { ...wanted, metric: { ...metric, unit } },
      reading(),
    );

    const { Unit } = { Unit: undefined, ...queryOf() };
    expect(Unit === undefined ? {} : { Unit }).toEqual(expected);
  });

  it('refuses a part of an answer', async () => {
    rig.aws.on('GetMetricData', () => ({
      value: { MetricDataResults: [{ Id: 'm1', StatusCode: 'InternalError', Values: [] }] },
    }));

    const values = createAlarmLookup(rig.clients).values(here, wanted, reading());

    await expect(values).rejects.toMatchObject({ code: 'aws_error', retryable: true });
  });
});

describe('metricFilters', () => {
  const metric = { namespace: 'CloudTrailMetrics', name: 'SecurityGroupEventCount' };

  it('asks by name and namespace together and reads every page', async () => {
    rig.aws.on('DescribeMetricFilters', ({ input }) => ({
      value: input['nextToken']
        ? {
            metricFilters: [
              {
                filterName: 'second',
                filterPattern: '{ $.eventName = "CreateSecurityGroup" }',
                logGroupName: 'other',
                fieldSelectionCriteria: '@aws.region = "eu-west-1"',
              },
            ],
          }
        : {
            metricFilters: [
              {
                filterName: 'first',
                filterPattern: '',
                logGroupName: 'CloudTrail/DefaultLogGroup',
              },
            ],
            nextToken: 'more',
          },
    }));

    const found = await createMetricFilterReader(rig.clients).metricFilters(
      there,
      metric,
      reading(),
    );

    expect(found).toEqual([
      {
        name: 'first',
        pattern: '',
        logGroup: 'CloudTrail/DefaultLogGroup',
        criteria: undefined,
      },
      {
        name: 'second',
        pattern: '{ $.eventName = "CreateSecurityGroup" }',
        logGroup: 'other',
        criteria: '@aws.region = "eu-west-1"',
      },
    ]);
    expect(rig.aws.calls.at(-1)).toMatchObject({
      accessKey: 'ROLE',
      input: {
        metricName: 'SecurityGroupEventCount',
        metricNamespace: 'CloudTrailMetrics',
        limit: 50,
        nextToken: 'more',
      },
    });
  });

  it('names the missing permission and the line that gives it', async () => {
    rig.aws.on('DescribeMetricFilters', () => ({ error: 'AccessDeniedException' }));

    const found = createMetricFilterReader(rig.clients).metricFilters(here, metric, reading());

    await expect(found).rejects.toMatchObject({
      code: 'aws_access_denied',
      hint: expect.stringContaining('"Action":"logs:DescribeMetricFilters"'),
    });
  });
});
