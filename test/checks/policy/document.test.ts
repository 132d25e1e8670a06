import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readAuthorization } from '../../../src/checks/policy/authorization.ts';
import { parsePolicy } from '../../../src/checks/policy/document.ts';
import { allow, document, inline, roleOf, userOf } from '../authorization.ts';

describe('parsePolicy', () => {
  it('reads one statement or a list, one action or several, whatever their case', () => {
    const one = parsePolicy(
      JSON.stringify({ Version: '2012-10-17', Statement: allow('S3:GetObject') }),
    );
    const many = parsePolicy(document(allow(['s3:GetObject', 'iam:PassRole'])));

    expect(one).toMatchObject({
      kind: 'read',
      statements: [{ effect: 'allow', actions: ['s3:getobject'], resources: ['*'] }],
    });
    expect(many).toMatchObject({ statements: [{ actions: ['s3:getobject', 'iam:passrole'] }] });
  });

  it('reads NotAction, NotResource, conditions and principals', () => {
    const parsed = parsePolicy(
      document({
        Effect: 'Deny',
        NotAction: 'iam:*',
        NotResource: 'arn:aws:s3:::a/*',
        Principal: { AWS: ['*', '111122223333'], Service: 'ec2.amazonaws.com' },
        Condition: { BoolIfExists: { 'aws:MultiFactorAuthPresent': false } },
      }),
    );

    expect(parsed).toEqual({
      kind: 'read',
      statements: [
        {
          effect: 'deny',
          actions: ['iam:*'],
          isNotAction: true,
          resources: ['arn:aws:s3:::a/*'],
          isNotResource: true,
          conditions: [
            { operator: 'boolifexists', key: 'aws:multifactorauthpresent', values: ['false'] },
          ],
          principal: {
            isEverybody: true,
            aws: ['*', '111122223333'],
            services: ['ec2.amazonaws.com'],
          },
        },
      ],
    });
  });

  it.each([
    ['', 'is not a JSON object'],
    ['{', 'is not a JSON object'],
    ['[]', 'is not a JSON object'],
    ['null', 'is not a JSON object'],
    ['{}', 'has a statement that is none'],
    [`${'['.repeat(60_000)}`, 'is not a JSON object'],
    [`"${'x'.repeat(100_000)}"`, 'is longer than IAM allows'],
    [document(allow('*'), { Effect: 'allow', Action: '*' }), 'has a statement that is none'],
    [document({ Effect: 'Allow', Resource: '*' }), 'has a statement that is none'],
    [document({ Effect: 'Allow', Action: [{}], Resource: '*' }), 'has a statement that is none'],
    [document({ Effect: 'Allow', Action: '*', Resource: 7 }), 'has a statement that is none'],
    [
      document({ Effect: 'Allow', Action: '*', NotAction: 's3:*', Resource: '*' }),
      'has a statement that is none',
    ],
    ['{"__proto__": {"Statement": []}}', 'has a statement that is none'],
  ])('says of %.40s why it is broken', (text, why) => {
    expect(parsePolicy(text)).toEqual({ kind: 'broken', why });
  });

  it('never throws, whatever JSON it is given', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        const wrapped = `{"Statement": [${text}], "x": ${JSON.stringify(text)}}`;

        expect(['read', 'broken']).toContain(parsePolicy(text).kind);
        expect(['read', 'broken']).toContain(parsePolicy(wrapped).kind);
      }),
    );
  });

  it('never throws on statements of any values', () => {
    const value = fc.jsonValue();
    const statement = fc.record({
      Effect: fc.oneof(fc.constantFrom('Allow', 'Deny'), value),
      Action: value,
      Resource: value,
      Condition: value,
      Principal: value,
    });

    fc.assert(
      fc.property(fc.array(statement), (statements) => {
        const text = document(...statements);
        const details = {
          users: [userOf('alice', { inline: inline(text) })],
          groups: [],
          roles: [roleOf('web', { trust: text })],
          policies: [],
        };

        expect(readAuthorization(details).users).toHaveLength(1);
      }),
    );
  });
});
