import { describe, expect, it } from 'vitest';
import { read } from '../../../src/checks/verdict.ts';
import { authorizationOf, type Details, roleOf, trust } from '../authorization.ts';
import { factsOf, judged, unread } from '../facts.ts';

const judge = (...roles: Details['roles']) =>
  judged('delegation-by-roles', factsOf({ authorization: read(authorizationOf({ roles })) }));

const trusting = (principal: unknown, condition?: object) =>
  judge(
    roleOf('deploy', {
      trust: trust(principal, condition === undefined ? {} : { Condition: condition }),
    }),
  );

const stranger = { AWS: 'arn:aws:iam::999988887777:root' };

describe('delegation-by-roles', () => {
  it.each([
    ['a service', { Service: 'ec2.amazonaws.com' }],
    ['its own account', { AWS: 'arn:aws:iam::111122223333:root' }],
    ['an account of the settings', { AWS: ['444455556666'] }],
    ['a directory', { Federated: 'arn:aws:iam::111122223333:saml-provider/corp' }],
    ['somebody who was deleted', { AWS: 'AROAEXAMPLEEXAMPLE123' }],
  ])('passes for %s', (_, principal) => {
    expect(trusting(principal)[0]).toBe('pass');
  });

  it('fails for everybody', () => {
    expect(trusting('*')).toEqual([
      'fail',
      'Anybody may assume 1 of 1 role.',
      'fail: role deploy: anybody with an AWS account may assume it',
    ]);
    expect(trusting({ AWS: '*' })[0]).toBe('fail');
    expect(trusting({ AWS: ['111122223333', '*'] })[0]).toBe('fail');
  });

  it('passes for everybody of the organisation, warns of a condition that does not tell who', () => {
    expect(trusting('*', { StringEquals: { 'aws:PrincipalOrgID': 'o-example' } })[0]).toBe('pass');
    expect(trusting('*', { IpAddress: { 'aws:SourceIp': '198.51.100.0/24' } })[0]).toBe('warn');
    expect(trusting('*', { StringLike: { 'aws:PrincipalOrgID': '*' } })[0]).toBe('warn');
    expect(
      trusting('*', { StringLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/deploy' } })[0],
    ).toBe('warn');
  });

  it('warns of an unknown account, unless it has to bring an external id', () => {
    expect(trusting(stranger)).toEqual([
      'warn',
      '1 of 1 role trusts others than the accounts of the settings, without asking who they are.',
      'warn: role deploy: trusts account 999988887777, which the settings do not list, without an external id',
    ]);
    expect(trusting(stranger, { StringEquals: { 'sts:ExternalId': 'example' } })[0]).toBe('pass');
    expect(trusting(stranger, { StringEquals: { 'STS:EXTERNALID': 'example' } })[0]).toBe('pass');
  });

  it('is not satisfied with a condition that excludes, or that holds without the key', () => {
    expect(trusting(stranger, { StringNotEquals: { 'sts:ExternalId': 'x' } })[0]).toBe('warn');
    expect(trusting(stranger, { StringEqualsIfExists: { 'sts:ExternalId': 'x' } })[0]).toBe('warn');
    expect(trusting(stranger, { Bool: { 'aws:MultiFactorAuthPresent': true } })[0]).toBe('warn');
  });

  it('does not judge roles that AWS keeps for its services', () => {
    const path = '/aws-service-role/x.amazonaws.com/';

    expect(judge(roleOf('AWSServiceRoleForX', { path, trust: trust('*') }))[0]).toBe(
      'not-applicable',
    );
  });

  it('does not apply without roles', () => {
    expect(judge()[0]).toBe('not-applicable');
  });

  it('is not known for a broken trust policy, which it names, nor without the details', () => {
    expect(judge(roleOf('odd', { trust: '' }))).toEqual([
      'could-not-read',
      'The trust policy of role odd could not be judged: it is not a JSON object.',
    ]);
    expect(judged('delegation-by-roles', factsOf({ authorization: unread }))[0]).toBe(
      'could-not-read',
    );
  });
});
