import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { failure, type SlackUnderTest, startSlackUnderTest } from './fakes.ts';

describe('the members of the fake Slack', () => {
  let under: SlackUnderTest;
  beforeEach(async () => {
    under = await startSlackUnderTest();
  });
  afterEach(() => under.slack.stop());

  const info = async (user: string) => (await under.client.users.info({ user })).user;

  it.each([
    ['U0BOB', { deleted: false, is_restricted: false, is_ultra_restricted: false }],
    ['U0FRANK', { deleted: false, is_restricted: true, is_ultra_restricted: false }],
    ['U0GINA', { deleted: false, is_restricted: true, is_ultra_restricted: true }],
    ['U0HEIDI', { deleted: true, is_restricted: false, is_ultra_restricted: false }],
  ])('tell guests and those who left apart: %s', async (user, facts) => {
    expect(await info(user)).toMatchObject(facts);
  });

  it('tell strangers by their team', async () => {
    expect(await info('U0ERIN')).toMatchObject({ team_id: 'T0PARTNER', is_stranger: true });
    expect(await info('U0ALICE')).toMatchObject({ team_id: 'T0SANDBOX', is_stranger: false });
  });

  it('are not found by e-mail once they left', async () => {
    const { client } = under;
    const found = await client.users.lookupByEmail({ email: 'frank@example.com' });
    const left = await failure(client.users.lookupByEmail({ email: 'heidi@example.com' }));

    expect(found.user?.id).toBe('U0FRANK');
    expect(left.data?.error).toBe('users_not_found');
  });

  it('can leave a user group, and be back after a reset', async () => {
    const members = async () =>
      (await under.client.usergroups.users.list({ usergroup: 'S0ONCALL' })).users;
    const group = under.slack.store.findGroup('oncall')!;

    group.users = [];
    const after = await members();
    under.slack.store.reset();

    expect(after).toEqual([]);
    expect(await members()).toEqual(['U0BOB']);
  });

  it('are not told where the service is broken', async () => {
    under.faults.add({ target: 'slack', method: 'usergroups.users.list', kind: '5xx' });

    const list = under.client.usergroups.users.list({ usergroup: 'S0ONCALL' });

    expect((await failure(list)).message).toContain('503');
  });
});
