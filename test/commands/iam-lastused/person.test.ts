import { describe, expect, it } from 'vitest';
import {
  ask,
  daysAgo,
  machineWords,
  placesOf,
  prod,
  rowsOf,
  shown,
  shownCard,
  staging,
} from '../helpers.ts';
import { rigOf, roleOf, userOf, type World } from './rig.ts';

const path = '/aws-reserved/sso.amazonaws.com/eu-west-1/';
const admin = roleOf('AWSReservedSSO_Admin_0123456789abcdef', { path });
const identityUser = {
  id: 'u-1',
  userName: 'alice',
  displayName: 'Alice',
  email: 'alice@example.com',
};

const assigned = (account: string, permissionSet: string, by: 'USER' | 'GROUP') => ({
  account,
  permissionSet,
  permissionSetArn: `arn:aws:sso:::permissionSet/ssoins-1/${permissionSet}`,
  by,
});

const world: World = {
  identityUser,
  roles: [
    admin,
    // Another set whose name begins alike.
    roleOf('AWSReservedSSO_Admin_Read_0123456789abcdef', { path, lastUsedAt: daysAgo(1) }),
  ],
  assignments: [
    assigned(prod.id, 'Admin', 'USER'),
    assigned(prod.id, 'Admin', 'GROUP'),
    assigned(prod.id, 'New', 'GROUP'),
    assigned('999900001111', 'Admin', 'USER'),
  ],
};

describe('/iam-lastused of an e-mail address', () => {
  it('tells permission sets by account and the last use of their roles, per role only', async () => {
    const answer = await ask(rigOf(world).command, 'alice@example.com');

    const text = shown(answer);
    expect(text).toContain('alice@example.com has 2 permission sets in 1 account');
    expect(rowsOf(answer.card)).toEqual([
      'prod (111122223333) | Admin | directly and through a group | 2 days ago | 2026-05-30 10:02 UTC | eu-west-1',
      'prod (111122223333) | New | through a group | no role there yet | – | –',
    ]);
    expect(text).toContain('AWS knows this per role only, not per person');
    expect(text).toContain('1 more account that was not asked about');
    expect(text).not.toContain('999900001111');
    expect(text).not.toMatch(machineWords);
  });

  it('adds IAM users of exactly that name', async () => {
    const answer = await ask(
      rigOf({ ...world, users: [userOf('alice@example.com')], only: prod.id }).command,
      'alice@example.com',
      { places: placesOf(prod, staging) },
    );

    expect(rowsOf(answer.card).at(-1)).toContain('user/alice@example.com | 3 days ago');
    expect(answer.next).toEqual([
      { label: 'The IAM user in prod', text: 'user alice@example.com in prod' },
    ]);
  });

  it('says how to name Identity Center in the settings, and looks for IAM users all the same', async () => {
    const { command, calls } = rigOf({ identityCenter: 'none' });

    const answer = await ask(command, 'alice@example.com');

    expect(shownCard(answer)).toContain('identityCenter: { account: "111122223333"');
    expect(shownCard(answer)).toContain('no IAM user has that name');
    expect(calls).toEqual(['iam:GetUser']);
  });

  it('knows nobody, or somebody without permission sets', async () => {
    const nobody = await ask(rigOf().command, 'alice@example.com');
    const idle = await ask(rigOf({ identityUser }).command, 'alice@example.com');

    expect(shownCard(nobody)).toContain('Identity Center knows nobody called alice@example.com');
    expect(shownCard(idle)).toContain('has no permission set in prod');
  });

  it('says what could not be read, and never that there is nothing', async () => {
    const missing = await ask(rigOf({ hasInstance: false }).command, 'alice@example.com');
    const denied = await ask(
      rigOf({ ...world, denied: ['iam:ListRoles'] }).command,
      'alice@example.com',
    );

    expect(shownCard(missing)).toContain('There is no Identity Center in the account');
    expect(shownCard(denied)).toContain(
      'permission sets in prod: the permission iam:ListRoles is missing',
    );
    expect(shownCard(denied)).toContain('Not all about alice@example.com could be read');
    expect([missing.isPartial, denied.isPartial]).toEqual([true, true]);
  });

  it('tells with scope self only what is their own: not when a role that others share was used', async () => {
    const { command, calls } = rigOf(world);

    const answer = await ask(command, 'alice@example.com', { self: 'Alice@example.com' });

    expect(rowsOf(answer.card)).toEqual([
      'prod (111122223333) | Admin | directly and through a group',
      'prod (111122223333) | New | through a group',
    ]);
    expect(shown(answer)).not.toContain('2 days ago');
    expect(shownCard(answer)).toContain('others use them too');
    expect(calls).not.toContain('iam:GetRole');
    expect(JSON.stringify(answer.csv)).not.toContain('2026');
  });
});
