import { stringOf } from '../../json.ts';
import { AwsError, notFound } from '../aws-error.ts';
import type { Operation } from '../operation.ts';

/** https://docs.aws.amazon.com/sns/latest/api/API_Publish.html: 256 KB. */
const maxBytes = 256 * 1024;

/** Answers with the message's id before anything is delivered, as SNS does. */
export const publishOperation: Operation = {
  service: 'sns',
  name: 'Publish',
  run: (context, _caller, input) => {
    const topicArn = stringOf(input['TopicArn']) || stringOf(input['TargetArn']);
    if (!context.sns.topics.has(topicArn)) throw notFound('Topic');
    const message = stringOf(input['Message']);
    if (message === '') throw new AwsError('InvalidParameter', 'Invalid parameter: Empty message');
    if (Buffer.byteLength(message) > maxBytes)
      throw new AwsError('InvalidParameter', 'Invalid parameter: Message too long');
    const subject = stringOf(input['Subject']);
    return {
      MessageId: context.publish({
        topicArn,
        message,
        subject: subject === '' ? undefined : subject,
      }),
    };
  },
};
