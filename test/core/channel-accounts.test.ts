import { describe, expect, it } from 'vitest';
import { accountsOfChannel } from '../../src/core/channel-accounts.ts';
import { isRegionId } from '../../src/core/ids.ts';
import type { AccessRule, Route } from '../../src/core/settings.ts';
import { makeAccount, makeRule, makeSettings } from './access-make.ts';

const prod = {
  ...makeAccount('111122223333', 'prod', ['workloads']),
  regions: ['eu-west-1'].filter(isRegionId),
};
const staging = makeAccount('444455556666', 'staging', ['workloads']);
const security = makeAccount('777788889999', 'security');

const makeRoute = (
  channel: string,
  when: Route['when'] = {},
  change: Partial<Route> = {},
): Route => ({
  when,
  channel,
  severity: undefined,
  continue: false,
  page: undefined,
  autoResolveMs: undefined,
  ...change,
});

const accountsIn = (
  channel: string | { readonly id: string; readonly name: string },
  routes: readonly Route[],
  rules: readonly AccessRule[] = [],
): readonly string[] =>
  accountsOfChannel(
    {
      accounts: [prod, staging, security],
      routes,
      access: makeSettings({ rules }),
      slack: {
        mode: 'socket',
        botToken: () => 'xoxb-1',
        appToken: () => undefined,
        signingSecret: () => undefined,
        apiUrl: 'https://slack.com/api/',
        fallbackChannel: 'alerts',
        linkHosts: [],
      },
    },
    typeof channel === 'string' ? { id: 'C0HERE', name: channel } : channel,
  ).map(({ name }) => name);

describe('the accounts of a channel', () => {
  it('are those whose alerts a route leads there, by id, name or group of the account', () => {
    const routes = [
      makeRoute('sec-workloads', { account: ['workloads'] }),
      makeRoute('sec-security', { account: ['777788889999'] }),
    ];

    expect(accountsIn('sec-workloads', routes)).toEqual(['prod', 'staging']);
    expect(accountsIn('sec-security', routes)).toEqual(['security']);
    expect(accountsIn('another', routes)).toEqual([]);
  });

  it('are found by the id of the channel too', () => {
    const routes = [makeRoute('C0PROD', { account: ['prod'] })];

    expect(accountsIn({ id: 'C0PROD', name: 'sec-prod' }, routes)).toEqual(['prod']);
    expect(accountsIn({ id: 'C0OTHER', name: 'c0prod' }, routes)).toEqual([]);
  });

  it('are found where the channel is a pattern', () => {
    expect(accountsIn('sec-staging', [makeRoute('sec-{account.name}')])).toEqual(['staging']);
    expect(accountsIn('prod-eu-west-1', [makeRoute('{account.name}-{region}')])).toEqual(['prod']);
    expect(
      accountsIn('prod-us-east-1', [
        makeRoute('{account.name}-{region}', { region: ['us-east-1'] }),
      ]),
    ).toEqual(['prod']);
  });

  it('are not those whose alerts all go elsewhere before', () => {
    const routes = [makeRoute('sec-prod', { account: ['prod'] }), makeRoute('sec-all')];

    expect(accountsIn('sec-all', routes)).toEqual(['staging', 'security']);
  });

  it.each([
    ['goes on', makeRoute('sec-prod', { account: ['prod'] }, { continue: true })],
    [
      'takes some alerts only',
      makeRoute('sec-prod', { account: ['prod'], severity: ['critical'] }),
    ],
    ['may be passed over', makeRoute('sec-prod-{region}', { account: ['prod'] })],
  ])('are also those of which a route before %s', (_how, before) => {
    expect(accountsIn('sec-all', [before, makeRoute('sec-all')])).toEqual([
      'prod',
      'staging',
      'security',
    ]);
  });

  it('are in the fallback channel those that no route is for', () => {
    expect(accountsIn('alerts', [makeRoute('sec-prod', { account: ['prod'] })])).toEqual([
      'staging',
      'security',
    ]);
    expect(accountsIn('alerts', [makeRoute('sec-all')])).toEqual([]);
    expect(accountsIn('alerts', [])).toEqual(['prod', 'staging', 'security']);
  });

  it('are also those that an access rule lists for it, in the order of the settings', () => {
    const routes = [makeRoute('sec-room', { account: ['security'] }), makeRoute('elsewhere')];
    const rules = [
      makeRule({ channels: ['sec-room'], accounts: ['prod'] }),
      makeRule({ channels: ['other'], accounts: ['staging'] }),
      makeRule({ accounts: ['staging'] }),
    ];

    expect(accountsIn('sec-room', routes, rules)).toEqual(['prod', 'security']);
  });

  it('are not all because a rule says all', () => {
    const routes = [makeRoute('elsewhere')];
    const rules = [makeRule({ channels: ['sec-room'], accounts: ['all', 'staging'] })];

    expect(accountsIn('sec-room', routes, rules)).toEqual(['staging']);
    expect(accountsIn('sec-room', routes, [makeRule({ channels: ['sec-room'] })])).toEqual([]);
  });

  it('are none in a direct message', () => {
    expect(accountsIn({ id: 'D0DIRECT', name: '' }, [makeRoute('sec-all')])).toEqual([]);
  });
});
