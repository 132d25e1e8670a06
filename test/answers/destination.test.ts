import { describe, expect, it } from 'vitest';
import { createDestination } from '../../src/answers/destination.ts';
import type { Conversation } from '../../src/core/interaction.ts';
import { makePerson, makeRule, makeSettings } from '../core/access-make.ts';
import { settingsWith } from '../core/settings-make.ts';

const security: Conversation = {
  id: 'C0SECURITY',
  name: 'security',
  isShared: false,
  isDirect: false,
  isBotMember: true,
};

const rule = makeRule({
  channels: ['security', 'partner'],
  commands: ['security-digest'],
  accounts: ['all'],
});

const settings = settingsWith({
  access: makeSettings({ rules: [rule] }),
  digests: [
    {
      name: 'weekly',
      schedule: { cron: '0 8 * * 1', zone: 'Etc/UTC' },
      channel: 'security',
      accounts: undefined,
      sections: ['iam'],
      accountChannels: [],
    },
  ],
});

interface World {
  /** What Slack says of the channel that is looked at. */
  readonly conversation?: Partial<Conversation> | undefined;
  readonly isRateLimited?: boolean;
  readonly settings?: typeof settings;
}

/** Bob is in #security alone unless told otherwise; so is the bot. */
const looking = (channel: string, world: World = {}, usual: readonly string[] = []) => {
  const conversation = { ...security, ...world.conversation };
  const { id, name } = conversation;
  const destination = createDestination({
    settings: () => world.settings ?? settings,
    workspace: {
      channelsOf: async () =>
        world.isRateLimited
          ? { kind: 'rate-limited', retryAfterMs: 1_000 }
          : { kind: 'ok', value: [{ id, name }] },
      conversation: async () => ({ kind: 'ok', value: conversation }),
    },
  });
  const { accounts } = settings;
  return destination({ asker: makePerson(), channel, accounts, right: 'security-digest', usual });
};

describe('a channel that somebody names', () => {
  it.each(['security', 'Security', 'C0SECURITY'])('is found as %s', async (channel) => {
    expect(await looking(channel)).toEqual({
      kind: 'found',
      channel: 'security',
      id: 'C0SECURITY',
    });
  });

  it('goes by its id where the settings do not name it', async () => {
    const bare = { ...settings, digests: [] };

    expect(await looking('security', { settings: bare })).toMatchObject({
      channel: 'C0SECURITY',
    });
  });

  it('is not found where the asker is not in it', async () => {
    expect(await looking('secret')).toEqual({
      kind: 'refused',
      why: 'you are in no channel secret that I can see',
    });
  });

  it.each<[string, World['conversation'], string]>([
    ['partner', { name: 'partner', isShared: true }, 'people of another organisation read'],
    ['general', { name: 'general' }, 'no rule names this channel for /security-digest on'],
    ['security', { isBotMember: false }, 'the bot is not in this channel'],
  ])('is refused as an answer would be that is shared: %s', async (channel, conversation, why) => {
    const found = await looking(channel, { conversation });

    expect(found).toMatchObject({ kind: 'refused', why: expect.stringContaining(why) });
  });

  it('needs no rule where the settings have it told there anyway, but all the rest', async () => {
    const general = { conversation: { name: 'general' } };
    const usual = ['general'];

    expect(await looking('general', general, usual)).toMatchObject({ kind: 'found' });
    expect(
      await looking('general', { conversation: { name: 'general', isShared: true } }, usual),
    ).toMatchObject({ kind: 'refused' });
  });

  it('is refused while Slack cannot be asked', async () => {
    expect(await looking('security', { isRateLimited: true })).toEqual({
      kind: 'refused',
      why: 'Slack could not be asked which channels you are in (rate limited)',
    });
  });
});
