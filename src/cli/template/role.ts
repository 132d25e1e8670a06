import { readerRoleName } from '../../aws/actions.ts';
import { policyStatements } from '../policy/statements.ts';
import {
  either,
  getAtt,
  policyDocument,
  type Resource,
  type Resources,
  ref,
  sub,
} from './cloudformation.ts';

const noValue = ref('AWS::NoValue');

const trailLogGroup =
  'arn:${AWS::Partition}:logs:${AWS::Region}:${AWS::AccountId}:log-group:${TrailLogGroup}';

const policy = (): Resource => ({
  Type: 'AWS::IAM::ManagedPolicy',
  Properties: {
    Description: 'Exactly what Trailwarden calls',
    PolicyDocument: policyDocument(
      ...policyStatements({
        any: '*',
        // AWS writes the same log group with and without its streams.
        'log-groups': [sub(trailLogGroup), sub(`${trailLogGroup}:*`)],
        topics: ref('Topic'),
        queues: [
          getAtt('DeadLetterQueue', 'Arn'),
          either('IsQueue', getAtt('Queue', 'Arn'), noValue),
        ],
        'reader-roles': sub(`arn:\${AWS::Partition}:iam::*:role/${readerRoleName}`),
      }),
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
