import { policyDocument, type Resource, type Resources, ref, sub } from './cloudformation.ts';

/** The alarms of this account and Region, and no one else's. */
const ofOurAlarms = {
  StringEquals: { 'aws:SourceAccount': ref('AWS::AccountId') },
  ArnLike: {
    'aws:SourceArn': sub(
      'arn:${AWS::Partition}:cloudwatch:${AWS::Region}:${AWS::AccountId}:alarm:*',
    ),
  },
};

const fromAlarms = { Effect: 'Allow', Principal: { Service: 'cloudwatch.amazonaws.com' } };

/** EventBridge names no source: a condition on it would drop every event, without a word. */
const fromEvents = { Effect: 'Allow', Principal: { Service: 'events.amazonaws.com' } };

const useKey = { Action: ['kms:Decrypt', 'kms:GenerateDataKey*'], Resource: '*' };

/** In a key's policy `*` is that key. https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html */
const key: Resource = {
  Type: 'AWS::KMS::Key',
  Properties: {
    Description: sub('What waits in the topic ${Name}'),
    EnableKeyRotation: true,
    KeyPolicy: policyDocument(
      {
        Sid: 'Account',
        Effect: 'Allow',
        Principal: { AWS: sub('arn:${AWS::Partition}:iam::${AWS::AccountId}:root') },
        Action: 'kms:*',
        Resource: '*',
      },
      { Sid: 'Alarms', ...fromAlarms, ...useKey, Condition: ofOurAlarms },
      { Sid: 'Events', ...fromEvents, ...useKey },
    ),
  },
};

const topic: Resource = {
  Type: 'AWS::SNS::Topic',
  Properties: {
    TopicName: ref('Name'),
    KmsMasterKeyId: ref('Key'),
    SignatureVersion: '2',
  },
};

const publish = { Action: 'sns:Publish', Resource: ref('Topic') };

const policy: Resource = {
  Type: 'AWS::SNS::TopicPolicy',
  Properties: {
    Topics: [ref('Topic')],
    PolicyDocument: policyDocument(
      { Sid: 'Alarms', ...fromAlarms, ...publish, Condition: ofOurAlarms },
      { Sid: 'Events', ...fromEvents, ...publish },
    ),
  },
};

/** The topic that alarms and events go to, with its key. */
export const topicResources: Resources = { Key: key, Topic: topic, TopicPolicy: policy };
