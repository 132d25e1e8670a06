import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Alert } from '../../src/core/alert.ts';
import type { AccountId, AlertKey, RegionId, TopicArn } from '../../src/core/ids.ts';
import {
  createRouter,
  destinations,
  possibleChannels,
  type RouteSettings,
} from '../../src/core/route.ts';
import type { Account, Route } from '../../src/core/settings.ts';
import { untrusted } from '../../src/core/text.ts';

const account = (id: string, name: string, groups: readonly string[] = []): Account => ({
  id: id as AccountId,
  name,
  groups,
  role: undefined,
  externalId: undefined,
  regions: [],
});

const route = (channel: string, rest: Partial<Route> = {}): Route => ({
  when: {},
  channel,
  severity: undefined,
  continue: false,
  page: undefined,
  autoResolveMs: undefined,
  ...rest,
});

const settings = (...routes: Route[]): RouteSettings => ({
  routes,
  accounts: [
    account('111122223333', 'Prod EU', ['production']),
    account('444455556666', 'stage', ['test']),
  ],
  slack: {
    mode: 'socket',
    botToken: () => '',
    appToken: () => undefined,
    signingSecret: () => undefined,
    apiUrl: 'https://slack.com/api/',
    fallbackChannel: 'alerts',
    linkHosts: [],
  },
});

const alert = (rest: Partial<Alert> = {}): Alert => ({
  key: 'key' as AlertKey,
  source: 'cloudwatch-alarm',
  state: 'ALARM',
  phase: 'firing',
  at: 0,
  account: '111122223333' as AccountId,
  region: 'eu-west-1' as RegionId,
  topic: 'arn:aws:sns:eu-west-1:111122223333:security-alarms' as TopicArn,
  name: untrusted('CloudTrailChanges'),
  verb: 'went to ALARM',
  facts: [],
  details: [],
  ...rest,
});

const channels = (found: Alert, ...routes: Route[]): string[] =>
  destinations(found, settings(...routes)).map(({ channel }) => channel);

describe('destinations', () => {
  it('names the fallback channel and says why when no route matches', () => {
    const found = destinations(alert(), settings(route('x', { when: { account: ['stage'] } })));

    expect(found).toEqual([
      {
        channel: 'alerts',
        severity: { level: 'high', reason: 'neither route nor source says otherwise' },
        why: 'no route matches: the fallback channel',
      },
    ]);
  });

  it('takes the first route that matches and no other', () => {
    const found = channels(
      alert(),
      route('none', { when: { region: ['us-east-1'] } }),
      route('a'),
      route('b'),
    );

    expect(found).toEqual(['a']);
  });

  it('lets later routes add channels after continue, each channel once', () => {
    const found = channels(
      alert(),
      route('a', { continue: true }),
      route('a', { continue: true }),
      route('b'),
      route('c'),
    );

    expect(found).toEqual(['a', 'b']);
  });

  it('shows a record that no detection matches only where a route asks for those', () => {
    const unwatched = alert({ isUnwatched: true });
    const everything = route('trail', { unwatched: true, when: { region: ['eu-west-1'] } });

    expect(channels(unwatched, route('a'))).toEqual([]);
    expect(channels(unwatched)).toEqual([]);
    expect(channels(unwatched, route('a', { continue: true }), everything)).toEqual(['trail']);
    expect(channels(alert(), route('a', { continue: true }), everything)).toEqual(['a', 'trail']);
    expect(
      channels(alert({ isUnwatched: true, region: 'us-east-1' as RegionId }), everything),
    ).toEqual([]);
  });

  it('goes to the fallback channel where a route asks for it and cannot tell its channel', () => {
    const { account: _, ...homeless } = alert({ isUnwatched: true });

    expect(channels(homeless, route('sec-{account.name}', { unwatched: true }))).toEqual([
      'alerts',
    ]);
  });

  it.each([
    ['id', '111122223333'],
    ['name', 'Prod EU'],
    ['group', 'production'],
  ])('finds an account by its %s', (_, word) => {
    expect(channels(alert(), route('hit', { when: { account: [word] } }))).toEqual(['hit']);
    expect(
      channels(
        alert({ account: '444455556666' as AccountId }),
        route('hit', { when: { account: [word] } }),
      ),
    ).toEqual(['alerts']);
  });

  it.each(['security-alarms', 'arn:aws:sns:eu-west-1:111122223333:security-alarms'])(
    'finds a topic by %s',
    (word) => {
      const other = 'arn:aws:sns:eu-west-1:111122223333:others' as TopicArn;

      expect(channels(alert(), route('hit', { when: { topic: [word] } }))).toEqual(['hit']);
      expect(channels(alert({ topic: other }), route('hit', { when: { topic: [word] } }))).toEqual([
        'alerts',
      ]);
    },
  );

  it('brings along whom the route calls and when it closes what nobody closed', () => {
    const page = {
      mention: { users: ['U0ALICE'], groups: [] },
      remindAfterMs: 900_000,
      escalate: {
        afterMs: 900_000,
        mention: undefined,
        channel: 'leads',
        topic: undefined,
      },
    };
    const routes = settings(
      route('sec', { page, autoResolveMs: 3_600_000, continue: true }),
      route('all'),
    );

    const found = destinations(alert(), routes);

    expect(found).toMatchObject([
      { channel: 'sec', page, autoResolveMs: 3_600_000 },
      { channel: 'all' },
    ]);
    expect(found[1]).not.toHaveProperty('page');
    expect(possibleChannels(routes)).toContainEqual({
      channel: 'leads',
      why: 'route 1, escalation',
    });
  });

  it('wants every condition to hold', () => {
    const both = route('hit', { when: { account: ['production'], source: ['cloudwatch-alarm'] } });

    expect(channels(alert(), both)).toEqual(['hit']);
    expect(channels(alert({ source: 'generic' }), both)).toEqual(['alerts']);
  });

  it('does not match what the alert does not tell', () => {
    const { account: _, region: __, topic: ___, ...bare } = alert();

    const found = channels(
      bare,
      route('a', { when: { account: ['production'] } }),
      route('b', { when: { region: ['eu-west-1'] } }),
      route('c', { when: { topic: ['security-alarms'] } }),
    );

    expect(found).toEqual(['alerts']);
  });

  it.each([
    ['CloudTrail*', true],
    ['*Changes', true],
    ['*Trail*', true],
    ['CloudTrailChanges', true],
    ['*', true],
    ['C*l*C*s', true],
    ['CloudTrail', false],
    ['*Trail', false],
    ['cloudtrail*', false],
    ['CloudTrailChanges*CloudTrailChanges', false],
    ['Cloud.railChanges', false],
  ])('reads the name pattern %s as matching: %s', (pattern, matches) => {
    expect(channels(alert(), route('hit', { when: { name: [pattern] } }))).toEqual([
      matches ? 'hit' : 'alerts',
    ]);
  });

  it('matches names as a regular expression with .* for * would', () => {
    const word = fc.string({ unit: fc.constantFrom('a', 'b', '*'), maxLength: 8 });
    const text = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 10 });

    fc.assert(
      fc.property(word, text, (pattern, name) => {
        const expected = new RegExp(`^${pattern.replaceAll('*', '.*')}$`).test(name);

        const found = channels(
          alert({ name: untrusted(name) }),
          route('hit', { when: { name: [pattern] } }),
        );

        expect(found).toEqual([expected ? 'hit' : 'alerts']);
      }),
    );
  });

  it('fills in the pattern of a channel as Slack writes names', () => {
    expect(channels(alert(), route('sec-{account.name}-{region}'))).toEqual([
      'sec-prod-eu-eu-west-1',
    ]);
    expect(channels(alert(), route('{source}-{account.id}'))).toEqual([
      'cloudwatch-alarm-111122223333',
    ]);
  });

  it('passes over a route whose channel it cannot work out and says so', () => {
    const unknown = alert({ account: '999988887777' as AccountId });

    expect(
      destinations(unknown, settings(route('sec-{account.name}'), route('rest')))[0],
    ).toMatchObject({
      channel: 'rest',
      why: 'route 2: every alert (route 1 passed over: the alert does not tell {account.name})',
    });
    expect(destinations(unknown, settings(route('sec-{account.name}')))[0]).toMatchObject({
      channel: 'alerts',
      why: 'no route matches: the fallback channel (route 1 passed over: the alert does not tell {account.name})',
    });
  });

  it('prefers the severity of the route to that of the source', () => {
    const low = alert({ severity: { level: 'low', reason: 'the finding says so' } });

    const [routed, plain] = [
      destinations(low, settings(route('a', { severity: 'critical' })))[0],
      destinations(low, settings(route('a')))[0],
    ];

    expect(routed?.severity).toEqual({ level: 'critical', reason: 'route 1 says so' });
    expect(plain?.severity).toEqual({ level: 'low', reason: 'the finding says so' });
  });

  it('matches on the severity before the route changes it', () => {
    const low = alert({ severity: { level: 'low', reason: '' } });

    expect(
      channels(low, route('a', { when: { severity: ['low', 'info'] }, severity: 'high' })),
    ).toEqual(['a']);
    expect(channels(low, route('a', { when: { severity: ['high'] } }))).toEqual(['alerts']);
    expect(channels(alert(), route('a', { when: { severity: ['high'] } }))).toEqual(['a']);
  });

  it('says which route decided and by what', () => {
    const found = destinations(
      alert(),
      settings(route('a', { when: { account: ['prod', 'production'], name: ['Cloud*'] } })),
    );

    expect(found[0]?.why).toBe('route 1: account prod or production, name Cloud*');
  });

  it('keeps the order of routes whatever conditions they are found by', () => {
    const found = channels(
      alert(),
      route('1', { when: { name: ['CloudTrail*'] }, continue: true }),
      route('2', { when: { account: ['production'] }, continue: true }),
      route('3', { continue: true }),
      route('4', { when: { name: ['CloudTrailChanges'] }, continue: true }),
      route('5', { when: { topic: ['security-alarms'] }, continue: true }),
      route('6', { when: { account: ['stage'] }, continue: true }),
    );

    expect(found).toEqual(['1', '2', '3', '4', '5']);
  });
});

describe('createRouter', () => {
  const timePerAlert = (routes: Route[]): number => {
    const router = createRouter(settings(...routes));
    const name = untrusted('alarm-1999');
    const times = Array.from({ length: 300 }, () => {
      const start = performance.now();
      router(alert({ name }));
      return performance.now() - start;
    });
    return times.toSorted((a, b) => a - b)[150] ?? 0;
  };

  it('finds one of 2,000 routes by name in less than 50 µs', () => {
    const routes = Array.from({ length: 2000 }, (_, index) =>
      route(`c${index}`, { when: { name: [`alarm-${index}`] } }),
    );

    expect(timePerAlert(routes)).toBeLessThan(0.05);
  });

  it('tries 2,000 patterns in less than a millisecond', () => {
    const routes = Array.from({ length: 2000 }, (_, index) =>
      route(`c${index}`, { when: { name: [`alarm-${index}*`], region: ['eu-west-1'] } }),
    );

    expect(timePerAlert(routes)).toBeLessThan(1);
  });
});

describe('possibleChannels', () => {
  it('fills patterns in with the accounts a route is for, the fallback channel first', () => {
    const found = possibleChannels(
      settings(
        route('sec-{account.name}'),
        route('{region}', { when: { region: ['eu-west-1'] } }),
        route('only-{account.name}', { when: { account: ['test'] } }),
        route('by-{source}'),
        route('sec-stage'),
      ),
    );

    expect(found).toEqual([
      { channel: 'alerts', why: 'the fallback channel' },
      { channel: 'sec-prod-eu', why: 'route 1' },
      { channel: 'sec-stage', why: 'route 1' },
      { channel: 'eu-west-1', why: 'route 2' },
      { channel: 'only-stage', why: 'route 3' },
    ]);
  });
});
