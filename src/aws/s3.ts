import { Readable } from 'node:stream';
import type { GetObjectCommandOutput } from '@aws-sdk/client-s3';
import { AppError } from '../core/errors.ts';
import { createAsk } from './ask.ts';
import type { AwsClients } from './clients.ts';
import type { ObjectReader } from './s3-types.ts';

const mostBytes = (maxBytes: number): string => `${Math.floor(maxBytes / 1024)} KiB`;

const tooLarge = (maxBytes: number): AppError =>
  new AppError(`s3:GetObject: the object has more than ${mostBytes(maxBytes)}; it is not read.`, {
    kind: 'bad-event',
    code: 's3_object_too_large',
    hint: 'Read it yourself if it matters: "aws s3 cp" gives it.',
  });

/** The length that is told may be wrong, so what comes is counted. Leaving the loop ends the request. */
const readAtMost = async (body: Readable, maxBytes: number): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    const part = Buffer.from(chunk);
    bytes += part.length;
    if (bytes > maxBytes) throw tooLarge(maxBytes);
    chunks.push(part);
  }
  return Buffer.concat(chunks);
};

const bytesOf = async (
  { Body: body, ContentLength = 0 }: GetObjectCommandOutput,
  maxBytes: number,
): Promise<Buffer> => {
  if (!(body instanceof Readable)) return Buffer.alloc(0);
  if (ContentLength > maxBytes) {
    body.destroy();
    throw tooLarge(maxBytes);
  }
  return await readAtMost(body, maxBytes);
};

/** Reads objects of S3, in whatever region their bucket is. */
export const createObjectReader = (clients: AwsClients): ObjectReader => {
  const ask = createAsk(clients, clients.s3);
  return {
    object: (where, { bucket, key, maxBytes }, reading) =>
      ask('s3:GetObject', where, reading, async (s3, options) =>
        bytesOf(await s3.getObject({ Bucket: bucket, Key: key }, options), maxBytes),
      ),
  };
};
