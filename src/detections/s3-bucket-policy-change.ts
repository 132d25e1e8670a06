import type { Detection } from './detection.ts';

export const s3BucketPolicyChange: Detection = {
  id: 's3-bucket-policy-change',
  title: 'S3 bucket policy change',
  severity: { level: 'high', reason: 'the bucket may be open now' },
  cis: 8,
  securityHub: 'CloudWatch.8',
  events: [
    {
      source: 's3.amazonaws.com',
      names: [
        'PutBucketAcl',
        'PutBucketPolicy',
        'PutBucketCors',
        'PutBucketLifecycle',
        'PutBucketReplication',
        'DeleteBucketPolicy',
        'DeleteBucketCors',
        'DeleteBucketLifecycle',
        'DeleteBucketReplication',
      ],
    },
  ],
  repeatsBy: 'resource',
  guardsTheGuards: false,
  meaning: "A bucket's policy, ACL, CORS, lifecycle or replication was changed.",
  next: 'Look at who may read the bucket now, and whether objects expire or go elsewhere.',
};
