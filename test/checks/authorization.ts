import type { AuthorizationDetails } from '../../src/aws/iam-types.ts';
import { type Authorization, readAuthorization } from '../../src/checks/policy/authorization.ts';

export type Details = AuthorizationDetails;
type Entity = Details['groups'][number];

export const document = (...statements: readonly object[]): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: statements });

export const allow = (action: string | readonly string[], more: object = {}): object => ({
  Effect: 'Allow',
  Action: action,
  Resource: '*',
  ...more,
});

export const readOnly = document(allow('s3:GetObject', { Resource: 'arn:aws:s3:::reports/*' }));
export const everything = document(allow('*'));

export const inline = (text: string, name = 'own'): Entity['inline'] => [{ name, document: text }];

export const attached = (...names: readonly string[]): Entity['attached'] =>
  names.map((name) => ({ name, arn: `arn:aws:iam::111122223333:policy/${name}` }));

export const attachedOfAws = (...names: readonly string[]): Entity['attached'] =>
  names.map((name) => ({ name, arn: `arn:aws:iam::aws:policy/${name}` }));

export const policyOf = (name: string, text: string): Details['policies'][number] => ({
  name,
  arn: `arn:aws:iam::111122223333:policy/${name}`,
  document: text,
});

export const userOf = (
  name: string,
  more: Partial<Details['users'][number]> = {},
): Details['users'][number] => ({
  name,
  arn: `arn:aws:iam::111122223333:user/${name}`,
  groups: ['readers'],
  inline: [],
  attached: [],
  ...more,
});

export const groupOf = (name: string, more: Partial<Entity> = {}): Entity => ({
  name,
  arn: `arn:aws:iam::111122223333:group/${name}`,
  inline: [],
  attached: [],
  ...more,
});

export const trust = (principal: unknown, more: object = {}): string =>
  document({ Effect: 'Allow', Principal: principal, Action: 'sts:AssumeRole', ...more });

export const roleOf = (
  name: string,
  more: Partial<Details['roles'][number]> = {},
): Details['roles'][number] => ({
  name,
  arn: `arn:aws:iam::111122223333:role/${name}`,
  path: '/',
  trust: trust({ Service: 'ec2.amazonaws.com' }),
  inline: [],
  attached: [],
  ...more,
});

/** An account in good order: a user in a group, a role for machines. */
export const authorizationOf = (more: Partial<Details> = {}): Authorization =>
  readAuthorization({
    users: [userOf('alice')],
    groups: [groupOf('readers', { inline: inline(readOnly) })],
    roles: [roleOf('web')],
    policies: [],
    ...more,
  });
