import { shownNumber } from '../../core/words.ts';
import type { Query } from './alarm.ts';

const sizes = ['bytes', 'kB', 'MB', 'GB', 'TB', 'PB'];

const shownBytes = (value: number): string => {
  let size = value;
  let step = 0;
  while (Math.abs(size) >= 1000 && step < sizes.length - 1) {
    size /= 1000;
    step += 1;
  }
  return `${shownNumber(size)} ${sizes[step] ?? ''}`;
};

type Unit = 'percent' | 'bytes' | 'seconds' | 'milliseconds' | 'none';

const units: Readonly<Record<string, Unit>> = {
  percent: 'percent',
  bytes: 'bytes',
  seconds: 'seconds',
  milliseconds: 'milliseconds',
};

/**
 * Most alarms name no unit; the metric's name tells, for AWS's own metrics.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/aws-services-cloudwatch-metrics.html
 */
const unitOf = ({ unit, name = '', namespace = '', expression, statistic = '' }: Query): Unit => {
  if (/^samplecount$/i.test(statistic) || expression !== undefined) return 'none';
  const given = (unit ?? '').toLowerCase();
  if (Object.hasOwn(units, given)) return units[given] ?? 'none';
  if (given !== '' && given !== 'none') return 'none';
  if (!namespace.startsWith('AWS/') && !namespace.startsWith('CWAgent')) return 'none';
  if (/utilization$|percent/i.test(name)) return 'percent';
  if (
    /bytes$|^network(?:in|out)$|^free(?:able|storage|local).*(?:memory|space|storage)$/i.test(name)
  )
    return 'bytes';
  if (/^duration$|^integrationlatency$/i.test(name)) return 'milliseconds';
  if (/responsetime$/i.test(name)) return 'seconds';
  return 'none';
};

/** A value of a metric as people read it: "97.2 %", "1.5 GB", "1,446". */
export const shownValue = (value: number, query: Query | undefined): string => {
  switch (query === undefined ? 'none' : unitOf(query)) {
    case 'percent':
      return `${shownNumber(value)} %`;
    case 'bytes':
      return shownBytes(value);
    case 'seconds':
      return `${shownNumber(value)} s`;
    case 'milliseconds':
      return `${shownNumber(value)} ms`;
    case 'none':
      return shownNumber(value);
  }
};
