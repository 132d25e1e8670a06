import { readerRoleName } from '../../../aws/actions.ts';
import { detections } from '../../../detections/index.ts';
import { policyStatements } from '../../policy/statements.ts';
import {
  either,
  equals,
  getAtt,
  logicalId,
  not,
  type Parts,
  policyDocument,
  type Resource,
  type Resources,
  ref,
  sub,
} from '../cloudformation.ts';
import { ruleOf } from '../detections.ts';
import { botRoleArn, externalId } from './parameters.ts';

const parameters: Parts = {
  BotRoleArn: botRoleArn,
  ExternalId: externalId,
  HomeRegion: {
    Type: 'String',
    Description: 'The Region whose stack makes the role; IAM knows no Regions',
    AllowedPattern: String.raw`^[a-z]{2,5}(-[a-z]+){1,3}-\d{1,2}$`,
  },
  BusArn: {
    Type: 'String',
    Description: 'The ARN of the event bus that the rules send to',
    AllowedPattern: String.raw`^arn:[a-z-]+:events:[a-z0-9-]+:[0-9]{12}:event-bus/[\w./-]{1,256}$`,
  },
};

/** In any Region of this account, since one role reads them all. */
const inAnyRegion = (service: string, rest: string): object =>
  sub(`arn:\${AWS::Partition}:${service}:*:\${AWS::AccountId}:${rest}`);

const readable = {
  any: '*',
  'log-groups': inAnyRegion('logs', 'log-group:*'),
  'log-buckets': sub('arn:${AWS::Partition}:s3:::*/AWSLogs/*'),
  'log-keys': inAnyRegion('kms', 'key/*'),
  topics: inAnyRegion('sns', '*'),
  // By the name that the template gives it.
  'published-topics': inAnyRegion('sns', 'trailwarden'),
  queues: inAnyRegion('sqs', '*'),
  'reader-roles': sub(`arn:\${AWS::Partition}:iam::*:role/${readerRoleName}`),
};

const readerPolicy = policyDocument(...policyStatements(readable, ({ by }) => by === 'everywhere'));

/** What the bot reads the account with; its name is what the bot's own policy lets it assume. */
const readerRole: Resource = {
  Type: 'AWS::IAM::Role',
  Condition: 'IsHome',
  Properties: {
    RoleName: readerRoleName,
    Description: 'What Trailwarden reads this account with',
    AssumeRolePolicyDocument: policyDocument({
      Effect: 'Allow',
      Action: 'sts:AssumeRole',
      Principal: { AWS: ref('BotRoleArn') },
      Condition: either(
        'HasExternalId',
        { StringEquals: { 'sts:ExternalId': ref('ExternalId') } },
        ref('AWS::NoValue'),
      ),
    }),
    Policies: [{ PolicyName: 'Read', PolicyDocument: readerPolicy }],
  },
};

/**
 * EventBridge sends to another account only as a role. One beside the rules of each Region: a target
 * whose role is not there yet is refused, and StackSets may begin with any Region.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-cross-account.html
 */
const senderRole: Resource = {
  Type: 'AWS::IAM::Role',
  Properties: {
    Description: "Sends what Trailwarden's rules take to its event bus",
    AssumeRolePolicyDocument: policyDocument({
      Effect: 'Allow',
      Action: 'sts:AssumeRole',
      Principal: { Service: 'events.amazonaws.com' },
    }),
    Policies: [
      {
        PolicyName: 'Send',
        PolicyDocument: policyDocument({
          Effect: 'Allow',
          Action: 'events:PutEvents',
          Resource: ref('BusArn'),
        }),
      },
    ],
  },
};

const bus = { Id: 'Bus', Arn: ref('BusArn'), RoleArn: getAtt('Sender', 'Arn') };

const ruleResources: Resources = Object.fromEntries(
  detections.map((detection) => [`${logicalId(detection.id)}Rule`, ruleOf(detection, bus)]),
);

/** What stands in each account and Region of an organisation: the rules, and in one Region the role. */
export const createMemberTemplate = () => ({
  AWSTemplateFormatVersion: '2010-09-09',
  Description:
    "Trailwarden in an account of the organisation: its role, and events' way to its bus",
  Parameters: parameters,
  Conditions: {
    IsHome: equals(ref('AWS::Region'), ref('HomeRegion')),
    HasExternalId: not(equals(ref('ExternalId'), '')),
  },
  Resources: { Reader: readerRole, Sender: senderRole, ...ruleResources },
});
