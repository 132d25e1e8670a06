import { gzipSync } from 'node:zlib';
import { homeRegion, prod } from '../aws/accounts.ts';
import { topics } from '../aws/organisation.ts';
import { trailBucket } from '../aws/s3/objects.ts';
import { createRandom } from '../aws/trail/random.ts';
import type { Deed } from '../aws/trail/record.ts';
import type { Json } from '../json.ts';
import { frank } from './doers.ts';
import type { Happening, World } from './happening.ts';
import { aclChanged, vpcChanged } from './trail-records.ts';

/** https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-find-log-files.html */
const keyAt = (at: number): string => {
  const time = new Date(at).toISOString();
  const day = time.slice(0, 10).replaceAll('-', '/');
  const stamp = `${time.slice(0, 16).replaceAll(/[-:]/g, '')}Z`;
  const unique = createRandom(`file:${at}`).hex(16);
  return `AWSLogs/o-exampleorg1/${prod}/CloudTrail/${homeRegion}/${day}/${prod}_CloudTrail_${homeRegion}_${stamp}_${unique}.json.gz`;
};

/** Most of what a file holds is nothing to anybody. */
const looks = (at: number): readonly Deed[] =>
  ['DescribeInstances', 'DescribeVpcs', 'DescribeSubnets'].map((name) => ({
    at,
    account: prod,
    region: homeRegion,
    ...frank(at),
    source: 'ec2',
    name,
    readOnly: true,
  }));

interface LogFile {
  readonly key: string;
  readonly size: number;
}

const deliver = ({ aws, trail, clock }: World, deeds: readonly Deed[]): LogFile => {
  const at = clock.now();
  const Records = trail.recordAll([...looks(at), ...deeds]).map(({ record }) => record);
  const bytes = gzipSync(JSON.stringify({ Records }));
  const key = keyAt(at);
  aws.objects.put(trailBucket, key, bytes);
  return { key, size: bytes.length };
};

const publish = async ({ aws }: World, message: Json): Promise<void> => {
  await aws.publish({ topicArn: topics.findings, message: JSON.stringify(message) });
};

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html: the key is URL-encoded. */
const noticeOf = ({ key, size }: LogFile, at: number): Json => ({
  Records: [
    {
      eventVersion: '2.1',
      eventSource: 'aws:s3',
      awsRegion: homeRegion,
      eventTime: new Date(at).toISOString(),
      eventName: 'ObjectCreated:Put',
      s3: {
        s3SchemaVersion: '1.0',
        configurationId: 'trail',
        bucket: { name: trailBucket, arn: `arn:aws:s3:::${trailBucket}` },
        object: {
          key: key.split('/').map(encodeURIComponent).join('/'),
          size,
          eTag: createRandom(key).hex(32),
          sequencer: createRandom(key).hex(18).toUpperCase(),
        },
      },
    },
  ],
});

export const logFileHappenings: readonly Happening[] = [
  {
    what: 'log-file-delivered',
    title: 'A log file of the trail holds a changed network ACL (notice of S3)',
    run: (world) => {
      const at = world.clock.now();
      return publish(world, noticeOf(deliver(world, aclChanged(at)), at));
    },
  },
  {
    what: 'log-file-announced',
    title: "A log file of the trail holds a deleted VPC (CloudTrail's own notice)",
    run: (world) => {
      const { key } = deliver(world, vpcChanged(world.clock.now()));
      return publish(world, { s3Bucket: trailBucket, s3ObjectKey: [key] });
    },
  },
  {
    what: 'records-delivered',
    title: 'Records of the trail come as they are',
    run: (world) => {
      const events = world.trail.recordAll(aclChanged(world.clock.now()));
      return publish(world, { Records: events.map(({ record }) => record) });
    },
  },
];
