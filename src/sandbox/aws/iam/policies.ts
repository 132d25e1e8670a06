import type { Json } from '../../json.ts';
import { exampleId } from '../trail/random.ts';
import type { IamPolicy } from './entities.ts';

const version = '2012-10-17';

/** A document of one statement, about everything unless `rest` has another Resource. */
export const allow = (actions: readonly string[], rest: Json = {}): Json => ({
  Version: version,
  Statement: [{ Effect: 'Allow', Action: actions, Resource: '*', ...rest }],
});

export const trusts = (principal: Json, rest: Json = {}): Json => ({
  Version: version,
  Statement: [{ Effect: 'Allow', Principal: principal, Action: 'sts:AssumeRole', ...rest }],
});

/** IAM's ids begin with what they are of: AGPA groups, ANPA policies. */
export const idOf = (prefix: 'AGPA' | 'ANPA', name: string): string =>
  exampleId('AIDA', name).replace('AIDA', prefix);

const awsPolicy = (name: string, services: IamPolicy['services'], path = '/'): IamPolicy => ({
  kind: 'policy',
  name,
  path,
  id: idOf('ANPA', name),
  arn: `arn:aws:iam::aws:policy${path}${name}`,
  createdAt: Date.UTC(2015, 1, 6, 18, 39, 46),
  isAws: true,
  services,
  document: allow(services === 'all' ? ['*'] : services.map((namespace) => `${namespace}:*`)),
});

/** Of AWS's own policies those that the sample organisation knows. */
export const awsPolicies: readonly IamPolicy[] = [
  awsPolicy('AdministratorAccess', 'all'),
  awsPolicy('PowerUserAccess', 'all'),
  awsPolicy('ReadOnlyAccess', 'all'),
  awsPolicy('SecurityAudit', 'all'),
  awsPolicy('AmazonS3FullAccess', ['s3']),
  awsPolicy('AmazonS3ReadOnlyAccess', ['s3']),
  awsPolicy('AmazonEC2FullAccess', ['ec2', 'autoscaling', 'elasticloadbalancing', 'cloudwatch']),
  awsPolicy('AWSLambda_FullAccess', ['lambda', 'logs', 'iam']),
  awsPolicy('CloudWatchLogsFullAccess', ['logs']),
  awsPolicy('IAMUserChangePassword', ['iam']),
  awsPolicy('AWSConfigServiceRolePolicy', ['config'], '/aws-service-role/'),
  awsPolicy('AWSSupportServiceRolePolicy', 'all', '/aws-service-role/'),
];

export const awsPolicyArn = (name: string): string => {
  const found = awsPolicies.find((policy) => policy.name === name);
  if (found === undefined) throw new Error(`no AWS policy ${name}`);
  return found.arn;
};

export const ownPolicyArn = (account: string, name: string): string =>
  `arn:aws:iam::${account}:policy/${name}`;

export const ownPolicy = (
  account: string,
  name: string,
  namespaces: readonly string[],
  createdAt: number,
  document: Json = allow(namespaces.map((namespace) => `${namespace}:*`)),
): IamPolicy => ({
  kind: 'policy',
  name,
  path: '/',
  id: idOf('ANPA', `${account}/${name}`),
  arn: ownPolicyArn(account, name),
  createdAt,
  isAws: false,
  services: namespaces,
  document,
});
