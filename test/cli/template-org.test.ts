import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { awsActions, readerRoleName } from '../../src/aws/actions.ts';
import { eventPatternOf } from '../../src/detections/event-pattern.ts';
import { detections } from '../../src/detections/index.ts';

/** As CloudFormation reads it. */
const read = (text: string) => parse(text, { version: '1.1' });

const textOf = (name: string): Promise<string> =>
  readFile(fileURLToPath(new URL(`../../deploy/cloudformation/${name}`, import.meta.url)), 'utf8');

const orgText = await textOf('trailwarden-org.yaml');
const memberText = await textOf('trailwarden-member.yaml');
const org = read(orgText);
const member = read(memberText);
const stackSet = org.Resources.Members.Properties;

/** What CloudFormation takes directly, bytes. https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html */
const longestBody = 51_200;

interface Rule {
  readonly Type: string;
  readonly Properties: ReturnType<typeof parse>;
}

const rules = Object.values<Rule>(member.Resources)
  .filter(({ Type }) => Type === 'AWS::Events::Rule')
  .map(({ Properties }) => Properties);

describe('the StackSet', () => {
  it("follows the units' accounts by itself, and leaves those that leave", () => {
    expect(stackSet).toMatchObject({
      PermissionModel: 'SERVICE_MANAGED',
      AutoDeployment: { Enabled: true, RetainStacksOnAccountRemoval: false },
      StackInstancesGroup: [
        {
          DeploymentTargets: { OrganizationalUnitIds: { Ref: 'OrganizationalUnits' } },
          Regions: { Ref: 'Regions' },
        },
      ],
    });
  });

  it("brings the member's template, and gives it all that it asks for", () => {
    const given = stackSet.Parameters.map(
      ({ ParameterKey }: { readonly ParameterKey: string }) => ParameterKey,
    );

    expect(read(stackSet.TemplateBody)).toEqual(member);
    expect(given.toSorted()).toEqual(Object.keys(member.Parameters).toSorted());
  });

  it('makes the role in the first Region', () => {
    expect(stackSet.Parameters).toContainEqual({
      ParameterKey: 'HomeRegion',
      ParameterValue: { 'Fn::Select': [0, { Ref: 'Regions' }] },
    });
  });

  it.each([
    ['as a whole', orgText],
    ['in what it brings', stackSet.TemplateBody],
    ['as the file for one account', memberText],
  ])('needs no bucket %s', (_, text) => {
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(longestBody);
  });
});

describe('an account of the organisation', () => {
  it('has a rule for every detection, which sends to the bus', () => {
    const target = {
      Id: 'Bus',
      Arn: { Ref: 'BusArn' },
      RoleArn: { 'Fn::GetAtt': ['Sender', 'Arn'] },
    };

    expect(rules.map(({ EventPattern }) => EventPattern)).toEqual(detections.map(eventPatternOf));
    for (const { Targets } of rules) expect(Targets).toEqual([target]);
  });

  // https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html
  it('has patterns as long as EventBridge takes them', () => {
    for (const { EventPattern } of rules)
      expect(JSON.stringify(EventPattern).length).toBeLessThanOrEqual(2048);
  });

  it('has the role once, with exactly what the bot calls in other accounts', () => {
    const { Condition, Properties } = member.Resources.Reader;
    const [{ PolicyDocument }] = Properties.Policies;
    const actions = PolicyDocument.Statement.flatMap(
      ({ Action }: { readonly Action: readonly string[] }) => Action,
    );

    expect(Condition).toBe('IsHome');
    expect(Properties.RoleName).toBe(readerRoleName);
    expect(actions.toSorted()).toEqual(
      Object.entries(awsActions)
        .filter(([, { by }]) => by === 'everywhere')
        .map(([name]) => name)
        .toSorted(),
    );
    expect(
      PolicyDocument.Statement.find(({ Sid }: { readonly Sid: string }) => Sid === 'Publish'),
    ).toMatchObject({
      Resource: {
        'Fn::Sub': 'arn:${AWS::Partition}:sns:*:${AWS::AccountId}:trailwarden',
      },
    });
    // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
    expect(JSON.stringify(PolicyDocument).length).toBeLessThanOrEqual(10_240);
  });

  it("lets the bot's role alone assume it, with the external id if there is one", () => {
    const [statement] = member.Resources.Reader.Properties.AssumeRolePolicyDocument.Statement;

    expect(statement).toEqual({
      Effect: 'Allow',
      Action: 'sts:AssumeRole',
      Principal: { AWS: { Ref: 'BotRoleArn' } },
      Condition: {
        'Fn::If': [
          'HasExternalId',
          { StringEquals: { 'sts:ExternalId': { Ref: 'ExternalId' } } },
          { Ref: 'AWS::NoValue' },
        ],
      },
    });
  });

  it('may send to the bus and nowhere else', () => {
    const [{ PolicyDocument }] = member.Resources.Sender.Properties.Policies;

    expect(member.Resources.Sender).not.toHaveProperty('Condition');
    expect(PolicyDocument.Statement).toEqual([
      { Effect: 'Allow', Action: 'events:PutEvents', Resource: { Ref: 'BusArn' } },
    ]);
  });
});

describe('the bus', () => {
  it('takes from the accounts of the organisation alone', () => {
    const { Statement } = org.Resources.BusPolicy.Properties;

    expect(Statement).toEqual({
      Effect: 'Allow',
      Principal: '*',
      Action: 'events:PutEvents',
      Resource: { 'Fn::GetAtt': ['Bus', 'Arn'] },
      Condition: { StringEquals: { 'aws:PrincipalOrgID': { Ref: 'OrganizationId' } } },
    });
  });

  it('hands every kind of event that the rules take on to the one topic', () => {
    const { EventBusName, EventPattern, Targets } = org.Resources.BusRule.Properties;
    const kinds = rules.flatMap(({ EventPattern: pattern }) => pattern['detail-type']);

    expect(EventBusName).toEqual({ Ref: 'Bus' });
    expect(new Set(EventPattern['detail-type'])).toEqual(new Set(kinds));
    expect(Targets).toEqual([{ Id: 'Topic', Arn: { Ref: 'TopicArn' } }]);
  });
});

it.each([
  ['trailwarden-org.yaml', org],
  ['trailwarden-member.yaml', member],
])('%s names no partition, account or region', (_, template) => {
  const body = JSON.stringify(template.Resources);

  expect(body.match(/arn:aws[a-z-]*:/g)).toBeNull();
  expect(body.match(/\b[a-z]{2}-[a-z]+-\d\b|\b\d{12}\b/g)).toBeNull();
});
