import { valueAt } from '../core/values.ts';
import type { Condition, Detection } from './detection.ts';

const size = String.raw`\.[4-9]xlarge|\.[1-9][0-9]+xlarge|\.metal`;
const isLarge = new RegExp(size);

/** EventBridge knows no regular expressions: whatever is not of a smaller size. */
const notSmall = [
  {
    'anything-but': {
      suffix: ['.nano', '.micro', '.small', '.medium', '.large', '.xlarge', '.2xlarge', '.3xlarge'],
    },
  },
];

/** A launch template names the type; then only the answer tells it. */
const large: Condition = {
  pattern: `($.requestParameters.instanceType = %${size}%) || ($.responseElements.instancesSet.items[0].instanceType = %${size}%)`,
  event: {
    $or: [
      { requestParameters: { instanceType: notSmall } },
      { responseElements: { instancesSet: { items: { instanceType: notSmall } } } },
    ],
  },
  holds: (record) =>
    [
      valueAt(record, 'requestParameters', 'instanceType'),
      valueAt(record, 'responseElements', 'instancesSet', 'items', 0, 'instanceType'),
    ].some((type) => typeof type === 'string' && isLarge.test(type)),
};

export const largeEc2Instance: Detection = {
  id: 'large-ec2-instance',
  title: 'Large EC2 instance',
  severity: { level: 'medium', reason: 'it costs much, and miners like it' },
  events: [{ source: 'ec2.amazonaws.com', names: ['RunInstances'], where: large }],
  repeatsBy: 'resource',
  guardsTheGuards: false,
  meaning: 'An instance of size 4xlarge or larger, or bare metal, was started.',
  next: 'Ask the owner. If nobody knows it, stop it and look at the keys that started it.',
};
