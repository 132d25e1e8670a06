import { afterEach, describe, expect, it } from 'vitest';
import type { AlarmState, AlarmStateChange, Where } from '../../src/aws/cloudwatch-types.ts';
import { day, hour, minute } from '../../src/core/clock.ts';
import { AppError } from '../../src/core/errors.ts';
import { asAccountId, asRegionId } from '../../src/core/ids.ts';
import type { Account } from '../../src/core/settings.ts';
import { createGapReader, type GapReader } from '../../src/intake/found-late.ts';
import { createTestClock, createTestLog, createTestMetrics, eventually, topic } from './helpers.ts';
import { createMemoryStore, type MemoryStore } from './memory-store.ts';
import { sentAt, topicArn } from './signer.ts';

const readers: GapReader[] = [];
afterEach(async () => {
  await Promise.all(readers.splice(0).map((reader) => reader.stop()));
});

const alarmArn = (name: string): string =>
  `arn:aws:cloudwatch:us-east-1:111122223333:alarm:${name}`;

const alarm = (name: string, values: Partial<AlarmState> = {}): AlarmState => ({
  arn: alarmArn(name),
  name,
  description: undefined,
  state: 'OK',
  reason: 'Threshold Crossed',
  reasonData: '{"version":"1.0"}',
  stateAt: sentAt - 30 * day,
  actions: [topicArn],
  actionsEnabled: true,
  configuration: { description: 'd', metrics: [] },
  ...values,
});

const change = (name: string, value: string, at: number): AlarmStateChange => ({
  arn: undefined,
  name,
  at,
  state: { value, reason: 'because' },
  previous: { value: 'OK' },
});

const account = (id: string, ...regions: string[]): Account => {
  const known = asAccountId(id);
  if (!known) throw new Error(`no account: ${id}`);
  return {
    id: known,
    name: 'prod',
    role: undefined,
    externalId: undefined,
    regions: regions.flatMap((region) => asRegionId(region) ?? []),
    groups: [],
  };
};

interface Options {
  readonly store?: MemoryStore;
  readonly alarms?: (where: Where) => readonly AlarmState[];
  readonly changes?: (where: Where, since: number) => readonly AlarmStateChange[];
  readonly accounts?: readonly Account[];
  readonly receivedAt?: number;
}

const receive = (store: MemoryStore, receivedAt: number, messageId: string) =>
  store.transaction((tx) =>
    tx.inbox.add({ topicArn, messageId, via: 'https', receivedAt, envelope: '{}' }),
  );

const createCase = async (options: Options = {}) => {
  const store = options.store ?? createMemoryStore();
  const clock = createTestClock();
  const log = createTestLog();
  const asked: { where: string; since: number }[] = [];
  let reads = 0;
  let wakes = 0;
  if (options.receivedAt !== undefined) await receive(store, options.receivedAt, 'last');
  const reader = createGapReader({
    store,
    alarms: {
      describeAlarms: async (where) => {
        reads += 1;
        return options.alarms?.(where) ?? [alarm('cpu')];
      },
      stateChanges: async (where, since) => {
        asked.push({ where: `${where.account ?? 'own'} ${where.region}`, since });
        return options.changes?.(where, since) ?? [];
      },
    },
    accounts: () => options.accounts ?? [],
    topics: () => [topic()],
    accepted: () => {
      wakes += 1;
    },
    clock,
    log,
    metrics: createTestMetrics(),
    usualGapMs: () => 15 * minute,
    checkEveryMs: 5,
  });
  readers.push(reader);
  await eventually(() => reader.status().lastReadAt !== undefined);
  const late = () => store.rows().filter(({ via }) => via === 'found-late');
  return { reader, store, clock, log, asked, late, wakes: () => wakes, reads: () => reads };
};

describe('at the start', () => {
  it('what changed since the last notification is entered as found late', async () => {
    const at = sentAt - hour;
    const { late, asked, wakes } = await createCase({
      receivedAt: sentAt - 2 * hour,
      alarms: () => [alarm('cpu', { state: 'ALARM', stateAt: at })],
      changes: () => [change('cpu', 'ALARM', at)],
    });

    expect(asked).toEqual([{ where: 'own us-east-1', since: sentAt - 2 * hour - 5 * minute }]);
    expect(late()).toMatchObject([
      { topicArn, messageId: `found-late/${alarmArn('cpu')}/ALARM/${at}`, receivedAt: sentAt },
    ]);
    expect(wakes()).toBe(1);
  });

  it('is written as the notification that EventBridge would have sent', async () => {
    const at = sentAt - hour;
    const { late } = await createCase({
      receivedAt: sentAt - 2 * hour,
      changes: () => [change('cpu', 'ALARM', at)],
    });

    const envelope = JSON.parse(late()[0]?.envelope ?? '');
    expect(envelope).toMatchObject({
      Type: 'Notification',
      TopicArn: topicArn,
      Timestamp: '2026-03-01T11:00:00.000Z',
    });
    expect(JSON.parse(envelope.Message)).toMatchObject({
      'detail-type': 'CloudWatch Alarm State Change',
      source: 'aws.cloudwatch',
      account: '111122223333',
      region: 'us-east-1',
      time: '2026-03-01T11:00:00.000Z',
      resources: [alarmArn('cpu')],
      detail: {
        alarmName: 'cpu',
        state: { value: 'ALARM', reason: 'because', timestamp: '2026-03-01T11:00:00.000+0000' },
        previousState: { value: 'OK' },
        configuration: { description: 'd', metrics: [] },
      },
    });
  });

  it('an alarm in ALARM is entered even if its history is gone', async () => {
    const stateAt = sentAt - 300 * day;
    const { late } = await createCase({
      alarms: () => [alarm('cpu', { state: 'ALARM', stateAt })],
    });

    expect(late().map(({ messageId }) => messageId)).toEqual([
      `found-late/${alarmArn('cpu')}/ALARM/${stateAt}`,
    ]);
  });

  it('nothing is entered for alarms that would not have told a listed topic', async () => {
    const ringing = { state: 'ALARM', stateAt: sentAt - hour };
    const { late } = await createCase({
      receivedAt: sentAt - 2 * hour,
      alarms: () => [
        alarm('elsewhere', { ...ringing, actions: [`${topicArn}-other`] }),
        alarm('silent', { ...ringing, actions: [] }),
        alarm('off', { ...ringing, actionsEnabled: false }),
        alarm('fine', { stateAt: sentAt - 3 * hour }),
      ],
      changes: () => [
        change('elsewhere', 'ALARM', sentAt - hour),
        change('deleted', 'ALARM', sentAt - hour),
      ],
    });

    expect(late()).toEqual([]);
  });

  it('history is read 14 days back at most', async () => {
    const { asked } = await createCase({ receivedAt: sentAt - 60 * day });

    expect(asked.map(({ since }) => since)).toEqual([sentAt - 14 * day]);
  });

  it('every account and region is read, and those of the topics', async () => {
    const { asked } = await createCase({
      accounts: [
        account('444455556666', 'us-east-1', 'eu-west-1'),
        account('123456789012', 'eu-west-1'),
      ],
    });

    expect(asked.map(({ where }) => where)).toEqual([
      'own us-east-1',
      '444455556666 us-east-1',
      '444455556666 eu-west-1',
      '123456789012 eu-west-1',
    ]);
  });

  it('what was found before is not entered again', async () => {
    const options = { alarms: () => [alarm('cpu', { state: 'ALARM', stateAt: sentAt - hour })] };
    const first = await createCase(options);
    const second = await createCase({ ...options, store: first.store });

    expect(second.late()).toHaveLength(1);
    expect([first.wakes(), second.wakes()]).toEqual([1, 0]);
  });
});

describe('while it runs', () => {
  it('alarms are read when it is quiet for longer than usual, and not before', async () => {
    const { clock, reads } = await createCase({ receivedAt: sentAt });
    const first = reads();

    clock.advance(14 * minute);
    await new Promise((resolve) => setTimeout(resolve, 30));
    const early = reads();
    clock.advance(2 * minute);
    await eventually(() => reads() > first);
    await new Promise((resolve) => setTimeout(resolve, 30));

    expect([first, early, reads()]).toEqual([1, 1, 2]);
  });

  it('arrivals in their usual rhythm keep it from reading', async () => {
    const { clock, reads, store } = await createCase({ receivedAt: sentAt });

    for (let count = 1; count <= 6; count += 1) {
      clock.advance(10 * minute);
      await receive(store, clock.now(), `m${count}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }

    expect(reads()).toBe(1);
  });

  it('what was missed shortly before the end of a gap is found as well', async () => {
    const { clock, store, asked } = await createCase({ receivedAt: sentAt });
    clock.advance(14 * minute);
    await new Promise((resolve) => setTimeout(resolve, 20));

    clock.advance(10 * minute);
    await receive(store, clock.now(), 'again');
    await eventually(() => asked.length === 2);

    expect(asked[1]?.since).toBe(sentAt - 5 * minute);
  });
});

describe('a place that cannot be read', () => {
  const denied = new AppError('cloudwatch:DescribeAlarms is denied', {
    kind: 'access',
    code: 'aws_access_denied',
    hint: 'allow cloudwatch:DescribeAlarms',
  });

  it('is told with its cure, and does not keep the others from being read', async () => {
    const { reader, late, log } = await createCase({
      accounts: [account('444455556666', 'us-east-1')],
      alarms: (where) => {
        if (where.account === undefined) throw denied;
        return [alarm('cpu', { state: 'ALARM' })];
      },
    });

    expect(reader.status().problems).toEqual([
      {
        account: undefined,
        region: 'us-east-1',
        reason: 'cloudwatch:DescribeAlarms is denied',
        cure: 'allow cloudwatch:DescribeAlarms',
      },
    ]);
    expect(late()).toHaveLength(1);
    expect(log.lines.filter(({ level }) => level === 'warn')[0]?.fields).toMatchObject({
      cure: 'allow cloudwatch:DescribeAlarms',
    });
  });

  it('is read from the same moment on once it can be, whatever came in meanwhile', async () => {
    let isUp = false;
    const { clock, store, reader, asked, late } = await createCase({
      receivedAt: sentAt - 2 * hour,
      alarms: () => {
        if (!isUp) throw new Error('no network');
        return [alarm('cpu')];
      },
      changes: () => [
        change('cpu', 'ALARM', sentAt - hour),
        change('cpu', 'OK', sentAt - hour + 1),
      ],
    });
    await receive(store, clock.now(), 'newer');
    await new Promise((resolve) => setTimeout(resolve, 20));

    isUp = true;
    clock.advance(6 * minute);
    await eventually(() => reader.status().problems.length === 0);

    expect(asked.map(({ since }) => since)).toEqual([sentAt - 2 * hour - 5 * minute]);
    expect(late()).toHaveLength(2);
  });

  it('still tells the states its alarms are in when only the history is denied', async () => {
    const { reader, late } = await createCase({
      receivedAt: sentAt - 2 * hour,
      alarms: () => [
        alarm('cpu', { state: 'ALARM', stateAt: sentAt - hour }),
        alarm('disk', { state: 'OK', stateAt: sentAt - hour }),
      ],
      changes: () => {
        throw denied;
      },
    });

    expect(late()).toHaveLength(2);
    expect(reader.status().problems).toHaveLength(1);
  });

  it('and a store that cannot be written to end nothing', async () => {
    const store = createMemoryStore();
    const { clock, reader, late } = await createCase({ store, receivedAt: sentAt });
    store.setDown(true);
    clock.advance(hour);
    await new Promise((resolve) => setTimeout(resolve, 30));

    store.setDown(false);
    await eventually(() => reader.status().lastReadAt === sentAt + hour);

    expect(late()).toEqual([]);
  });
});
