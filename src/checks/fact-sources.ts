import type { FactName } from './check.ts';

/** With which calls of AWS a fact is read. */
export const factSources: Readonly<Record<FactName, readonly string[]>> = {
  summary: ['iam:GetAccountSummary'],
  passwordPolicy: ['iam:GetAccountPasswordPolicy'],
  credentials: ['iam:GenerateCredentialReport', 'iam:GetCredentialReport'],
  authorization: ['iam:GetAccountAuthorizationDetails'],
  trails: [
    'cloudtrail:ListTrails',
    'cloudtrail:DescribeTrails',
    'cloudtrail:GetTrailStatus',
    'cloudtrail:GetEventSelectors',
  ],
  securityGroups: ['ec2:DescribeSecurityGroups'],
  instances: ['ec2:DescribeInstances'],
  contacts: ['account:GetAlternateContact'],
};
