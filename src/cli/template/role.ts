import { readerRoleName } from '../../aws/actions.ts';
import { policyStatements } from '../policy/statements.ts';
import {
  either,
  equals,
  getAtt,
  not,
  type Parts,
  policyDocument,
  type Resource,
  type Resources,
  ref,
  sub,
} from './cloudformation.ts';

const noValue = ref('AWS::NoValue');

const trailLogGroup =
  'arn:${AWS::Partition}:logs:${AWS::Region}:${AWS::AccountId}:log-group:${TrailLogGroup}';

/** Under `AWSLogs`, whatever prefix the trail has, and of whatever account of an organisation. */
const trailFiles = 'arn:${AWS::Partition}:s3:::${TrailBucket}/*AWSLogs/*';

/** The names of a bucket and a topic that not everybody has. */
export const roleParameters: Parts = {
  TrailBucket: {
    Type: 'String',
    Description:
      "Where notices of log files come to the topic: the name of the trail's bucket; else empty",
    AllowedPattern: '^([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])?$',
    Default: '',
  },
  EscalationTopicArn: {
    Type: 'String',
    Description: 'The ARN of the topic that alarms nobody acknowledged are published to, if any',
    AllowedPattern: String.raw`^(arn:[a-z-]+:sns:[a-z0-9-]+:[0-9]{12}:[\w-]{1,256})?$`,
    Default: '',
  },
};

export const roleConditions: Parts = {
  HasTrailBucket: not(equals(ref('TrailBucket'), '')),
  HasEscalationTopic: not(equals(ref('EscalationTopicArn'), '')),
};

/** A statement must have a resource, so that one without a bucket has to be left out as a whole. */
const whereNamed = (statement: { readonly Sid: string }): object =>
  statement.Sid === 'ReadLogFiles' ? either('HasTrailBucket', statement, noValue) : statement;

const policy = (): Resource => ({
  Type: 'AWS::IAM::ManagedPolicy',
  Properties: {
    Description: 'Exactly what Trailwarden calls',
    PolicyDocument: policyDocument(
      ...policyStatements({
        any: '*',
        // AWS writes the same log group with and without its streams.
        'log-groups': [sub(trailLogGroup), sub(`${trailLogGroup}:*`)],
        'log-buckets': sub(trailFiles),
        'log-keys': sub('arn:${AWS::Partition}:kms:*:*:key/*'),
        topics: ref('Topic'),
        'published-topics': [
          ref('Topic'),
          either('HasEscalationTopic', ref('EscalationTopicArn'), noValue),
        ],
        queues: [
          getAtt('DeadLetterQueue', 'Arn'),
          either('IsQueue', getAtt('Queue', 'Arn'), noValue),
        ],
        'reader-roles': sub(`arn:\${AWS::Partition}:iam::*:role/${readerRoleName}`),
      }).map(whereNamed),
    ),
  },
});

const assume = { Effect: 'Allow', Action: 'sts:AssumeRole' };

/** Only for tasks of this account. https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html */
const byTask = {
  ...assume,
  Principal: { Service: 'ecs-tasks.amazonaws.com' },
  Condition: {
    StringEquals: { 'aws:SourceAccount': ref('AWS::AccountId') },
    ArnLike: {
      'aws:SourceArn': sub('arn:${AWS::Partition}:ecs:${AWS::Region}:${AWS::AccountId}:*'),
    },
  },
};

/** The one service here that has another name in China. */
const byInstance = { ...assume, Principal: { Service: sub('ec2.${AWS::URLSuffix}') } };

const byPrincipal = {
  ...assume,
  Principal: { AWS: ref('BotPrincipalArn') },
  Condition: either(
    'HasExternalId',
    { StringEquals: { 'sts:ExternalId': ref('ExternalId') } },
    noValue,
  ),
};

const role: Resource = {
  Type: 'AWS::IAM::Role',
  Condition: 'HasRole',
  Properties: {
    Description: 'What Trailwarden runs as',
    ManagedPolicyArns: [ref('BotPolicy')],
    AssumeRolePolicyDocument: policyDocument(
      either('IsEcs', byTask, either('IsEc2', byInstance, byPrincipal)),
    ),
  },
};

const instanceProfile: Resource = {
  Type: 'AWS::IAM::InstanceProfile',
  Condition: 'IsEc2',
  Properties: { Roles: [ref('BotRole')] },
};

/** What the bot may do, and who may be the bot. */
export const roleResources = (): Resources => ({
  BotPolicy: policy(),
  BotRole: role,
  BotInstanceProfile: instanceProfile,
});
