import { roleArn, userArn } from '../trail/identities.ts';
import { exampleId } from '../trail/random.ts';
import type { IamRole, IamUser } from './entities.ts';
import { trusts } from './policies.ts';

export const newUser = (
  account: string,
  name: string,
  createdAt: number,
  rest: Partial<IamUser>,
): IamUser => ({
  kind: 'user',
  name,
  path: '/',
  id: exampleId('AIDA', `${account}/${name}`),
  arn: userArn(account, name),
  createdAt,
  policies: [],
  password: undefined,
  hasMfa: false,
  keys: [],
  groups: [],
  inline: [],
  ...rest,
});

export const newRole = (
  account: string,
  name: string,
  createdAt: number,
  { path = '/', ...rest }: Partial<IamRole>,
): IamRole => ({
  kind: 'role',
  name,
  path,
  id: exampleId('AROA', `${account}/${name}`),
  arn: roleArn(account, name, path),
  createdAt,
  policies: [],
  description: undefined,
  trust: trusts({ Service: 'lambda.amazonaws.com' }),
  lastUsed: undefined,
  inline: [],
  isForInstances: false,
  ...rest,
});
