import { z } from 'zod';
import { bucketPattern } from '../core/log-file.ts';
import { region, words } from './schema-parts.ts';

/** A bucket that a trail delivers its log files to. */
export const trailBucket = z.strictObject({
  bucket: z
    .string()
    .regex(bucketPattern, {
      error: 'is not the name of a bucket: write it without s3:// or arn:, like example-trail-logs',
    })
    .meta({ description: "The bucket's name." }),
  account: words.meta({ description: 'The account it is read in: id or name of a listed one.' }),
  region: region.meta({ description: 'The region the bucket is in.' }),
  prefix: z
    .string()
    .regex(/^[^/\p{Cc}](?:[^\p{Cc}]{0,198}[^/\p{Cc}])?$/u, {
      error: 'is not a prefix: what stands before /AWSLogs/ in the keys, without / at its ends',
    })
    .optional()
    .meta({
      description: 'What stands before AWSLogs in the keys. Left out: anything, or nothing.',
    }),
});
