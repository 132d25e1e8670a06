import { readerRoleName } from '../../../aws/actions.ts';
import { eventPatternOf } from '../../../detections/event-pattern.ts';
import { detections } from '../../../detections/index.ts';
import { getAtt, type Parts, type Resource, ref, sub } from '../cloudformation.ts';
import { botRoleArn, externalId } from './parameters.ts';

const parameters: Parts = {
  TopicArn: {
    Type: 'String',
    Description:
      'The ARN of the topic that the events go to, in this account and Region: the output TopicArn of the stack trailwarden',
    AllowedPattern: String.raw`^arn:[a-z-]+:sns:[a-z0-9-]+:[0-9]{12}:[\w-]{1,256}$`,
  },
  BotRoleArn: botRoleArn,
  ExternalId: externalId,
  OrganizationId: {
    Type: 'String',
    Description: 'The organisation whose accounts may send: o-…',
    AllowedPattern: '^o-[a-z0-9]{10,32}$',
  },
  OrganizationalUnits: {
    Type: 'CommaDelimitedList',
    Description:
      'The units whose accounts are watched, those of units within them too: ou-…, or the root r-…',
  },
  Regions: {
    Type: 'CommaDelimitedList',
    Description:
      'The Regions that are watched; the first one gets the role. In the partition aws with us-east-1, where IAM is recorded',
  },
  CallAs: {
    Type: 'String',
    Description:
      "SELF in the organisation's management account, DELEGATED_ADMIN in an account that administers StackSets for it",
    AllowedValues: ['SELF', 'DELEGATED_ADMIN'],
    Default: 'SELF',
  },
  Name: {
    Type: 'String',
    Description: 'Name of the event bus and of the StackSet',
    AllowedPattern: '^[A-Za-z][A-Za-z0-9-]{0,59}$',
    Default: 'trailwarden',
  },
};

/** The accounts of the organisation, whichever they are, may send; nobody else. */
const busPolicy: Resource = {
  Type: 'AWS::Events::EventBusPolicy',
  Properties: {
    EventBusName: ref('Bus'),
    StatementId: 'Organization',
    Statement: {
      Effect: 'Allow',
      Principal: '*',
      Action: 'events:PutEvents',
      Resource: getAtt('Bus', 'Arn'),
      Condition: { StringEquals: { 'aws:PrincipalOrgID': ref('OrganizationId') } },
    },
  },
};

/** The accounts' rules have chosen: everything of CloudTrail that comes is wanted. */
const kinds = [...new Set(detections.flatMap((each) => eventPatternOf(each)['detail-type']))];

const busRule: Resource = {
  Type: 'AWS::Events::Rule',
  Properties: {
    Description: "What the organisation's accounts send goes to the topic",
    EventBusName: ref('Bus'),
    EventPattern: { 'detail-type': kinds },
    Targets: [{ Id: 'Topic', Arn: ref('TopicArn') }],
  },
};

const given = (ParameterKey: string, ParameterValue: object) => ({ ParameterKey, ParameterValue });

/**
 * Its stacks follow the accounts of the units: one that joins gets them, one that leaves loses them.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stacksets-orgs-manage-auto-deployment.html
 */
const members = (templateBody: string): Resource => ({
  Type: 'AWS::CloudFormation::StackSet',
  DependsOn: 'BusPolicy',
  Properties: {
    StackSetName: ref('Name'),
    Description: "Trailwarden's role and rules in the accounts of the organisation",
    PermissionModel: 'SERVICE_MANAGED',
    CallAs: ref('CallAs'),
    AutoDeployment: { Enabled: true, RetainStacksOnAccountRemoval: false },
    ManagedExecution: { Active: true },
    Capabilities: ['CAPABILITY_NAMED_IAM'],
    OperationPreferences: {
      RegionConcurrencyType: 'PARALLEL',
      MaxConcurrentPercentage: 25,
      FailureTolerancePercentage: 20,
    },
    Parameters: [
      given('BotRoleArn', ref('BotRoleArn')),
      given('ExternalId', ref('ExternalId')),
      given('HomeRegion', { 'Fn::Select': [0, ref('Regions')] }),
      given('BusArn', getAtt('Bus', 'Arn')),
    ],
    StackInstancesGroup: [
      {
        DeploymentTargets: { OrganizationalUnitIds: ref('OrganizationalUnits') },
        Regions: ref('Regions'),
      },
    ],
    TemplateBody: templateBody,
  },
});

const outputs: Parts = {
  BusArn: { Description: 'Where the accounts send', Value: getAtt('Bus', 'Arn') },
  ReaderRole: {
    Description: "For role in the settings' accounts",
    Value: sub(`arn:\${AWS::Partition}:iam::{account.id}:role/${readerRoleName}`),
  },
};

/**
 * The part of an organisation's set-up that stands once: the event bus, its way to the topic, and the
 * StackSet that brings `memberTemplate` (YAML, at most 51,200 bytes) into the accounts.
 */
export const createOrgTemplate = (memberTemplate: string) => ({
  AWSTemplateFormatVersion: '2010-09-09',
  Description:
    "Trailwarden in an organisation: its accounts' events on one bus, and the StackSet that sends them",
  Parameters: parameters,
  Resources: {
    Bus: { Type: 'AWS::Events::EventBus', Properties: { Name: ref('Name') } },
    BusPolicy: busPolicy,
    BusRule: busRule,
    Members: members(memberTemplate),
  },
  Outputs: outputs,
});
