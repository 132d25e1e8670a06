import type {
  CloudWatch,
  GetMetricDataInput,
  GetMetricDataOutput,
  MetricDataResult,
} from '@aws-sdk/client-cloudwatch';
import { AppError } from '../core/errors.ts';
import type { WatchedMetric } from '../core/evidence.ts';
import { statesOf, withOlderTypes } from './alarm-states.ts';
import { type Ask, allPages, createAsk } from './ask.ts';
import type { AwsClients } from './clients.ts';
import type { AlarmLookup, AlarmState, Where } from './cloudwatch-types.ts';
import { asStandardUnit } from './metric-units.ts';
import type { Reading } from './trail-types.ts';

/** The most names that DescribeAlarms takes, and the most alarms that it gives. */
const pageSize = 100;

/** A notification shouts what the API writes as a word. */
const statistics: Readonly<Record<string, string>> = {
  AVERAGE: 'Average',
  MAXIMUM: 'Maximum',
  MINIMUM: 'Minimum',
  SAMPLECOUNT: 'SampleCount',
  SAMPLE_COUNT: 'SampleCount',
  SUM: 'Sum',
};

const statisticOf = ({ statistic = 'Average' }: WatchedMetric): string =>
  statistics[statistic.toUpperCase()] ?? statistic;

const inMinutes = (ms: number): number => Math.max(1, Math.ceil(ms / 60_000)) * 60;

const queryFor = ({
  metric,
  from,
  to,
  periodMs,
}: Parameters<AlarmLookup['values']>[1]): GetMetricDataInput => {
  const unit = asStandardUnit(metric.unit);
  return {
    StartTime: new Date(from),
    EndTime: new Date(to),
    ScanBy: 'TimestampAscending',
    MetricDataQueries: [
      {
        Id: 'm1',
        MetricStat: {
          Metric: {
            Namespace: metric.namespace,
            MetricName: metric.name,
            Dimensions: metric.dimensions.map(([Name, Value]) => ({ Name, Value })),
          },
          Period: inMinutes(periodMs),
          Stat: statisticOf(metric),
          ...(unit && { Unit: unit }),
        },
      },
    ],
  };
};

const pointsOf = ({ Timestamps = [], Values = [] }: MetricDataResult) =>
  Timestamps.flatMap((timestamp, index) => {
    const value = Values[index];
    return value === undefined ? [] : [{ at: timestamp.getTime(), value }];
  });

/** A part of an answer would be drawn as a gap in the metric. */
const refuseFailed = ({ MetricDataResults = [] }: GetMetricDataOutput): void => {
  const codes = MetricDataResults.map(({ StatusCode }) => StatusCode);
  const code = codes.find((each) => each === 'InternalError' || each === 'Forbidden');
  if (code === undefined) return;
  throw new AppError(`cloudwatch:GetMetricData: AWS answers ${code} for the metric.`, {
    kind: 'upstream',
    code: 'aws_error',
    retryable: code === 'InternalError',
  });
};

const createNamed =
  (ask: Ask<CloudWatch>) =>
  (where: Where, names: readonly string[], reading: Reading): Promise<readonly AlarmState[]> =>
    withOlderTypes((types) =>
      allPages(async (token) => {
        const page = await ask('cloudwatch:DescribeAlarms', where, reading, (cloudwatch, options) =>
          cloudwatch.describeAlarms(
            {
              AlarmNames: [...names],
              AlarmTypes: [...types],
              MaxRecords: pageSize,
              ...(token && { NextToken: token }),
            },
            options,
          ),
        );
        return { found: statesOf(page), next: page.NextToken };
      }),
    );

const createChildNames =
  (ask: Ask<CloudWatch>) =>
  (where: Where, composite: string, reading: Reading): Promise<readonly string[]> =>
    allPages(async (token) => {
      const page = await ask('cloudwatch:DescribeAlarms', where, reading, (cloudwatch, options) =>
        cloudwatch.describeAlarms(
          {
            ChildrenOfAlarmName: composite,
            MaxRecords: pageSize,
            ...(token && { NextToken: token }),
          },
          options,
        ),
      );
      const alarms = [...(page.MetricAlarms ?? []), ...(page.CompositeAlarms ?? [])];
      return { found: alarms.flatMap(({ AlarmName }) => AlarmName ?? []), next: page.NextToken };
    });

const chunksOf = <T>(all: readonly T[], size: number): readonly (readonly T[])[] =>
  Array.from({ length: Math.ceil(all.length / size) }, (_, index) =>
    all.slice(index * size, (index + 1) * size),
  );

/**
 * Single alarms and their metrics. Of children AWS tells little more than the name, so that they
 * are read once more by name.
 */
export const createAlarmLookup = (clients: AwsClients): AlarmLookup => {
  const ask = createAsk(clients, clients.cloudwatch);
  const readNamed = createNamed(ask);
  const childNames = createChildNames(ask);

  const named: AlarmLookup['named'] = async (where, names, reading) => {
    const found: AlarmState[] = [];
    for (const chunk of chunksOf([...new Set(names)], pageSize))
      found.push(...(await readNamed(where, chunk, reading)));
    return found;
  };

  return {
    named,
    childrenOf: async (where, composite, reading) =>
      named(where, await childNames(where, composite, reading), reading),
    values: async (where, wanted, reading) => {
      const input = queryFor(wanted);
      const points = await allPages(async (token) => {
        const page = await ask('cloudwatch:GetMetricData', where, reading, (cloudwatch, options) =>
          cloudwatch.getMetricData({ ...input, ...(token && { NextToken: token }) }, options),
        );
        refuseFailed(page);
        return { found: (page.MetricDataResults ?? []).flatMap(pointsOf), next: page.NextToken };
      });
      return points.toSorted((a, b) => a.at - b.at);
    },
  };
};
