import { describe, expect, it } from 'vitest';
import { alertOf } from './alerts.ts';
import { createRig } from './rig.ts';

describe('an incident', () => {
  it('is one message that goes from ALARM to resolved in place, with the change in its thread', async () => {
    const { clock, slack, send } = await createRig();

    await send(alertOf('ALARM', clock.now()));
    const [root] = slack.roots('sec');
    const fired = root && slack.text(root);
    await clock.pass(60_000);
    await send(alertOf('OK', clock.now()));
    await clock.pass(5_000);

    expect(fired).toContain(
      'HIGH LoginFailures went to ALARM in prod (111122223333), eu-west-1: 5 failures in 5 minutes',
    );
    expect(fired).toContain(
      'Severity high by default: neither route nor source says otherwise. Why here: route 1',
    );
    expect(slack.roots('sec')).toHaveLength(1);
    expect(root && slack.text(root)).toContain('RESOLVED LoginFailures is OK again in prod');
    expect(root && slack.text(root)).toContain('Fired: 10:00: 5 failures in 5 minutes');
    expect(root && slack.thread(root).map(slack.text)).toEqual([
      ' 10:01 is OK again: 5 failures in 5 minutes'.trim(),
    ]);
  });
});
