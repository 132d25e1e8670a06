import { beforeEach, describe, expect, it } from 'vitest';
import type { AlarmState, Where } from '../../../src/aws/cloudwatch-types.ts';
import type { MetricFilter, Trail } from '../../../src/aws/trail-types.ts';
import { type CoverageDeps, coverageAnswer } from '../../../src/commands/trailwarden/coverage.ts';
import { systemClock } from '../../../src/core/clock.ts';
import type { Answer, Place } from '../../../src/core/command.ts';
import type { AppError } from '../../../src/core/errors.ts';
import type { Incident } from '../../../src/core/incident-store.ts';
import type { TrailLogGroup } from '../../../src/core/settings.ts';
import type { Store, Tx } from '../../../src/core/store.ts';
import { untrusted } from '../../../src/core/text.ts';
import { detections } from '../../../src/detections/index.ts';
import { filterPatternOf } from '../../../src/detections/pattern.ts';
import {
  denied,
  placesOf,
  prod,
  regionId,
  rowsOf,
  shown,
  staging,
  untilAborted,
} from '../helpers.ts';

const topic = 'arn:aws:sns:eu-west-1:111122223333:alarms';
const logGroup = 'trail';

interface Alarm {
  readonly detection: string;
  readonly actions?: readonly string[];
  readonly isOff?: boolean;
  readonly pattern?: string;
  readonly criteria?: string;
}

/** What stands in AWS, by `account/region`. */
interface World {
  alarms: Record<string, readonly Alarm[]>;
  composites: Record<string, readonly { readonly rule: string }[]>;
  trails: Record<string, readonly Trail[]>;
  trailLogs: readonly TrailLogGroup[];
  incidents: readonly Incident[];
  failing: Record<string, AppError>;
  failingFilters: Record<string, AppError>;
  slow: Set<string>;
}

let world: World;

const allOf = (more: Partial<Alarm> = {}): readonly Alarm[] =>
  detections.map(({ id }) => ({ detection: id, ...more }));

const trailIn = (account: string, more: Partial<Trail> = {}): Trail => ({
  arn: `arn:aws:cloudtrail:eu-west-1:${account}:trail/t`,
  name: 't',
  homeRegion: 'eu-west-1',
  isMultiRegion: true,
  isOrganization: false,
  logFileValidation: true,
  logGroupArn: `arn:aws:logs:eu-west-1:${account}:log-group:${logGroup}:*`,
  ...more,
});

const keyOf = ({ account, region }: Where): string => `${account ?? ''}/${region}`;

const stateOf = (alarm: Alarm, { account, region }: Where): AlarmState => ({
  arn: `arn:aws:cloudwatch:${region}:${account ?? ''}:alarm:${alarm.detection}`,
  name: alarm.detection,
  description: undefined,
  state: 'OK',
  reason: undefined,
  reasonData: undefined,
  stateAt: 0,
  actions: alarm.actions ?? [topic],
  actionsEnabled: alarm.isOff !== true,
  configuration: {
    metrics: [{ metricStat: { metric: { namespace: 'Trailwarden', name: alarm.detection } } }],
  },
});

const composite = (rule: string): AlarmState => ({
  ...stateOf({ detection: 'any of them' }, { account: prod.id, region: regionId('eu-west-1') }),
  configuration: { alarmRule: rule },
});

const filterOf = (alarm: Alarm): MetricFilter => ({
  name: alarm.detection,
  pattern: alarm.pattern ?? filterPatternOf(detections.find(({ id }) => id === alarm.detection)!),
  logGroup,
  criteria: alarm.criteria,
});

const store = {
  transaction: (work: (tx: Tx) => unknown) =>
    work({
      incidents: { between: async () => world.incidents },
    } as unknown as Tx),
} as unknown as Store;

const deps: CoverageDeps = {
  alarmReader: {
    describeAlarms: async (where, signal) => {
      const failure = world.failing[keyOf(where)];
      if (failure !== undefined) throw failure;
      if (world.slow.has(keyOf(where))) return untilAborted(signal);
      return [
        ...(world.alarms[keyOf(where)] ?? []).map((alarm) => stateOf(alarm, where)),
        ...(world.composites[keyOf(where)] ?? []).map(({ rule }) => composite(rule)),
      ];
    },
  },
  metricFilters: {
    metricFilters: async (where, { name }) => {
      const failure = world.failingFilters[`${keyOf(where)} ${name}`];
      if (failure !== undefined) throw failure;
      return (world.alarms[keyOf(where)] ?? [])
        .filter(({ detection }) => detection === name)
        .map(filterOf);
    },
  },
  trail: { trails: async ({ account }) => world.trails[account ?? ''] ?? [] },
  trailLogs: () => world.trailLogs,
  topicArns: () => [topic],
  accounts: () => [prod, staging],
  store,
  clock: systemClock,
};

const ask = (
  places: readonly Place[] = placesOf(prod),
  signal = new AbortController().signal,
): Promise<Answer> =>
  coverageAnswer(deps, {
    query: { topic: 'coverage' },
    places,
    signal,
    asker: {
      id: { enterprise: undefined, team: 'T1', user: 'U1' },
      name: 'Alice',
      email: undefined,
      zone: 'UTC',
      kind: 'member',
    },
    self: undefined,
    progress: () => undefined,
    older: undefined,
  });

/** What the table says of a detection, by its title. */
const rowOf = ({ card }: Answer, title: string): string | undefined =>
  rowsOf(card).find((row) => row.startsWith(`${title} |`));

const stateIn = ({ csv }: Answer, detection: string, region: string, account: string = prod.id) =>
  csv?.rows.find(([id, , where, what]) => id === account && where === region && what === detection);

beforeEach(() => {
  world = {
    alarms: { '111122223333/eu-west-1': allOf() },
    composites: {},
    trails: { '111122223333': [trailIn(prod.id)] },
    trailLogs: [],
    incidents: [],
    failing: {},
    failingFilters: {},
    slow: new Set(),
  };
});

describe('what is watched', () => {
  it("is everything where the template's alarms count a trail of all regions", async () => {
    const answer = await ask();

    expect(shown(answer)).toContain('Everything is watched in prod.');
    expect(answer.isPartial).toBe(false);
    expect(stateIn(answer, 'security-group-change', 'us-east-1')).toEqual([
      '111122223333',
      'prod',
      'us-east-1',
      'security-group-change',
      'high',
      'watched by an alarm',
      'security-group-change',
    ]);
  });

  it('is not known of another region where no trail is known that writes to the log group', async () => {
    world.trails = { '111122223333': [] };

    const answer = await ask();

    expect(rowOf(answer, 'VPC change')).toBe('VPC change | medium | ? 1 of 2');
    expect(rowOf(answer, 'IAM policy change')).toBe('IAM policy change | high | ?');
    expect(stateIn(answer, 'vpc-change', 'us-east-1')?.[6]).toContain(
      'no trail is known that writes to trail, which vpc-change counts',
    );
  });

  it('is nothing of another region where the trail is of one', async () => {
    world.trails = { '111122223333': [trailIn(prod.id, { isMultiRegion: false })] };

    const answer = await ask();

    expect(rowOf(answer, 'Security group change')).toBe('Security group change | high | ✓ 1 of 2');
    expect(stateIn(answer, 'security-group-change', 'us-east-1')?.[5]).toBe('not watched');
    // Recorded in us-east-1 alone, which this trail does not see.
    expect(rowOf(answer, 'IAM policy change')).toBe('IAM policy change | high | –');
  });

  it('is told of an alarm that only a composite alarm above it passes on', async () => {
    world.alarms = { '111122223333/eu-west-1': allOf({ actions: [] }) };
    world.composites = { '111122223333/eu-west-1': [{ rule: 'ALARM("root-use") OR ALARM("x")' }] };

    const answer = await ask();

    expect(rowOf(answer, 'Root use')).toBe('Root use | critical | ✓');
    expect(rowOf(answer, 'VPC change')).toBe('VPC change | medium | –');
  });

  it.each([
    ['whose actions lead elsewhere', { actions: ['arn:aws:sns:eu-west-1:111122223333:other'] }],
    ['whose actions are off', { isOff: true }],
  ])('is not heard by an alarm %s', async (_, more) => {
    world.alarms = { '111122223333/eu-west-1': allOf(more) };

    const answer = await ask();

    expect(stateIn(answer, 'root-use', 'eu-west-1')?.slice(5)).toEqual([
      'alarm without a way here',
      'no action leads to a listed topic: root-use',
    ]);
  });

  it('is not what an alarm of that name counts something else for', async () => {
    const pattern = '{ $.eventName = "GetObject" }';
    world.alarms = {
      '111122223333/eu-west-1': allOf().map((alarm) =>
        alarm.detection === 'root-use' ? { ...alarm, pattern } : alarm,
      ),
    };

    const answer = await ask();

    expect(rowOf(answer, 'Root use')).toBe('Root use | critical | –');
    expect(shown(answer)).toContain('1 detection is not watched everywhere in prod');
  });

  it('is what an event came of, for a rule cannot be seen otherwise', async () => {
    world.alarms = {};
    const at = Date.UTC(2026, 5, 1);
    world.incidents = [
      {
        id: 'i1',
        detection: 'vpc-change',
        latest: {
          source: 'cloudtrail-event',
          account: prod.id,
          region: regionId('eu-west-1'),
          at,
          name: untrusted('x'),
        },
      } as unknown as Incident,
    ];

    const answer = await ask();

    expect(rowOf(answer, 'VPC change')).toBe('VPC change | medium | ✓ 1 of 2');
    expect(stateIn(answer, 'vpc-change', 'eu-west-1')?.slice(5)).toEqual([
      'seen by event',
      'an event came at 2026-06-01T00:00:00.000Z',
    ]);
  });

  it("comes from the organisation's trail for all its accounts", async () => {
    world.trails = {
      '111122223333': [trailIn(prod.id, { isOrganization: true })],
      '444455556666': [trailIn(prod.id, { isOrganization: true })],
    };

    const answer = await ask(placesOf(prod, staging));

    expect(shown(answer)).toContain('Everything is watched in 2 accounts.');
    expect(stateIn(answer, 'root-use', 'us-east-1', staging.id)?.[5]).toBe('watched by an alarm');
  });

  it.each([
    ['does not come', undefined, 'not watched'],
    ['is believed to come', [prod.id, staging.id], 'watched by an alarm'],
  ])(
    "%s from the organisation's trail to an account that does not see it",
    async (_, covers, says) => {
      world.trails = { '111122223333': [trailIn(prod.id, { isOrganization: true })] };
      world.trailLogs = [{ logGroup, account: prod.id, region: regionId('eu-west-1'), covers }];

      const answer = await ask(placesOf(prod, staging));

      expect(stateIn(answer, 'root-use', 'us-east-1', prod.id)?.[5]).toBe('watched by an alarm');
      expect(stateIn(answer, 'root-use', 'us-east-1', staging.id)?.[5]).toBe(says);
    },
  );
});

describe('what could not be read', () => {
  it('is never said not to be watched', async () => {
    world.failing = { '111122223333/eu-west-1': denied('cloudwatch:DescribeAlarms') };

    const answer = await ask();

    expect(answer.isPartial).toBe(true);
    expect(new Set(answer.csv?.rows.map((row) => row[5]))).toEqual(new Set(['not known']));
    expect(shown(answer)).toContain('the permission cloudwatch:DescribeAlarms is missing');
  });

  it('makes one filter uncertain, and leaves the rest', async () => {
    world.failingFilters = {
      '111122223333/eu-west-1 root-use': denied('logs:DescribeMetricFilters'),
    };

    const answer = await ask();

    expect(rowOf(answer, 'Root use')).toBe('Root use | critical | ?');
    expect(rowOf(answer, 'VPC change')).toBe('VPC change | medium | ✓');
    expect(shown(answer)).toContain('prod, eu-west-1: 1 metric');
  });

  it('is what there was no time for', async () => {
    world.slow.add('111122223333/eu-west-1');

    const answer = await ask(placesOf(prod), AbortSignal.timeout(50));

    expect(answer.isPartial).toBe(true);
    expect(shown(answer)).toContain('there was no time left');
    expect(answer.csv?.rows.some((row) => row[5] === 'not watched')).toBe(false);
  });

  it('is an account that was not asked about and whose trail counts this one', async () => {
    world.alarms = {};
    world.trailLogs = [
      { logGroup, account: staging.id, region: regionId('eu-west-1'), covers: undefined },
    ];

    const answer = await ask();

    expect(rowOf(answer, 'Root use')).toBe('Root use | critical | ?');
    expect(shown(answer)).toContain('Alarms on a trail of another account');
  });

  it('is what a filter counts a part of only', async () => {
    world.alarms = { '111122223333/eu-west-1': allOf({ criteria: '@aws.region = "eu-west-1"' }) };

    const answer = await ask();

    expect(rowOf(answer, 'Root use')).toBe('Root use | critical | ?');
  });
});
