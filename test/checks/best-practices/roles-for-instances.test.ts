import { describe, expect, it } from 'vitest';
import type { AccountFacts } from '../../../src/checks/facts.ts';
import { type Read, read } from '../../../src/checks/verdict.ts';
import { authorizationOf, roleOf, trust } from '../authorization.ts';
import { daysAgo, factsOf, judged, keyOf, now, region, rowOf, unread } from '../facts.ts';

interface Machine {
  readonly id: string;
  readonly profile: string | undefined;
}

const bare = { id: 'i-0bare', profile: undefined };
const withRole = { id: 'i-0role', profile: 'arn:aws:iam::111122223333:instance-profile/web' };

const here = (instances: Read<readonly Machine[]>) => [{ region: region('eu-west-1'), instances }];

const usedKeys = (days: number) =>
  read({
    generatedAt: now,
    rows: [rowOf('ci', { keys: [{ ...keyOf(300), lastUsedAt: daysAgo(days) }] })],
  });

const judge = (machines: readonly Machine[], more: Partial<AccountFacts> = {}) =>
  judged(
    'roles-for-instances',
    factsOf({ instances: here(read(machines)), credentials: usedKeys(3), ...more }),
  );

describe('roles-for-instances', () => {
  it('passes where every instance has a role', () => {
    expect(judge([withRole])).toEqual(['pass', 'The only EC2 instance has a role.']);
    expect(judge([withRole, withRole])).toEqual(['pass', 'All 2 EC2 instances have a role.']);
  });

  it('warns where some have none and keys are in use', () => {
    expect(judge([bare, withRole])).toEqual([
      'warn',
      '1 of 2 instances has no role, and 1 IAM user has a key that was used in the last 90 days.',
      'warn: i-0bare, eu-west-1: no instance profile, so its programs have no role',
    ]);
  });

  it('passes where no key is in use', () => {
    expect(judge([bare], { credentials: usedKeys(90) })[0]).toBe('pass');
    expect(judge([bare], { credentials: read({ generatedAt: now, rows: [] }) })[0]).toBe('pass');
  });

  it('warns where no role is for EC2 at all', () => {
    const authorization = read(
      authorizationOf({
        roles: [roleOf('fn', { trust: trust({ Service: 'lambda.amazonaws.com' }) })],
      }),
    );

    expect(judge([bare], { credentials: usedKeys(400), authorization })[1]).toContain(
      'no role of the account is for EC2',
    );
  });

  it('does not apply without instances', () => {
    expect(judge([])[0]).toBe('not-applicable');
  });

  it('is not known where a region could not be read, or who uses keys', () => {
    expect(judge([bare], { credentials: unread })[0]).toBe('could-not-read');
    expect(judge([], { instances: here(unread) })).toEqual([
      'could-not-read',
      'eu-west-1: the permission iam:GetAccountSummary is missing',
    ]);
  });

  it('warns all the same where another region could not be read, and says so', () => {
    const instances = [...here(read([bare])), { region: region('us-east-1'), instances: unread }];

    expect(judge([], { instances }).slice(0, 3)).toEqual([
      'warn',
      expect.stringContaining('1 of 1 instance has no role'),
      expect.stringContaining('us-east-1: '),
    ]);
  });
});
