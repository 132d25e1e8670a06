import { describe, expect, it } from 'vitest';
import type { Card } from '../../src/core/card.ts';
import { sectionIds } from '../../src/core/digest.ts';
import { ownChannelOf, settingsChannels } from '../../src/core/digest-places.ts';
import type { Settings } from '../../src/core/settings.ts';
import { createPostDigest, digestKey } from '../../src/digest/post.ts';
import { makeAccount } from '../core/access-make.ts';
import { settingsWith } from '../core/settings-make.ts';
import { createRig } from '../incidents/rig.ts';

const prod = makeAccount('111122223333', 'Prod EU', ['live']);
const staging = makeAccount('444455556666', 'staging', ['test']);
const dev = makeAccount('777788889999', 'dev', ['test']);

const card = (word: string): Card => ({ headline: [word], parts: [] });

const messages = {
  root: card('root'),
  sections: sectionIds.map((id) => ({ id, title: id, card: card(id) })),
  accounts: [prod, staging, dev].map((account) => ({ account, card: card(account.name) })),
};

const digest = {
  channel: 'sec',
  accounts: undefined,
  accountChannels: [
    { accounts: ['live'], channel: 'sec-{account.name}' },
    { accounts: ['staging'], channel: 'team' },
  ],
};

const schedule = { cron: '0 9 * * 1', zone: 'UTC' };

const posting = async () => {
  const rig = await createRig();
  const post = createPostDigest({ say: rig.say });
  const key = digestKey('weekly', rig.clock.now());
  const own = { ownChannelOf: (account: typeof prod) => ownChannelOf(digest, account) };
  return {
    rig,
    post: () => rig.store.transaction((tx) => post(tx, { key, channel: 'sec', messages, ...own })),
  };
};

describe('a digest', () => {
  it('is a message with its sections below in reading order, and one in the channel of an account', async () => {
    const { rig, post } = await posting();
    const { slack, clock } = rig;

    await post();
    await clock.pass(30_000);

    const [root, ...others] = slack.roots('sec');
    expect(others).toEqual([]);
    expect(slack.text(root!)).toBe('root');
    expect(slack.thread(root!).map(slack.text)).toEqual(sectionIds);
    expect(slack.roots('sec-prod-eu').map(slack.text)).toEqual(['Prod EU']);
    expect(slack.roots('team').map(slack.text)).toEqual(['staging']);
    expect(slack.messages).toHaveLength(1 + sectionIds.length + 2);
  });

  it('stands once, however often it is posted', async () => {
    const { rig, post } = await posting();

    await post();
    await post();
    await rig.clock.pass(60_000);

    expect(rig.slack.messages).toHaveLength(1 + sectionIds.length + 2);
  });

  it('leaves nothing behind of a transaction that failed', async () => {
    const { rig, post } = await posting();
    const half = createPostDigest({
      say: async (tx, notice) => {
        if (notice.key.endsWith('activity')) throw new Error('disk full');
        await rig.say(tx, notice);
      },
    });
    const failing = rig.store.transaction((tx) =>
      half(tx, { key: 'x', channel: 'sec', messages, ownChannelOf: () => undefined }),
    );

    await expect(failing).rejects.toThrow('disk full');
    await rig.clock.pass(30_000);

    expect(rig.slack.messages).toEqual([]);
    await post();
  });
});

describe('the channels of a digest', () => {
  const named = { ...digest, name: 'weekly', schedule, sections: sectionIds };
  const channelsOf = (settings: Partial<Settings>) =>
    settingsChannels(settingsWith({ accounts: [prod, staging, dev], ...settings }));

  it('are known with those of the routes, each once', () => {
    expect(channelsOf({ digests: [named] })).toEqual([
      { channel: 'fallback', why: 'the fallback channel' },
      { channel: 'sec', why: 'the digest weekly' },
      { channel: 'sec-prod-eu', why: 'the digest weekly' },
      { channel: 'team', why: 'the digest weekly' },
    ]);
    expect(
      channelsOf({ digests: [{ ...named, channel: 'fallback', accounts: ['test'] }] }),
    ).toMatchObject([{ why: 'the fallback channel' }, { channel: 'team' }]);
  });

  it('are decided by the first that names the account', () => {
    const two = {
      accountChannels: [...digest.accountChannels, { accounts: undefined, channel: 'all' }],
    };

    expect(ownChannelOf(two, staging)).toBe('team');
    expect(ownChannelOf(two, dev)).toBe('all');
    expect(ownChannelOf(digest, dev)).toBeUndefined();
  });
});
