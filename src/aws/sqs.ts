import type { SQS } from '@aws-sdk/client-sqs';
import { AppError } from '../core/errors.ts';
import { asRegionId } from '../core/ids.ts';
import type { QueueSettings } from '../core/settings.ts';
import type { AwsClients } from './clients.ts';
import type { Where } from './cloudwatch-types.ts';
import { placeOf } from './partition.ts';
import type { Attributes } from './sns.ts';

export interface QueueFacts {
  readonly arn: string;
  /** Messages that wait, and that some consumer holds. */
  readonly waiting: number;
  readonly held: number;
  /** How long a message is kept, s. */
  readonly retentionSeconds: number;
  /** The dead-letter queue, and after how many receives a message goes there. */
  readonly deadLetter: { readonly arn: string; readonly maxReceiveCount: number } | undefined;
  /** Who may do what with it: JSON text. */
  readonly policy: string | undefined;
}

export interface Sqs {
  /** The SDK's client for a queue, for the consumer; its timeout leaves room for a long poll. */
  readonly client: (queue: QueueSettings) => Promise<SQS>;
  /** GetQueueAttributes. Rejects with an AppError. */
  readonly facts: (queue: QueueSettings, signal: AbortSignal) => Promise<QueueFacts>;
  /** The same of the queue that `arn` names, e.g. a dead-letter queue. */
  readonly factsByArn: (arn: string, signal: AbortSignal) => Promise<QueueFacts>;
}

/** The account stands in the URL: https://sqs.eu-west-1.amazonaws.com/111122223333/name. */
const accountOf = (url: string): string => URL.parse(url)?.pathname.split('/')[1] ?? '';

const number = (text: string | undefined): number => {
  const value = Number(text ?? '');
  return Number.isFinite(value) ? value : 0;
};

const field = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html */
const deadLetterOf = (redrive: string | undefined): QueueFacts['deadLetter'] => {
  if (redrive === undefined) return undefined;
  const policy: unknown = JSON.parse(redrive);
  const arn = field(policy, 'deadLetterTargetArn');
  return typeof arn === 'string'
    ? { arn, maxReceiveCount: number(String(field(policy, 'maxReceiveCount'))) }
    : undefined;
};

const toFacts = (attributes: Attributes): QueueFacts => ({
  arn: attributes['QueueArn'] ?? '',
  waiting: number(attributes['ApproximateNumberOfMessages']),
  held: number(attributes['ApproximateNumberOfMessagesNotVisible']),
  retentionSeconds: number(attributes['MessageRetentionPeriod']),
  deadLetter: deadLetterOf(attributes['RedrivePolicy']),
  policy: attributes['Policy'],
});

export const createSqs = (clients: AwsClients): Sqs => {
  const whereOf = (queue: QueueSettings): Where =>
    clients.whereOf(accountOf(queue.url), queue.region);

  const read = (url: string, where: Where, signal: AbortSignal): Promise<QueueFacts> =>
    clients.run(
      { call: 'sqs:GetQueueAttributes', where, urgency: 'background', signal },
      async () => {
        const sqs = await clients.sqs(where);
        const { Attributes = {} } = await sqs.getQueueAttributes(
          { QueueUrl: url, AttributeNames: ['All'] },
          { abortSignal: signal },
        );
        return toFacts(Attributes);
      },
    );

  const urlOf = (arn: string, where: Where, signal: AbortSignal): Promise<string> =>
    clients.run({ call: 'sqs:GetQueueUrl', where, urgency: 'background', signal }, async () => {
      const sqs = await clients.sqs(where);
      const { account } = placeOf(arn);
      const name = arn.slice(arn.lastIndexOf(':') + 1);
      const { QueueUrl = '' } = await sqs.getQueueUrl(
        { QueueName: name, QueueOwnerAWSAccountId: account },
        { abortSignal: signal },
      );
      return QueueUrl;
    });

  return {
    client: (queue) => clients.sqs(whereOf(queue)),
    facts: (queue, signal) => read(queue.url, whereOf(queue), signal),
    factsByArn: async (arn, signal) => {
      const { region, account } = placeOf(arn);
      const known = asRegionId(region);
      if (known === undefined)
        throw new AppError('The ARN of the queue tells no region.', {
          kind: 'input',
          code: 'aws_arn_invalid',
        });
      const where = clients.whereOf(account, known);
      return await read(await urlOf(arn, where, signal), where, signal);
    },
  };
};
