import { equals, not, type Parts, ref } from './cloudformation.ts';

export const parameters: Parts = {
  TrailLogGroup: {
    Type: 'String',
    Description:
      'Name of the existing log group that the CloudTrail trail writes to, in this account and Region; of the Standard class',
    AllowedPattern: '^[A-Za-z0-9_./#-]{1,512}$',
  },
  Intake: {
    Type: 'String',
    Description: 'How the topic reaches the bot: a queue that it polls, or its own HTTPS address',
    AllowedValues: ['sqs', 'https'],
    Default: 'sqs',
  },
  PublicUrl: {
    Type: 'String',
    Description: 'With https: http.publicUrl of the settings, without /sns',
    AllowedPattern: String.raw`^(https://[^\s/?#]+(/[^\s/?#]+)*)?$`,
    Default: '',
  },
  Name: {
    Type: 'String',
    Description: 'Name of the topic and the queues, and the beginning of the names of the alarms',
    AllowedPattern: '^[A-Za-z0-9_-]{1,60}$',
    Default: 'trailwarden',
  },
  SecurityHubPatterns: {
    Type: 'String',
    Description:
      "Count with the patterns that Security Hub's controls CloudWatch.1 to CloudWatch.14 ask for letter for letter, which see a little less than ours",
    AllowedValues: ['true', 'false'],
    Default: 'false',
  },
  BotRunsOn: {
    Type: 'String',
    Description:
      'What the role is for: an ECS task, an EC2 instance, or a principal of yours. Without a principal only the policy is made',
    AllowedValues: ['ecs', 'ec2', 'elsewhere'],
    Default: 'elsewhere',
  },
  BotPrincipalArn: {
    Type: 'String',
    Description: 'With elsewhere: the ARN of the role or user that may assume the role',
    AllowedPattern: String.raw`^(arn:[a-z-]+:iam::[0-9]{12}:(role|user)/[\w+=,.@/-]+)?$`,
    Default: '',
  },
  ExternalId: {
    Type: 'String',
    Description: 'With elsewhere: the external id that has to be given to assume the role, if any',
    AllowedPattern: String.raw`^([\w+=,.@:/-]{2,1224})?$`,
    Default: '',
  },
};

export const conditions: Parts = {
  IsQueue: equals(ref('Intake'), 'sqs'),
  IsHttps: equals(ref('Intake'), 'https'),
  LikeSecurityHub: equals(ref('SecurityHubPatterns'), 'true'),
  IsEcs: equals(ref('BotRunsOn'), 'ecs'),
  IsEc2: equals(ref('BotRunsOn'), 'ec2'),
  HasPrincipal: not(equals(ref('BotPrincipalArn'), '')),
  HasExternalId: not(equals(ref('ExternalId'), '')),
  HasRole: { 'Fn::Or': ['IsEcs', 'IsEc2', 'HasPrincipal'].map((Condition) => ({ Condition })) },
};

/** What the console and the command line refuse before anything is made. */
export const rules: Parts = {
  HttpsHasAnAddress: {
    RuleCondition: equals(ref('Intake'), 'https'),
    Assertions: [
      {
        Assert: not(equals(ref('PublicUrl'), '')),
        AssertDescription: 'With https the PublicUrl is needed.',
      },
    ],
  },
};
