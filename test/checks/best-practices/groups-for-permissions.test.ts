import { describe, expect, it } from 'vitest';
import { read } from '../../../src/checks/verdict.ts';
import {
  attached,
  attachedOfAws,
  authorizationOf,
  type Details,
  inline,
  policyOf,
  readOnly,
  userOf,
} from '../authorization.ts';
import { factsOf, judged, unread } from '../facts.ts';

const judge = (...users: Details['users']) =>
  judged(
    'groups-for-permissions',
    factsOf({
      authorization: read(authorizationOf({ users, policies: [policyOf('deploy', readOnly)] })),
    }),
  );

describe('groups-for-permissions', () => {
  it('passes where users have what their groups give', () => {
    expect(judge(userOf('alice'), userOf('bob'))).toEqual([
      'pass',
      'All 2 users have what their groups give them, and no more.',
    ]);
  });

  it('fails for a policy of their own, attached or inline, and names it', () => {
    const users = [
      userOf('alice', { attached: [...attached('deploy'), ...attachedOfAws('ReadOnlyAccess')] }),
      userOf('bob', { groups: [], inline: inline(readOnly, 'reports') }),
      userOf('carol'),
    ];

    expect(judge(...users)).toEqual([
      'fail',
      '2 of 3 users have policies of their own.',
      'fail: user alice: has of its own: deploy, ReadOnlyAccess',
      'fail: user bob: has of its own: reports (inline)',
    ]);
  });

  it('fails for one that cannot be read as well: it is there', () => {
    expect(judge(userOf('alice', { inline: inline('{', 'broken') }))[0]).toBe('fail');
  });

  it('warns of users without a group', () => {
    expect(judge(userOf('alice', { groups: [] }))).toEqual([
      'warn',
      '1 of 1 user is in no group.',
      'warn: user alice: is in no group and has no policy',
    ]);
  });

  it('does not apply without users', () => {
    expect(judge()[0]).toBe('not-applicable');
  });

  it('is not known without the details', () => {
    expect(judged('groups-for-permissions', factsOf({ authorization: unread }))[0]).toBe(
      'could-not-read',
    );
  });
});
