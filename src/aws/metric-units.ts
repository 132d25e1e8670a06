import type { StandardUnit } from '@aws-sdk/client-cloudwatch';

const rates = ['Bytes', 'Kilobytes', 'Megabytes', 'Gigabytes', 'Terabytes'] as const;
const bits = ['Bits', 'Kilobits', 'Megabits', 'Gigabits', 'Terabits'] as const;
const amounts = [...rates, ...bits, 'Count'] as const;

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricDatum.html */
const units: readonly StandardUnit[] = [
  ...amounts,
  ...amounts.map((amount): StandardUnit => `${amount}/Second`),
  'Seconds',
  'Milliseconds',
  'Microseconds',
  'Percent',
  'None',
];

/** A unit as CloudWatch takes it; undefined for a word that it would refuse. */
export const asStandardUnit = (word: string | undefined): StandardUnit | undefined =>
  units.find((unit) => unit === word);
