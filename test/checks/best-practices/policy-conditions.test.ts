import { describe, expect, it } from 'vitest';
import { read } from '../../../src/checks/verdict.ts';
import {
  allow,
  attached,
  authorizationOf,
  type Details,
  document,
  everything,
  inline,
  policyOf,
  roleOf,
} from '../authorization.ts';
import { factsOf, judged, unread } from '../facts.ts';

const judge = (details: Partial<Details>) =>
  judged('policy-conditions', factsOf({ authorization: read(authorizationOf(details)) }));

const withPolicy = (...statements: readonly object[]) =>
  judge({ roles: [roleOf('web', { inline: inline(document(...statements)) })] });

const fromOffice = { Condition: { IpAddress: { 'aws:SourceIp': '198.51.100.0/24' } } };

describe('policy-conditions', () => {
  it('passes where a condition narrows what changes rights', () => {
    expect(withPolicy(allow('iam:*', fromOffice))).toEqual([
      'pass',
      '1 statement lets people change rights; 1 statement with a condition narrows that.',
    ]);
    expect(
      withPolicy(allow('*'), { Effect: 'Deny', Action: '*', Resource: '*', ...fromOffice })[0],
    ).toBe('pass');
  });

  it('warns where there is none, and never fails', () => {
    const details = {
      policies: [policyOf('god', everything)],
      roles: [roleOf('web', { attached: attached('god') })],
    };

    expect(judge(details)).toEqual([
      'warn',
      'None of 1 statement that lets people change rights has a condition: from any address, without MFA, at any time.',
      'warn: policy god: held by role web; lets people change rights, without a condition',
    ]);
  });

  it('is not satisfied with a condition on something else', () => {
    expect(withPolicy(allow('iam:*'), allow('s3:GetObject', fromOffice))[0]).toBe('warn');
  });

  it('does not apply where no policy lets people change rights', () => {
    expect(withPolicy(allow(['s3:*', 'iam:List*']))[0]).toBe('not-applicable');
    expect(judge({ policies: [policyOf('god', everything)] })[0]).toBe('not-applicable');
  });

  it('is not known where the only candidates are broken, or without the details', () => {
    expect(judge({ roles: [roleOf('web', { inline: inline('{', 'odd') })] })).toEqual([
      'could-not-read',
      'The policy odd of role web could not be judged: it is not a JSON object.',
    ]);
    expect(judged('policy-conditions', factsOf({ authorization: unread }))[0]).toBe(
      'could-not-read',
    );
  });
});
