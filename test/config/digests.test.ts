import { describe, expect, it } from 'vitest';
import { sectionIds } from '../../src/core/digest.ts';
import { loadText } from './load-text.ts';

const load = (...entries: readonly string[]) =>
  loadText(`accounts: [{ id: '111122223333', name: prod, groups: [critical] }]
digests:
${entries.map((entry) => `  - ${entry}\n`).join('')}`);

const digestsOf = async (...entries: readonly string[]) => {
  const loaded = await load(...entries);
  return loaded.ok ? loaded.settings.digests : loaded.problems.join('\n');
};

describe('a digest in the settings', () => {
  it('needs no more than a channel: everything, every Monday at nine', async () => {
    expect(await digestsOf('{ channel: "#security" }')).toEqual([
      {
        name: 'weekly',
        schedule: { cron: '0 9 * * 1', zone: 'UTC' },
        channel: 'security',
        accounts: undefined,
        sections: sectionIds,
        accountChannels: [],
      },
    ]);
  });

  it('may be about some accounts and sections, by the clock of a zone', async () => {
    expect(
      await digestsOf(
        '{ name: iam-daily, cron: "30 7 * * 1-5", zone: Europe/Berlin, channel: iam, accounts: critical, sections: [activity, iam] }',
      ),
    ).toMatchObject([
      {
        name: 'iam-daily',
        schedule: { cron: '30 7 * * 1-5', zone: 'Europe/Berlin' },
        accounts: ['critical'],
        sections: ['iam', 'activity'],
      },
    ]);
  });

  it.each([
    ['sec-{account.name}', [{ accounts: undefined, channel: 'sec-{account.name}' }]],
    [
      '[{ accounts: prod, channel: sec-prod }, { channel: "sec-{account.id}" }]',
      [
        { accounts: ['prod'], channel: 'sec-prod' },
        { accounts: undefined, channel: 'sec-{account.id}' },
      ],
    ],
  ])("may tell each account's own part in %s", async (channels, expected) => {
    const entry = `{ channel: security, accountChannels: ${channels.startsWith('[') ? channels : `"${channels}"`} }`;

    expect(await digestsOf(entry)).toMatchObject([{ accountChannels: expected }]);
  });

  it.each([
    ['{ name: weekly }', /channel is missing: name the channel it goes to/],
    ['{ channel: security, cron: "every monday" }', /is not a cron expression.*"0 9 \* \* 1"/],
    ['{ channel: security, cron: "0 0 9 * * 1" }', /is not a cron expression/],
    ['{ channel: security, cron: "0 9 31 2 *" }', /is never due/],
    ['{ channel: security, cron: "*/30 * * * *" }', /more often than once an hour/],
    ['{ channel: security, cron: "0,59 9 * * 1" }', /more often than once an hour/],
    ['{ channel: security, zone: Berlin }', /is not a time zone.*Europe\/Berlin/],
    ['{ channel: security, zone: "+01:00" }', /is not a time zone/],
    ['{ channel: security, name: Weekly Digest }', /is not a usable name/],
    ['{ channel: security, sections: [iam, costs] }', /sections/],
    ['{ channel: security, sections: [] }', /sections/],
    ['{ channel: security, accounts: staging }', /no entry of accounts/],
    ['{ channel: security, accountChannels: [{ accounts: dev, channel: x }] }', /no entry of acc/],
    ['{ channel: security, accountChannels: "sec-{region}" }', /there is no such placeholder/],
    ['{ channel: security, crn: "0 9 * * 1" }', /crn.*cron/],
  ])('%s is told what is wrong with it', async (entry, says) => {
    expect(await digestsOf(entry)).toMatch(says);
  });

  it.each([
    ['{ channel: a, cron: "0 * * * *" }'],
    ['{ channel: a, cron: "0 0,23 * * *" }'],
    ['{ channel: a, cron: "0 9 1 * *" }'],
    ['{ channel: a, cron: "0 9 29 2 *" }'],
  ])('%s is fine', async (entry) => {
    expect(await digestsOf(entry)).toHaveLength(1);
  });

  it('has a name of its own', async () => {
    expect(await digestsOf('{ channel: a }', '{ channel: b }')).toMatch(/weekly/);
    expect(await digestsOf('{ channel: a }', '{ channel: b, name: other }')).toHaveLength(2);
  });
});
