import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { createObjectReader } from '../../src/aws/s3.ts';
import { here, reading, region, there, useAws } from './rig.ts';

const rig = useAws();

const wanted = {
  bucket: 'acme-trail',
  key: 'AWSLogs/111122223333/CloudTrail/eu-west-1/2026/11/25/a b.json.gz',
  maxBytes: 1024,
};

describe('createObjectReader', () => {
  it('gives the bytes as they are stored', async () => {
    const bytes = gzipSync('{"Records":[]}');
    rig.aws.on('GetObject', () => ({ bytes }));

    const object = await createObjectReader(rig.clients).object(there, wanted, reading());

    expect(object.equals(bytes)).toBe(true);
    expect(rig.aws.calls.at(-1)).toMatchObject({
      action: 'GetObject',
      accessKey: 'ROLE',
      region,
      input: { Bucket: wanted.bucket, Key: wanted.key },
    });
  });

  it('reads one of exactly the size that is allowed', async () => {
    rig.aws.on('GetObject', () => ({ bytes: Buffer.alloc(1024) }));

    expect(await createObjectReader(rig.clients).object(here, wanted, reading())).toHaveLength(
      1024,
    );
  });

  it.each([
    ['whose length tells it', {}],
    ['whose length nobody tells', { 'transfer-encoding': 'chunked' }],
  ])('refuses a larger one %s, for good', async (_, headers) => {
    const bytes = Buffer.alloc(1025);
    rig.aws.on('GetObject', () => ({ bytes, headers }));

    const object = createObjectReader(rig.clients).object(here, wanted, reading());

    await expect(object).rejects.toMatchObject({ code: 's3_object_too_large', retryable: false });
  });

  it('leaves no socket waiting for the rest of what is refused', async () => {
    rig.aws.on('GetObject', () => ({ bytes: Buffer.alloc(64 * 1024 * 1024) }));

    const object = createObjectReader(rig.clients).object(here, wanted, reading());

    await expect(object).rejects.toMatchObject({ code: 's3_object_too_large' });
    await expect.poll(() => rig.aws.sockets()).toBe(0);
  });

  it.each([
    ['NoSuchKey', 404, 'NoSuchKey', 'aws_not_found'],
    ['NoSuchBucket', 404, 'NoSuchBucket', 'aws_not_found'],
    ['InvalidObjectState', 403, 'Archived', 's3_object_archived'],
    ['KMS.DisabledException', 400, 'The key is disabled', 'aws_key_unusable'],
    ['AccessDenied', 403, 'is not authorized to perform: s3:ListBucket on x', 'aws_not_found'],
    ['AccessDenied', 403, 'is not authorized to perform: s3:GetObject on x', 'aws_access_denied'],
  ])('says in words what %s with status %i means', async (error, status, message, code) => {
    rig.aws.on('GetObject', () => ({
      status,
      xml: `<Error><Code>${error}</Code><Message>${message}</Message></Error>`,
    }));

    const object = createObjectReader(rig.clients).object(here, wanted, reading());

    await expect(object).rejects.toMatchObject({ name: 'AppError', code });
  });

  it('names the bucket, not every bucket, in the line that gives the permission', async () => {
    rig.aws.on('GetObject', () => ({
      status: 403,
      xml: '<Error><Code>AccessDenied</Code></Error>',
    }));

    const object = createObjectReader(rig.clients).object(here, wanted, reading());

    await expect(object).rejects.toMatchObject({
      hint: expect.stringContaining('"Resource":"arn:*:s3:::your-trail-bucket/*"'),
    });
  });

  it('asks again where the bucket is, if it is in another region', async () => {
    rig.aws.on('GetObject', ({ region: asked }) =>
      asked === 'us-east-1'
        ? { bytes: Buffer.from('{}') }
        : {
            status: 301,
            xml: '<Error><Code>PermanentRedirect</Code><Region>us-east-1</Region></Error>',
            headers: { 'x-amz-bucket-region': 'us-east-1' },
          },
    );

    const object = await createObjectReader(rig.clients).object(here, wanted, reading());

    expect(object.toString()).toBe('{}');
  });
});
