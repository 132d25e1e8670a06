import { describe, expect, it } from 'vitest';
import type { AlarmFacts } from '../../../src/core/evidence.ts';
import { mergeEvidence } from '../../../src/incidents/evidence/merge.ts';
import {
  alarm,
  createWorld,
  denied,
  firedAt,
  gapKinds,
  member,
  metric,
  minute,
  record,
} from './world.ts';

const cpu: Partial<AlarmFacts> = {
  name: 'HighCPU',
  threshold: 80,
  metrics: [
    metric('CPUUtilization', {
      namespace: 'AWS/EC2',
      statistic: 'Average',
      dimensions: [['InstanceId', 'i-0abc']],
    }),
  ],
  from: firedAt - 10 * minute,
};

const point = (minutes: number, value: number) => ({ at: firedAt + minutes * minute, value });

const before = (id: string, minutes: number, more: object = {}) =>
  record(id, {
    eventTime: new Date(firedAt - minutes * minute).toISOString(),
    requestParameters: { instanceId: 'i-0abc' },
    ...more,
  });

describe('evidence of other alarms', () => {
  it('is the metric around the firing, with its threshold', async () => {
    const world = createWorld({ values: [point(-120, 1), point(-30, 20), point(1, 97)] });

    const evidence = await world.read({ alert: alarm(cpu), now: firedAt + 2 * minute });

    expect(evidence.chart).toEqual({
      title: 'CPUUtilization of i-0abc',
      unit: undefined,
      threshold: 80,
      points: [point(-30, 20), point(1, 97)],
    });
    expect(world.calls('values')).toMatchObject([
      { wanted: { from: firedAt - 60 * minute, to: firedAt + 2 * minute, periodMs: 5 * minute } },
    ]);
    expect(world.calls('metricFilters')).toEqual([]);
    expect(evidence).toMatchObject({ source: undefined, gaps: [], filters: [] });
  });

  it('draws three times what was evaluated, in whole minutes and at most 200 points', async () => {
    const world = createWorld();
    const second = metric('CPUUtilization', { namespace: 'AWS/EC2', periodMs: 10_000 });
    const evaluated = { periodMs: 60 * minute, evaluationPeriods: 4 };

    await world.read({ alert: alarm({ ...cpu, ...evaluated, metrics: [second] }) });

    const [call] = world.calls('values');
    expect(call?.wanted).toMatchObject({ from: firedAt - 12 * 60 * minute, periodMs: 4 * minute });
  });

  it('is what was written to the resource in the hour before, the newest first', async () => {
    const world = createWorld({
      history: {
        [`${member} eu-west-1`]: [
          before('newest', 5),
          before('read', 6, { readOnly: true }),
          before('oldest', 50),
          before('too old', 70),
          before('elsewhere', 7, { requestParameters: { instanceId: 'i-0other' } }),
        ],
      },
    });

    const evidence = await world.read({ alert: alarm(cpu) });

    expect(evidence.changes?.map(({ id }) => id)).toEqual(['newest', 'oldest']);
    expect(world.calls('lookup')).toMatchObject([
      { wanted: { attribute: { key: 'ResourceName', value: 'i-0abc' } } },
    ]);
  });

  it('keeps ten changes and reads three pages', async () => {
    const many = Array.from({ length: 300 }, (_, index) =>
      before(`event ${index}`, 1 + index / 10),
    );
    const world = createWorld({ history: { [`${member} eu-west-1`]: many } });

    const { changes } = await world.read({ alert: alarm(cpu) });

    expect(changes).toHaveLength(10);
    expect(world.calls('lookup')).toHaveLength(3);
  });

  it('asks for a load balancer by its ARN and its name, and not for what is no resource', async () => {
    const world = createWorld();
    const balancer = metric('HTTPCode_ELB_5XX_Count', {
      namespace: 'AWS/ApplicationELB',
      dimensions: [
        ['LoadBalancer', 'app/web/50dc6c495c0c9188'],
        ['AvailabilityZone', 'eu-west-1a'],
      ],
    });

    await world.read({ alert: alarm({ ...cpu, metrics: [balancer] }) });

    expect(world.calls('lookup').map(({ wanted }) => wanted)).toMatchObject([
      {
        attribute: {
          value:
            'arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/app/web/50dc6c495c0c9188',
        },
      },
      { attribute: { value: 'web' } },
    ]);
  });

  it('does not look for changes where the metric is about no resource', async () => {
    const bare = metric('Errors', { namespace: 'AWS/Lambda' });

    const { changes } = await createWorld().read({ alert: alarm({ ...cpu, metrics: [bare] }) });

    expect(changes).toBeUndefined();
  });

  it('says what may not be read', async () => {
    const world = createWorld({
      fails: {
        values: denied('cloudwatch:GetMetricData'),
        lookup: denied('cloudtrail:LookupEvents'),
      },
    });

    const evidence = await world.read({ alert: alarm(cpu) });

    expect(gapKinds(evidence)).toEqual(['denied', 'denied']);
    expect(evidence).toMatchObject({ chart: undefined, changes: undefined });
  });

  it('looks for changes again only while Event history may still get them', async () => {
    const first = await createWorld({
      history: { [`${member} eu-west-1`]: [before('known', 5)] },
    }).read({ alert: alarm(cpu) });
    const world = createWorld({ values: [point(30, 50)] });

    const late = await world.read({
      alert: alarm(cpu),
      previous: first,
      now: firedAt + 40 * minute,
    });
    const merged = mergeEvidence(first, late);

    expect(world.calls('lookup')).toEqual([]);
    expect(merged.changes?.map(({ id }) => id)).toEqual(['known']);
    expect(merged.chart?.points).toEqual([point(30, 50)]);
  });

  it('has a chart also where an own metric has no filter', async () => {
    const world = createWorld({ filters: {}, values: [point(0, 3)] });

    const evidence = await world.read();

    expect(evidence.chart?.title).toBe('SecurityGroupEventCount');
    expect(gapKinds(evidence)).toEqual(['no-filter']);
  });
});
