import { describe, expect, it } from 'vitest';
import { textOf } from '../../../src/core/text.ts';
import { mergeEvidence } from '../../../src/incidents/evidence/merge.ts';
import {
  alarm,
  alarmState,
  alice,
  central,
  createWorld,
  filter,
  firedAt,
  gapKinds,
  ids,
  ireland,
  line,
  member,
  metric,
  metricConfiguration,
  minute,
  pattern,
  record,
  userOf,
} from './world.ts';

const logGroup = 'CloudTrail/logs';
const start = Date.UTC(2026, 2, 1, 10);

describe('evidence of a metric alarm', () => {
  it('is what the filter of its metric matches in the time that the alarm judged', async () => {
    const world = createWorld({
      logs: {
        [logGroup]: [
          line(record('wanted', alice)),
          line(record('other call', { eventName: 'DescribeSecurityGroups' })),
          line(record('too early'), start - 1),
          line(record('too late'), firedAt + minute + 1),
        ],
      },
    });

    const evidence = await world.read({ now: firedAt + 3 * minute });

    expect(ids(evidence)).toEqual(['wanted']);
    expect(evidence).toMatchObject({
      incidentId: 'incident-1',
      source: 'logs',
      detection: 'security-group-change',
      from: start,
      to: firedAt + minute,
      count: 1,
      isCountAtLeast: false,
      calls: ['ec2:DeleteSecurityGroup'],
      accounts: [member],
      gaps: [],
      chart: undefined,
      changes: undefined,
      filters: [
        { name: 'SecurityGroupChanges', pattern, logGroup, account: member, region: ireland },
      ],
    });
    expect(world.calls('filter')).toMatchObject([{ account: member, urgency: 'people' }]);
  });

  it('takes the periods before the firing where AWS does not tell the time', async () => {
    const told = createWorld({ alarms: { [member]: [alarmState('SecurityGroupChanges')] } });
    const other = createWorld({
      alarms: { [member]: [alarmState('SecurityGroupChanges', { state: 'OK' })] },
    });

    const byReason = await told.read({ alert: alarm({ evaluationPeriods: 3 }) });
    const byPeriods = await other.read({ alert: alarm({ evaluationPeriods: 3 }) });

    expect(byReason.from).toBe(start);
    expect(byPeriods.from).toBe(firedAt - 20 * minute);
  });

  it('asks for no alarm where the message tells the time and the account has a role', async () => {
    const world = createWorld();

    const evidence = await world.read({ alert: alarm({ from: start - minute }) });

    expect(evidence.from).toBe(start - minute);
    expect(world.calls('named')).toEqual([]);
  });

  it('runs every filter of the metric, each with its own pattern, and counts an event once', async () => {
    const world = createWorld({
      filters: {
        [`${member} SecurityGroupEventCount`]: [
          filter(),
          filter({ name: 'ByAlice', pattern: '{ $.userIdentity.userName = "alice" }' }),
        ],
      },
      logs: {
        [logGroup]: [
          line(record('both')),
          line(record('one', userOf('bob'))),
          line(record('other', { eventName: 'StartInstances' })),
        ],
      },
    });

    const evidence = await world.read();

    expect(evidence.count).toBe(3);
    expect(ids(evidence).toSorted()).toEqual(['both', 'one', 'other']);
    expect(evidence.filters).toHaveLength(2);
  });

  it('follows empty pages to the end', async () => {
    const noise = Array.from({ length: 9 }, (_, index) =>
      line(record(`noise ${index}`, { eventName: 'DescribeVpcs' }), firedAt - minute),
    );
    const world = createWorld({
      pageSize: 2,
      logs: { [logGroup]: [...noise, line(record('wanted'), start + 1)] },
    });

    const evidence = await world.read();

    expect(ids(evidence)).toEqual(['wanted']);
    expect(world.calls('filter')).toHaveLength(5);
  });

  it('counts 10,000 events exactly, keeps the newest and the one of somebody else, and knows all callers', async () => {
    const many = Array.from({ length: 10_000 }, (_, index) =>
      line(
        record(`event ${index}`, {
          eventTime: new Date(start + Math.floor(index / 40) * 1000).toISOString(),
          ...userOf(index === 17 ? 'mallory' : 'alice'),
        }),
        start + index * 30,
      ),
    );
    const world = createWorld({ pageSize: 700, logs: { [logGroup]: many } });

    const evidence = await world.read();

    expect(evidence).toMatchObject({ count: 10_000, isCountAtLeast: false });
    expect(evidence.events).toHaveLength(20);
    expect(ids(evidence).at(-1)).toBe('event 17');
    expect(
      ids(evidence)
        .slice(0, -1)
        .every((id) => Number(id.split(' ')[1]) >= 9960),
    ).toBe(true);
    expect(evidence.actors.toSorted()).toEqual([
      'arn:aws:iam::111122223333:user/alice',
      'arn:aws:iam::111122223333:user/mallory',
    ]);
    expect(world.calls('filter')).toHaveLength(15);
  });

  it('reads twenty pages at most and says that there is more', async () => {
    const many = Array.from({ length: 300 }, (_, index) =>
      line(record(`event ${index}`), start + index),
    );
    const world = createWorld({ pageSize: 10, logs: { [logGroup]: many } });

    const evidence = await world.read();

    expect(world.calls('filter')).toHaveLength(20);
    expect(evidence).toMatchObject({ count: 200, isCountAtLeast: true });
    expect(gapKinds(evidence)).toEqual(['cut']);
    expect(ids(evidence)).toContain('event 299');
  });

  it('looks in the account whose log has the records, where the own account has no filter', async () => {
    const other = { logGroup: 'org', account: central, region: ireland };
    const world = createWorld({
      filters: { [`${central} SecurityGroupEventCount`]: [filter({ logGroup: 'org' })] },
      logs: { org: [line(record('wanted', { recipientAccountId: '777788889999' }))] },
      trailLogs: [
        { ...other, covers: undefined },
        { ...other, account: member, covers: [central] },
      ],
    });

    const evidence = await world.read();

    expect(world.calls('metricFilters').map(({ account }) => account)).toEqual([member, central]);
    expect(world.calls('filter')).toMatchObject([{ account: central }]);
    expect(evidence).toMatchObject({ accounts: ['777788889999'], gaps: [] });
  });

  it('tells the detection by the events where no pattern tells it', async () => {
    const world = createWorld({
      filters: {
        [`${member} SecurityGroupEventCount`]: [
          filter({ pattern: '{ $.sourceIPAddress = "203.0.113.*" }' }),
        ],
      },
      logs: { [logGroup]: [line(record('a')), line(record('b', userOf('bob')))] },
    });

    const evidence = await world.read();

    expect(evidence.detection).toBe('security-group-change');
  });
});

describe('other shapes of alarms', () => {
  it('asks for every metric of an expression', async () => {
    const world = createWorld({
      filters: {
        [`${member} Ingress`]: [filter({ logGroup: 'a' })],
        [`${member} Egress`]: [filter({ logGroup: 'b' })],
      },
      logs: { a: [line(record('in'))], b: [line(record('out'))] },
    });

    const evidence = await world.read({
      alert: alarm({ metrics: [metric('Ingress'), metric('Egress')] }),
    });

    expect(ids(evidence).toSorted()).toEqual(['in', 'out']);
  });

  it('reads the metrics from the alarm itself where the message has none', async () => {
    const world = createWorld({
      alarms: {
        [member]: [
          alarmState('SecurityGroupChanges', {
            configuration: metricConfiguration('SecurityGroupEventCount'),
          }),
        ],
      },
      logs: { [logGroup]: [line(record('wanted'))] },
    });

    const evidence = await world.read({ alert: alarm({ metrics: [], from: start }) });

    expect(ids(evidence)).toEqual(['wanted']);
  });

  it('goes through composite alarms to the metric alarms that are in ALARM', async () => {
    const world = createWorld({
      alarms: {
        [member]: [
          alarmState('top', { configuration: { alarmRule: 'ALARM(middle)' } }),
          alarmState('middle', { configuration: { alarmRule: 'ALARM(leaf) OR ALARM(calm)' } }),
          alarmState('leaf', { configuration: metricConfiguration('SecurityGroupEventCount') }),
          alarmState('calm', {
            state: 'OK',
            stateAt: 0,
            configuration: metricConfiguration('Calm'),
          }),
        ],
      },
      children: { top: ['middle'], middle: ['leaf', 'calm'] },
      logs: { [logGroup]: [line(record('wanted'))] },
    });

    const evidence = await world.read({
      alert: alarm({ name: 'top', kind: 'composite', metrics: [] }),
    });

    expect(ids(evidence)).toEqual(['wanted']);
    expect(world.calls('metricFilters')).toMatchObject([
      { wanted: { name: 'SecurityGroupEventCount' } },
    ]);
  });

  it('takes the children that the message names, by their ARNs', async () => {
    const world = createWorld({
      alarms: {
        [member]: [
          alarmState('leaf', {
            // It may be over by the time of the look.
            state: 'OK',
            configuration: metricConfiguration('SecurityGroupEventCount'),
          }),
        ],
      },
      logs: { [logGroup]: [line(record('wanted'))] },
    });

    const evidence = await world.read({
      alert: alarm({
        name: 'top',
        kind: 'composite',
        metrics: [],
        children: ['arn:aws:cloudwatch:eu-west-1:111122223333:alarm:leaf'],
      }),
    });

    expect(ids(evidence)).toEqual(['wanted']);
    expect(world.calls('childrenOf')).toEqual([]);
  });

  it('ends where composite alarms point at one another', async () => {
    const composite = { configuration: { alarmRule: 'ALARM(x)' } };
    const world = createWorld({
      alarms: {
        [member]: [
          alarmState('a', composite),
          alarmState('b', composite),
          alarmState('leaf', { configuration: metricConfiguration('SecurityGroupEventCount') }),
        ],
      },
      children: { a: ['b', 'leaf'], b: ['a', 'b', 'leaf'] },
      logs: { [logGroup]: [line(record('wanted'))] },
    });

    const evidence = await world.read({
      alert: alarm({ name: 'a', kind: 'composite', metrics: [] }),
    });

    expect(ids(evidence)).toEqual(['wanted']);
    expect(world.calls('childrenOf').map(({ wanted }) => wanted)).toEqual(['a', 'b']);
  });

  it('goes down five levels at most', async () => {
    const names = Array.from({ length: 9 }, (_, index) => `level ${index}`);
    const world = createWorld({
      alarms: {
        [member]: names.map((name) => alarmState(name, { configuration: { alarmRule: 'x' } })),
      },
      children: Object.fromEntries(names.map((name, index) => [name, [`level ${index + 1}`]])),
    });

    await world.read({ alert: alarm({ name: 'level 0', kind: 'composite', metrics: [] }) });

    expect(world.calls('childrenOf')).toHaveLength(5);
  });

  it('looks in the log of a log alarm for the calls that its query names', async () => {
    const world = createWorld({
      alarms: {
        [member]: [
          alarmState('log', {
            configuration: {
              scheduledQueryConfiguration: {
                queryString: 'filter eventName in ["DeleteSecurityGroup", "CreateVpc"]',
                logGroupIdentifiers: [
                  'arn:aws:logs:eu-west-1:111122223333:log-group:CloudTrail/logs:*',
                ],
              },
            },
          }),
        ],
      },
      logs: {
        [logGroup]: [line(record('wanted')), line(record('x', { eventName: 'StartInstances' }))],
      },
    });

    const evidence = await world.read({
      alert: alarm({ name: 'log', kind: 'log', metrics: [], from: start }),
    });

    expect(ids(evidence)).toEqual(['wanted']);
    expect(evidence.detection).toBe('security-group-change');
  });

  it('says that a log alarm whose query names no call cannot be followed', async () => {
    const world = createWorld({ alarms: { [member]: [alarmState('log')] } });

    const evidence = await world.read({
      alert: alarm({ name: 'log', kind: 'log', metrics: [], logGroups: ['app'] }),
    });

    expect(gapKinds(evidence)).toEqual(['no-filter']);
    expect(world.calls('filter')).toEqual([]);
  });
});

describe('later looks', () => {
  it('find late events and more callers, in the same time and further, without asking again for filters', async () => {
    const logs = { [logGroup]: [line(record('first'))] };
    const early = createWorld({ logs });
    const first = await early.read();
    const world = createWorld({
      filters: {},
      logs: {
        [logGroup]: [
          line(record('first')),
          line(record('late', userOf('bob')), firedAt - minute),
          line(record('again', userOf('mallory')), firedAt + 3 * minute),
        ],
      },
    });

    const second = await world.read({ previous: first, now: firedAt + 5 * minute });
    const merged = mergeEvidence(first, second);

    expect(second).toMatchObject({ from: start, to: firedAt + 5 * minute, count: 3 });
    expect(merged).toMatchObject({ count: 3, gaps: [] });
    expect(world.calls('metricFilters')).toEqual([]);
    expect(world.calls('named')).toEqual([]);
    expect(world.calls('filter')).toMatchObject([{ urgency: 'background' }]);
  });

  it('bring the first evidence where there was nothing, and the reason goes', async () => {
    const early = await createWorld().read();
    const world = createWorld({ logs: { [logGroup]: [line(record('late'))] } });

    const found = await world.read({ previous: early, now: firedAt + minute });
    const merged = mergeEvidence(early, found);

    expect(gapKinds(early)).toEqual(['nothing-found']);
    expect(merged).toMatchObject({ count: 1, gaps: [], source: 'logs' });
  });
});

describe('what a message brings itself', () => {
  it('counts with what the log has, each event once', async () => {
    const first = await createWorld({ logs: { [logGroup]: [line(record('told'))] } }).read();
    const world = createWorld({
      logs: { [logGroup]: [line(record('told')), line(record('more'))] },
    });

    const evidence = await world.read({ alert: alarm({}, { events: first.events }) });

    expect(evidence.count).toBe(2);
  });

  it('is all there is of what is no alarm', async () => {
    const world = createWorld();
    const first = await createWorld({ logs: { [logGroup]: [line(record('told'))] } }).read();
    const { alarm: _, ...alert } = alarm({}, { events: first.events });

    const evidence = await world.read({ alert });

    expect(evidence).toMatchObject({ source: 'message', count: 1, gaps: [] });
    expect(world.called).toEqual([]);
  });
});

describe('the line for a shell', () => {
  it('reads the same', async () => {
    const world = createWorld();

    const { cliLine } = await world.read();

    expect(cliLine).toBe(
      `aws logs filter-log-events --log-group-name CloudTrail/logs --filter-pattern '${pattern}' --start-time ${start} --end-time ${firedAt + 2000} --region eu-west-1`,
    );
  });

  it.each([
    [`{ $.x = "it's $(id) \`id\`" }`, `'{ $.x = "it'\\''s $(id) \`id\`" }'`],
    ['-ERROR', '--filter-pattern=-ERROR'],
    ['"a" -b', `'"a" -b'`],
  ])('quotes the pattern %s', async (quoted, shown) => {
    const world = createWorld({
      filters: { [`${member} SecurityGroupEventCount`]: [filter({ pattern: quoted })] },
    });

    const { cliLine } = await world.read();

    expect(cliLine).toContain(` ${shown} `);
  });

  it('is left out where the command line would open a file', async () => {
    const world = createWorld({
      filters: { [`${member} SecurityGroupEventCount`]: [filter({ pattern: 'file:///etc/x' })] },
    });

    expect((await world.read()).cliLine).toBeUndefined();
  });
});

it('says in the small print what was asked', async () => {
  const { asked } = await createWorld().read();

  expect(asked.map(textOf)).toEqual([
    'DescribeMetricFilters for SecurityGroupEventCount of the namespace CloudTrailMetrics',
    'FilterLogEvents on CloudTrail/logs in 111122223333, eu-west-1 (1 page)',
  ]);
});
