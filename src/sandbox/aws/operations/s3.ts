import { stringOf } from '../../json.ts';
import { AwsError } from '../aws-error.ts';
import type { Operation } from '../operation.ts';

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html */
const getObject: Operation = {
  service: 's3',
  name: 'GetObject',
  run: ({ objects }, caller, input) => {
    const bucket = stringOf(input['Bucket']);
    const owner = objects.ownerOf(bucket);
    if (owner === undefined)
      throw new AwsError('NoSuchBucket', 'The specified bucket does not exist', 404);
    if (owner !== caller.account)
      throw new AwsError(
        'AccessDenied',
        `User: ${caller.arn} is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::${bucket}" because no resource-based policy allows the s3:GetObject action`,
        403,
      );
    const bytes = objects.find(bucket, stringOf(input['Key']));
    if (bytes === undefined)
      throw new AwsError('NoSuchKey', 'The specified key does not exist.', 404);
    return { Body: bytes };
  },
};

export const s3Operations: readonly Operation[] = [getObject];
