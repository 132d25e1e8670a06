import { describe, expect, it } from 'vitest';
import { renderBlocks } from '../../../src/slack/render/blocks.ts';
import {
  ask,
  daysAgo,
  machineWords,
  placesOf,
  prod,
  rowsOf,
  sandbox,
  shown,
  shownCard,
  staging,
} from '../helpers.ts';
import { reportKey, rigOf, roleOf, rowOf } from './rig.ts';

const rows = [
  rowOf('<root_account>', { passwordEnabled: undefined, passwordLastUsedAt: undefined }),
  rowOf('old', { passwordLastUsedAt: daysAgo(200) }),
  rowOf('never', {
    passwordLastUsedAt: undefined,
    passwordUseUnknown: true,
    keys: [reportKey(500, undefined)],
  }),
  rowOf('key-only', {
    passwordEnabled: false,
    passwordLastUsedAt: undefined,
    keys: [reportKey(400, 3)],
  }),
  rowOf('fresh', { createdAt: daysAgo(3), passwordLastUsedAt: undefined }),
  rowOf('none', { passwordEnabled: false, keys: [reportKey(400, undefined, { isActive: false })] }),
  rowOf('alice', { mfaActive: true, keys: [reportKey(400, 120)] }),
];
const roles = [
  roleOf('deploy'),
  roleOf('old', { lastUsedAt: daysAgo(300) }),
  roleOf('never', { lastUsedAt: undefined }),
  roleOf('young', { lastUsedAt: undefined, createdAt: daysAgo(5) }),
  roleOf('AWSServiceRoleForSupport', { path: '/aws-service-role/support/', lastUsedAt: undefined }),
];

describe('/iam-lastused unused', () => {
  it('lists users, roles and keys, worst first, each with age and last use', async () => {
    const { command, calls } = rigOf({ rows, roles });

    const answer = await ask(command, 'unused 90d');

    expect(shownCard(answer)).toContain(
      'Not used for 90 days in prod: 2 of 6 users, 2 of 4 roles, 2 of 3 active keys',
    );
    expect(rowsOf(answer.card)).toEqual([
      'never | never | – | 700 days | password and 1 key, no MFA',
      'old | 200 days ago | 2025-11-13 10:02 UTC | 700 days | password, no MFA',
      'never | never | – | 500 days | –',
      'old | 300 days ago | 2025-08-05 10:02 UTC | 500 days | –',
      'never, key 1 | never | – | 500 days | –',
      'alice, key 1 | 120 days ago | 2026-02-01 10:02 UTC | 400 days | last for s3',
    ]);
    expect(shownCard(answer)).toContain(
      'Not listed: 1 user not used yet but younger than 90 days; 1 user without a password or an active key; 1 role not used yet but younger than 90 days; 1 service-linked role',
    );
    expect(calls).toEqual(['iam:GetCredentialReport', 'iam:GetAccountAuthorizationDetails']);
    expect(shown(answer)).not.toMatch(machineWords);
  });

  it('keeps to what is asked for: the day before the window is out, the day itself is in', async () => {
    const near = [
      rowOf('a', { keys: [reportKey(400, 29)] }),
      rowOf('b', { keys: [reportKey(400, 31)] }),
    ];
    const { command, calls } = rigOf({ rows: near, roles });

    const answer = await ask(command, 'unused keys 30d');

    expect(rowsOf(answer.card)).toEqual([
      'b, key 1 | 31 days ago | 2026-05-01 10:02 UTC | 400 days | last for s3',
    ]);
    expect(calls).toEqual(['iam:GetCredentialReport']);
  });

  it('says how many were looked at where nothing is unused', async () => {
    const answer = await ask(
      rigOf({ rows: [rowOf('alice')], roles: [roleOf('deploy')] }).command,
      'unused',
    );

    expect(shownCard(answer)).toContain('0 of 1 user, 0 of 1 role, 0 of 0 active keys');
    expect(answer.isPartial).toBe(false);
  });

  it('needs two reads for 5,000 users, and pages', async () => {
    const many = Array.from({ length: 5000 }, (_, index) =>
      rowOf(`user-${index}`, {
        passwordLastUsedAt: daysAgo(index),
        keys: [reportKey(400, index)],
      }),
    );
    const many500 = Array.from({ length: 500 }, (_, index) =>
      roleOf(`role-${index}`, { lastUsedAt: daysAgo(index) }),
    );
    const { command, calls } = rigOf({ rows: many, roles: many500 });

    const first = await ask(command, 'unused');
    const second = await ask(command, 'unused', { older: first.older });

    expect(calls).toHaveLength(4);
    expect(shownCard(first)).toContain('4,909 of 5,000 users, 409 of 500 roles');
    expect(first.older).toEqual({ skip: 25 });
    expect(rowsOf(first.card)[0]).toContain('user-4999');
    expect(rowsOf(second.card)[0]).toContain('user-4974');
    expect(first.csv?.rows).toHaveLength(4909 + 409 + 4909);
    const blocks = JSON.stringify(renderBlocks(first.card, { linkHosts: [] }));
    for (const caption of [
      'Users 1 to 25 of 4,909',
      'Roles 1 to 25 of 409',
      'Active access keys 1 to 25',
    ])
      expect(blocks).toContain(caption);
  });

  it('ends paging with the last rows', async () => {
    const answer = await ask(rigOf({ rows, roles }).command, 'unused', { older: { skip: 25 } });

    expect(rowsOf(answer.card)).toEqual([]);
    expect(answer.older).toBeUndefined();
  });

  it('reads several accounts, and names those that it could not read', async () => {
    const { command } = rigOf({ rows, roles, denied: [sandbox.id] });

    const answer = await ask(command, 'unused in all', {
      places: placesOf(prod, staging, sandbox),
    });

    expect(answer.isPartial).toBe(true);
    expect(shownCard(answer)).toContain('4 of 12 users');
    expect(shownCard(answer)).toContain('as far as it could be read');
    expect(shownCard(answer)).toContain('users and keys in sandbox: the permission');
    expect(shownCard(answer)).toContain('roles in sandbox: the permission');
    expect(rowsOf(answer.card)[0]).toBe(
      'prod | never | never | – | 700 days | password and 1 key, no MFA',
    );
  });

  it('tells what there is when time is up', async () => {
    const abort = new AbortController();
    const asked = ask(
      rigOf({ rows, roles, slow: ['iam:GetAccountAuthorizationDetails'] }).command,
      'unused',
      { signal: abort.signal },
    );
    setTimeout(() => abort.abort(), 20);

    const answer = await asked;

    expect(answer.isPartial).toBe(true);
    expect(shownCard(answer)).toContain('2 of 6 users, 2 of 3 active keys, as far as');
    expect(shownCard(answer)).toContain('roles in prod: there was no time left');
  });

  it('fails with the cure where nothing of one account may be read', async () => {
    await expect(ask(rigOf({ denied: [prod.id] }).command, 'unused')).rejects.toThrow('is missing');
  });
});
