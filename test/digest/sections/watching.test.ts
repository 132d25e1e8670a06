import { beforeEach, describe, expect, it } from 'vitest';
import type { AlarmState } from '../../../src/aws/cloudwatch-types.ts';
import type { TopicSubscription } from '../../../src/aws/sns.ts';
import type { Trail, TrailState } from '../../../src/aws/trail-types.ts';
import type { AppError } from '../../../src/core/errors.ts';
import type { TopicArn } from '../../../src/core/ids.ts';
import type { Overview } from '../../../src/core/overview.ts';
import type { Store, Tx } from '../../../src/core/store.ts';
import { detections } from '../../../src/detections/index.ts';
import { filterPatternOf } from '../../../src/detections/pattern.ts';
import type { SectionRun } from '../../../src/digest/section.ts';
import {
  createWatchingSection,
  type WatchingSectionDeps,
} from '../../../src/digest/sections/watching/watching.ts';
import {
  daysAgo,
  denied,
  machineWords,
  now,
  placesOf,
  prod,
  regionId,
} from '../../commands/helpers.ts';
import { linesOf, runOf, shown, toldOf, unreadOf } from './rig.ts';

const topic = 'arn:aws:sns:eu-west-1:111122223333:alarms' as TopicArn;
const queue = {
  url: 'https://sqs.eu-west-1.amazonaws.com/111122223333/in',
  region: regionId('eu-west-1'),
};
const queueArn = 'arn:aws:sqs:eu-west-1:111122223333:in';
const deadArn = 'arn:aws:sqs:eu-west-1:111122223333:dead';

interface World {
  trails: readonly Trail[];
  trailState: TrailState;
  alarms: Record<string, readonly AlarmState[]>;
  subscriptions: readonly TopicSubscription[];
  dead: number;
  failing: Record<string, AppError>;
  reasons: readonly string[];
  parked: number;
  asked: string[];
}

let world: World;

const trail: Trail = {
  arn: 'arn:aws:cloudtrail:eu-west-1:111122223333:trail/t',
  name: 't',
  homeRegion: 'eu-west-1',
  isMultiRegion: true,
  isOrganization: false,
  logFileValidation: true,
  logGroupArn: 'arn:aws:logs:eu-west-1:111122223333:log-group:trail:*',
};

const alarm = (name: string, more: Partial<AlarmState> = {}): AlarmState => ({
  arn: `arn:aws:cloudwatch:eu-west-1:111122223333:alarm:${name}`,
  name,
  description: undefined,
  state: 'OK',
  reason: undefined,
  reasonData: undefined,
  stateAt: daysAgo(30),
  actions: [topic],
  actionsEnabled: true,
  configuration: { metrics: [{ metricStat: { metric: { namespace: 'T', name } } }] },
  ...more,
});

const allWatched = detections.map(({ id }) => alarm(id));

const failIf = (key: string): void => {
  world.asked.push(key);
  const failure = world.failing[key];
  if (failure !== undefined) throw failure;
};

const tx = {
  incidents: { between: async () => [] },
  inbox: {
    received: async () => ({ https: 5, sqs: 2, 'found-late': 1 }),
    counts: async () => ({ waiting: 0, quarantined: 0, oldestWaitingAt: undefined }),
  },
  posts: { counts: async () => ({ due: 0, parked: world.parked, oldestDueAt: undefined }) },
} as unknown as Tx;

const facts = (arn: string, waiting: number, deadLetter?: string) => ({
  arn,
  waiting,
  held: 0,
  retentionSeconds: 1,
  deadLetter: deadLetter === undefined ? undefined : { arn: deadLetter, maxReceiveCount: 3 },
  policy: undefined,
});

const deps: WatchingSectionDeps = {
  alarmReader: {
    describeAlarms: async ({ region }) => {
      failIf(`alarms ${region}`);
      return world.alarms[region] ?? [];
    },
  },
  metricFilters: {
    metricFilters: async (_, { name }) => {
      failIf('filters');
      const detection = detections.find(({ id }) => id === name);
      if (detection === undefined) return [];
      return [
        { name, pattern: filterPatternOf(detection), logGroup: 'trail', criteria: undefined },
      ];
    },
  },
  trail: {
    trails: async () => {
      failIf('trails');
      return world.trails;
    },
    trailState: async () => {
      failIf('trailState');
      return world.trailState;
    },
  },
  sns: {
    subscriptions: async () => {
      failIf('subscriptions');
      return world.subscriptions;
    },
    subscriptionAttributes: async () => ({
      RedrivePolicy: JSON.stringify({ deadLetterTargetArn: deadArn }),
    }),
  },
  sqs: {
    facts: async () => {
      failIf('queue');
      return facts(queueArn, 0, deadArn);
    },
    factsByArn: async (arn) => facts(arn, world.dead),
  },
  whereOf: (account, region) => ({ account, region }),
  trailLogs: () => [],
  accounts: () => [prod],
  topics: () => [{ arn: topic, signatureVersion: '2' }],
  queues: () => [queue],
  publicUrl: () => undefined,
  overview: async () =>
    ({ reasons: world.reasons, aws: { problems: [], setUp: [] } }) as unknown as Overview,
  store: { transaction: (work: (all: Tx) => unknown) => work(tx) } as unknown as Store,
  clock: { now: () => now },
};

const section = createWatchingSection(deps);
const [place] = placesOf(prod);
const read = (run: SectionRun = runOf(), regions = prod.regions) =>
  section.begin(run).account({ account: prod, regions });
const readBot = (run: SectionRun = runOf()) => section.begin(run).bot!();

beforeEach(() => {
  world = {
    trails: [trail],
    trailState: { isLogging: true, deliveryError: undefined, management: 'all' },
    alarms: { 'eu-west-1': allWatched },
    subscriptions: [{ arn: 'arn:aws:sns:x', protocol: 'sqs', endpoint: queueArn }],
    dead: 0,
    failing: {},
    reasons: [],
    parked: 0,
    asked: [],
  };
});

describe('an account that is watched well', () => {
  it('has nothing open and nothing unread', async () => {
    const part = await read();

    expect(linesOf(part)).toEqual([]);
    expect(unreadOf(part)).toEqual([]);
    expect(shown(section, [toldOf(place!, part)])).not.toMatch(machineWords);
  });

  it('is asked for its alarms and trails once', async () => {
    await read();

    expect(world.asked.filter((call) => call !== 'filters').toSorted()).toEqual([
      'alarms eu-west-1',
      'alarms us-east-1',
      'subscriptions',
      'trailState',
      'trails',
    ]);
  });
});

describe('trails', () => {
  it.each([
    ['does not log', { isLogging: false }, 'the trail t does not log'],
    ['records no changes', { management: 'read-only' as const }, 'the trail t records no changes'],
    [
      'cannot deliver',
      { deliveryError: 'AccessDenied' },
      'the last delivery of the trail t failed: AccessDenied',
    ],
  ])('tells of one that %s, in every region that it is for', async (_, more, says) => {
    world.trailState = { ...world.trailState, ...more };

    const found = linesOf(await read());

    expect(found).toContain(`fail trail eu-west-1: eu-west-1: ${says}`);
    expect(found).toContain(`fail trail us-east-1: us-east-1: ${says}`);
  });

  it('tells of the region that a trail of one region leaves out, and of no other', async () => {
    world.trails = [{ ...trail, isMultiRegion: false }];

    const found = linesOf(await read()).filter((line) => line.includes('trail '));

    expect(found).toContain('fail trail us-east-1: us-east-1: no trail records what is done there');
    expect(found.some((line) => line.startsWith('fail trail eu-west-1'))).toBe(false);
  });

  it('does not blame a trail whose selectors a member account may not see', async () => {
    world.trailState = { ...world.trailState, management: 'unknown' };

    expect(linesOf(await read())).toEqual([]);
  });

  it('are unread, and not fixed, where they cannot be read', async () => {
    world.failing['trails'] = denied('cloudtrail:DescribeTrails');

    const part = await read();

    expect(linesOf(part)).toEqual([]);
    expect(part.unread.map(({ scope }) => scope)).toEqual(
      expect.arrayContaining(['trail/eu-west-1', 'trail/us-east-1']),
    );
  });
});

describe('alarms', () => {
  it('tells of those without an action or with actions switched off', async () => {
    world.alarms['us-east-1'] = [
      alarm('a', { actions: [] }),
      alarm('b', { actionsEnabled: false }),
      alarm('c'),
    ];

    const found = linesOf(await read());

    expect(found).toEqual([
      'fail quiet-alarm/us-east-1/a: alarm a in us-east-1 has no action',
      'fail quiet-alarm/us-east-1/b: alarm b in us-east-1 has its actions switched off',
    ]);
  });

  it('does not tell of one that a composite alarm speaks for', async () => {
    world.alarms['us-east-1'] = [
      alarm('a', { actions: [] }),
      alarm('all', { configuration: { alarmRule: 'ALARM("a")' } }),
    ];

    expect(linesOf(await read())).toEqual([]);
  });

  it('tells of those without data for more than a week, since when', async () => {
    const state = 'INSUFFICIENT_DATA';
    world.alarms['us-east-1'] = [
      alarm('long', { state, stateAt: daysAgo(8) }),
      alarm('short', { state, stateAt: daysAgo(7) }),
    ];

    const { findings } = await read();

    expect(findings).toMatchObject([{ id: 'dataless-alarm/us-east-1/long', since: daysAgo(8) }]);
  });

  it('leaves a region unread where they cannot be read, and says nothing of what may be watched there', async () => {
    world.alarms = {};
    world.failing['alarms us-east-1'] = denied('cloudwatch:DescribeAlarms');

    const part = await read();

    expect(linesOf(part)).toEqual([]);
    expect(part.unread.map(({ scope }) => scope)).toContain('alarms/us-east-1');
    expect(part.unread.map(({ scope }) => scope)).not.toContain('alarms/eu-west-1');
    expect(part.unread.map(({ scope }) => scope)).toContain('detection/vpc-change');
  });

  it('of regions that were not asked about are not called fixed', async () => {
    const part = await read(runOf(), [regionId('eu-west-1')]);

    expect(unreadOf(part)).toContain('alarms/us-east-1: Only eu-west-1 was asked about.');
  });
});

describe('detections', () => {
  it('tells of one that no alarm counts, over all regions at once', async () => {
    world.alarms['eu-west-1'] = allWatched.filter(({ name }) => name !== 'vpc-change');

    expect(linesOf(await read())).toEqual([
      'warn detection/vpc-change: VPC change: nothing watches it in any region',
    ]);
  });

  it('judges one of IAM in the region where its calls are recorded alone', async () => {
    world.alarms['eu-west-1'] = allWatched.filter(({ name }) => name !== 'iam-policy-change');

    expect(linesOf(await read())).toEqual([
      'warn detection/iam-policy-change: IAM policy change: nothing watches it in us-east-1',
    ]);
  });

  it('tells of an alarm that leads nowhere near the bot', async () => {
    const other = { actions: ['arn:aws:sns:eu-west-1:111122223333:other'] };
    world.alarms['eu-west-1'] = allWatched.map((one) =>
      one.name === 'vpc-change' ? { ...one, ...other } : one,
    );

    expect(linesOf(await read())).toEqual([
      'warn detection/vpc-change: VPC change: alarm vpc-change tells no listed topic, in any region',
    ]);
  });
});

describe('topics', () => {
  it('tells of subscriptions that wait, without the address of a person', async () => {
    world.subscriptions = [
      { arn: undefined, protocol: 'sqs', endpoint: queueArn },
      { arn: undefined, protocol: 'email', endpoint: 'carol@example.com' },
    ];

    expect(linesOf(await read())).toEqual([
      'fail unconfirmed/alarms in eu-west-1/sqs in: topic alarms in eu-west-1: the subscription of the bot waits for its confirmation',
      'warn unconfirmed/alarms in eu-west-1/email: topic alarms in eu-west-1: the subscription of email waits for its confirmation',
    ]);
  });

  it('tells of one that does not send to the bot', async () => {
    world.subscriptions = [];

    expect(linesOf(await read())).toEqual([
      'fail unconnected/alarms in eu-west-1: topic alarms in eu-west-1 does not send to the bot',
    ]);
  });
});

describe('the bot', () => {
  it('has nothing open where nothing lies aside, and tells what went through it', async () => {
    const part = await readBot();

    expect(linesOf(part)).toEqual([]);
    expect(part.figures).toMatchObject({ received: 7, 'found-late': 1, 'dead-letters': 0 });
  });

  it('tells of a dead-letter queue once, whoever shares it', async () => {
    world.dead = 3;

    expect(linesOf(await readBot())).toEqual([
      'fail dead-letters/eu-west-1:111122223333:dead: 3 messages wait in the dead-letter queue dead of queue in in eu-west-1, topic alarms in eu-west-1',
    ]);
  });

  it('does not call dead letters gone while a queue cannot be read', async () => {
    world.failing['queue'] = denied('sqs:GetQueueAttributes');

    const part = await readBot();

    expect(part.unread.map(({ scope }) => scope)).toContain('dead-letters');
    expect(part.figures).not.toHaveProperty('dead-letters');
  });

  it('tells what is in its way, the same problem whatever its count', async () => {
    world.reasons = ['3 messages wait to be written'];
    world.parked = 2;
    const first = await readBot();
    world.reasons = ['4 messages wait to be written'];

    const second = await readBot();

    expect(first.findings.map(({ id }) => id)).toEqual(second.findings.map(({ id }) => id));
    expect(linesOf(first)).toContain('fail parked: Slack did not take 2 messages, which are kept');
  });
});

it('says what there was no time for', async () => {
  const signal = AbortSignal.abort();

  const part = await read(runOf({ signal }));

  expect(linesOf(part)).toEqual([]);
  expect(unreadOf(part)).toEqual(['*: There was no time left to read it.']);
});
