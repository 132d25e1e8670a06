import { describe, expect, it } from 'vitest';
import { humanOf } from '../../src/core/human.ts';
import { iamUser, prod, session, staging, workforce } from '../commands/whodid/records.ts';

const human = (userIdentity: unknown, more: object = {}) => humanOf({ userIdentity, ...more });

describe('humanOf', () => {
  it.each([
    [
      'a source identity',
      session('deploy', 'x', { context: { sourceIdentity: 'alice@example.com' } }),
      'alice@example.com',
      'certain',
    ],
    ['an Identity Center session', workforce('alice@example.com'), 'alice@example.com', 'certain'],
    [
      'a role that is only named like one',
      session('AWSReservedSSO_Admin_0123456789abcdef', 'alice'),
      'alice',
      'likely',
    ],
    [
      'an ordinary role session',
      session('deploy', 'alice@example.com'),
      'alice@example.com',
      'claimed',
    ],
    ['an IAM user', iamUser('alice'), 'alice', 'certain'],
    [
      'the root user, whatever its alias',
      { type: 'Root', accountId: prod, userName: 'alias' },
      prod,
      'certain',
    ],
    [
      'a SAML subject',
      { type: 'SAMLUser', userName: 'alice', identityProvider: 'idp' },
      'alice',
      'likely',
    ],
    [
      'an OIDC subject',
      { type: 'WebIdentityUser', userName: 'repo:example-org/infra' },
      'repo:example-org/infra',
      'likely',
    ],
    [
      'an instance',
      session('web', 'i-0abcdef1234567890', { context: { ec2RoleDelivery: '2.0' } }),
      'i-0abcdef1234567890',
      'certain',
    ],
    [
      'a service',
      { type: 'AWSService', invokedBy: 'config.amazonaws.com' },
      'config.amazonaws.com',
      'certain',
    ],
    [
      'a service-linked role',
      session('AWSServiceRoleForAutoScaling', 'AutoScaling', {
        path: '/aws-service-role/autoscaling.amazonaws.com/',
      }),
      'autoscaling.amazonaws.com',
      'certain',
    ],
    [
      'another account',
      { type: 'AWSAccount', accountId: staging, principalId: 'AROAEXAMPLE:x' },
      staging,
      'certain',
    ],
    [
      'a federated session',
      { type: 'FederatedUser', principalId: `${prod}:alice` },
      'alice',
      'claimed',
    ],
    ['nobody known', {}, 'without a name', 'claimed'],
  ])('says how sure it is of %s', (_, identity, name, sure) => {
    expect(human(identity)).toMatchObject({ name, sure });
  });

  it('says which service made the call for somebody', () => {
    expect(human({ ...iamUser('alice'), invokedBy: 'cloudformation.amazonaws.com' }).through).toBe(
      'cloudformation.amazonaws.com',
    );
    expect(human(iamUser('alice'), { sourceIPAddress: 'AWS Internal' }).through).toBe(
      'AWS Internal',
    );
    expect(human(iamUser('alice'), { sourceIPAddress: '198.51.100.7' }).through).toBeUndefined();
  });
});
