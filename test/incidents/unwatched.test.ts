import { describe, expect, it } from 'vitest';
import type { Alert } from '../../src/core/alert.ts';
import { alertOf } from './alerts.ts';
import { createRig, toChannel } from './rig.ts';

const unwatched = (name: string, at: number): Alert => ({
  ...alertOf('EVENT', at, { name }),
  source: 'cloudtrail-event',
  isUnwatched: true,
});

describe('a record of CloudTrail that no detection matches', () => {
  it('is counted and not shown where no route asks for it, and holds up nothing', async () => {
    const destinations = (alert: Alert) =>
      alert.isUnwatched === true ? [] : toChannel('sec')(alert);
    const rig = await createRig({ destinations });
    const { clock, slack, store, accept } = rig;
    const at = clock.now();

    await accept(JSON.stringify([unwatched('a', at), alertOf('ALARM', at), unwatched('b', at)]));
    await clock.pass(3_000);

    expect(slack.roots('sec').map(slack.text)).toHaveLength(1);
    expect(slack.messages).toHaveLength(1);
    expect(rig.counted['trailwarden_events_ignored_total']).toBe(2);
    const counts = await store.transaction((tx) => tx.inbox.counts());
    expect(counts).toMatchObject({ waiting: 0, quarantined: 0 });
    expect(
      await store.transaction((tx) => tx.incidents.between(0, Number.MAX_SAFE_INTEGER, 9)),
    ).toHaveLength(1);
  });

  it('is shown where a route asks for it', async () => {
    const rig = await createRig();
    const { clock, slack, send } = rig;

    await send(unwatched('EC2 DescribeVpcs', clock.now()));
    await clock.pass(3_000);

    expect(slack.roots('sec').map(slack.text)).toEqual([
      expect.stringContaining('EC2 DescribeVpcs'),
    ]);
    expect(rig.counted).not.toHaveProperty('trailwarden_events_ignored_total');
  });
});
