import { longPolicy } from '../doctor/delivery-policy.ts';
import {
  getAtt,
  policyDocument,
  type Resource,
  type Resources,
  ref,
  sub,
} from './cloudformation.ts';

/** The longest that SQS keeps a message, in seconds. */
const fourteenDays = 1_209_600;

/** SQS's own encryption: the bot needs no right on a key, and SNS none either. */
const kept = { MessageRetentionPeriod: fourteenDays, SqsManagedSseEnabled: true };

const deadLetterQueue: Resource = {
  Type: 'AWS::SQS::Queue',
  Properties: { QueueName: sub('${Name}-dead-letters'), ...kept },
};

const queue: Resource = {
  Type: 'AWS::SQS::Queue',
  Condition: 'IsQueue',
  Properties: {
    QueueName: ref('Name'),
    ...kept,
    ReceiveMessageWaitTimeSeconds: 20,
    RedrivePolicy: { deadLetterTargetArn: getAtt('DeadLetterQueue', 'Arn'), maxReceiveCount: 10 },
  },
};

/** The topic may send there, and nobody else. */
const fromTopic = (logicalIdOfQueue: string): Readonly<Record<string, unknown>> => ({
  Queues: [ref(logicalIdOfQueue)],
  PolicyDocument: policyDocument({
    Sid: 'Topic',
    Effect: 'Allow',
    Principal: { Service: 'sns.amazonaws.com' },
    Action: 'sqs:SendMessage',
    Resource: getAtt(logicalIdOfQueue, 'Arn'),
    Condition: { ArnEquals: { 'aws:SourceArn': ref('Topic') } },
  }),
});

/** A raw message has no signature, and the bot refuses it. */
const subscribed = {
  TopicArn: ref('Topic'),
  RawMessageDelivery: false,
  RedrivePolicy: { deadLetterTargetArn: getAtt('DeadLetterQueue', 'Arn') },
};

const queueSubscription: Resource = {
  Type: 'AWS::SNS::Subscription',
  Condition: 'IsQueue',
  DependsOn: 'QueuePolicy',
  Properties: { ...subscribed, Protocol: 'sqs', Endpoint: getAtt('Queue', 'Arn') },
};

const httpsSubscription: Resource = {
  Type: 'AWS::SNS::Subscription',
  Condition: 'IsHttps',
  DependsOn: 'DeadLetterQueuePolicy',
  Properties: {
    ...subscribed,
    Protocol: 'https',
    Endpoint: sub('${PublicUrl}/sns'),
    DeliveryPolicy: JSON.parse(longPolicy),
  },
};

/** The way from the topic to the bot, and where what does not get there waits. */
export const intakeResources: Resources = {
  DeadLetterQueue: deadLetterQueue,
  DeadLetterQueuePolicy: {
    Type: 'AWS::SQS::QueuePolicy',
    Properties: fromTopic('DeadLetterQueue'),
  },
  Queue: queue,
  QueuePolicy: {
    Type: 'AWS::SQS::QueuePolicy',
    Condition: 'IsQueue',
    Properties: fromTopic('Queue'),
  },
  QueueSubscription: queueSubscription,
  HttpsSubscription: httpsSubscription,
};
