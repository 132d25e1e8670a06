import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { messageTypes } from '../aws/signer.ts';
import type { Route } from './context.ts';
import { findTopic, word } from './find.ts';

const message = {
  topic: word.optional(),
  subject: z.string().min(1).max(100).optional(),
  message: z.union([z.string(), z.record(z.string(), z.unknown())]),
  signatureVersion: z.enum(['1', '2']).optional(),
};
const publishBody = z.strictObject(message);
const signBody = z.strictObject({ ...message, type: z.enum(messageTypes).default('Notification') });

const asText = (value: string | object): string =>
  typeof value === 'string' ? value : JSON.stringify(value);

/** Signs and delivers as SNS does; `status` is the last answer, 0 if none ever came. */
export const publish: Route = {
  method: 'POST',
  path: 'publish',
  run: async (context, input) => {
    const body = publishBody.parse(input);
    const { messageId, status } = await context.aws.publish({
      ...body,
      topicArn: findTopic(context, body.topic),
      message: asText(body.message),
    });
    return { messageId, status };
  },
};

/** The signed envelope, not delivered; the topic may be any ARN. */
export const sign: Route = {
  method: 'POST',
  path: 'sign',
  run: (context, input) => {
    const { topic, signatureVersion = '1', ...body } = signBody.parse(input);
    return context.aws.sign({
      ...body,
      signatureVersion,
      message: asText(body.message),
      topicArn: topic?.startsWith('arn:') === true ? topic : findTopic(context, topic),
      token: randomBytes(128).toString('hex'),
    });
  },
};
