import { describe, expect, it } from 'vitest';
import type { TrailRecord } from '../../../src/aws/trail-types.ts';
import { evidenceEventOf } from '../../../src/core/evidence-event.ts';
import { networkOf } from '../../../src/incidents/evidence/network.ts';
import { createNormalityReader } from '../../../src/incidents/evidence/normality.ts';
import { createSimulatedClock } from '../clock.ts';
import {
  central,
  createWorld,
  firedAt,
  member,
  minute,
  record,
  throttled,
  userOf,
  type World,
} from './world.ts';

const day = 24 * 60 * minute;
const ago = (days: number): { readonly eventTime: string } => ({
  eventTime: new Date(firedAt - days * day).toISOString(),
});

const createRig = (records: readonly TrailRecord[], more: Partial<World> = {}) => {
  const world = createWorld({ history: { [`${member} eu-west-1`]: records }, ...more });
  const clock = createSimulatedClock(firedAt + minute);
  const reader = createNormalityReader({ ...world.deps, clock });
  return {
    world,
    clock,
    check: (of: TrailRecord) => reader.check(evidenceEventOf(of, []), new AbortController().signal),
  };
};

describe('normality', () => {
  it('is a first time where the call was never made in 90 days', async () => {
    const rig = createRig([record('now')]);

    expect(await rig.check(record('now'))).toBe('first-time');
    expect(rig.world.calls('lookup')).toMatchObject([
      {
        urgency: 'background',
        wanted: { attribute: { key: 'EventName', value: 'DeleteSecurityGroup' } },
      },
    ]);
  });

  it('is seen where the same actor did so from the same network', async () => {
    const rig = createRig([record('before', { ...ago(80), sourceIPAddress: '203.0.113.99' })]);

    expect(await rig.check(record('now'))).toBe('seen');
  });

  it.each([
    ['another actor', userOf('bob')],
    ['another network', { sourceIPAddress: '198.51.100.7' }],
    ['another call', { eventName: 'CreateSecurityGroup' }],
    ['another service', { eventSource: 'example.amazonaws.com' }],
    ['a denied attempt', { errorCode: 'Client.UnauthorizedOperation' }],
    ['longer ago', ago(91)],
    ['the same doing', { eventTime: new Date(firedAt - 20 * minute).toISOString() }],
  ])('is a first time after %s', async (_, more) => {
    const rig = createRig([record('before', { ...ago(10), ...more })]);

    expect(await rig.check(record('now'))).toBe('first-time');
  });

  it('looks for frequent calls by their caller', async () => {
    const rig = createRig([]);

    await rig.check(record('now', { eventName: 'RunInstances' }));

    expect(rig.world.calls('lookup')).toMatchObject([
      { wanted: { attribute: { key: 'Username', value: 'alice' } } },
    ]);
  });

  it('follows pages, twenty at most', async () => {
    const other = Array.from({ length: 60 }, (_, index) =>
      record(`${index}`, { ...ago(5), ...userOf('bob') }),
    );
    const far = createRig([...other, record('before', ago(80))]);
    const endless = createRig(Array.from({ length: 30 }, () => other).flat());

    expect(await far.check(record('now'))).toBe('seen');
    expect(await endless.check(record('now'))).toBe('not-checked');
    expect(endless.world.calls('lookup')).toHaveLength(20);
  });

  it('is kept for an hour', async () => {
    const rig = createRig([]);

    await rig.check(record('a'));
    await rig.check(record('b', { sourceIPAddress: '203.0.113.200' }));
    const asked = rig.world.calls('lookup').length;
    await rig.clock.pass(61 * minute);
    await rig.check(record('a'));

    expect(asked).toBe(1);
    expect(rig.world.calls('lookup')).toHaveLength(2);
  });

  it('is not checked where AWS does not let it, and asked again', async () => {
    const rig = createRig([], { fails: { lookup: throttled } });

    expect(await rig.check(record('now'))).toBe('not-checked');
    expect(await rig.check(record('now'))).toBe('not-checked');
    expect(rig.world.calls('lookup')).toHaveLength(2);
  });

  it('is not checked in an account that nobody has a role for', async () => {
    const stranger = record('now', { recipientAccountId: central });
    const withRecords = createRig([record('own', ago(5))], { roles: [] });
    const without = createRig([], { roles: [] });

    expect(await withRecords.check(stranger)).toBe('not-checked');
    expect(await without.check(stranger)).toBe('not-checked');
  });

  it('needs no role in the own account', async () => {
    const rig = createRig([record('own', { ...ago(0.5), eventName: 'DescribeVpcs' })], {
      roles: [],
    });

    expect(await rig.check(record('now'))).toBe('first-time');
  });

  it('is not checked without a place', async () => {
    const rig = createRig([]);

    expect(await rig.check(record('now', { awsRegion: undefined }))).toBe('not-checked');
    expect(rig.world.called).toEqual([]);
  });
});

it.each([
  ['203.0.113.7', '203.0.113.0/24'],
  ['2001:db8:1:2::5', '2001:db8:1::/48'],
  ['2001:DB8:1::', '2001:db8:1::/48'],
  ['2001:db8::1', '2001:db8:0::/48'],
  ['::1', '0:0:0::/48'],
  ['::ffff:203.0.113.7', '203.0.113.0/24'],
  ['cloudformation.amazonaws.com', 'cloudformation.amazonaws.com'],
])('the network of %s is %s', (address, network) => {
  expect(networkOf(address)).toBe(network);
});
