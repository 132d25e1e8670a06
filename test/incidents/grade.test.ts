import { describe, expect, it } from 'vitest';
import { type Alert, defaultSeverity } from '../../src/core/alert.ts';
import { alarmOf, callAlertOf, eventOf } from './fake-evidence.ts';
import { createScene } from './scene.ts';

/** Critical ones go to a channel of their own, too. */
const destinations = (alert: Alert) => {
  const severity = alert.severity ?? defaultSeverity;
  const why = 'route 1: every alert';
  return [
    { channel: 'sec', severity, why },
    ...(severity.level === 'critical' ? [{ channel: 'critical', severity, why }] : []),
  ];
};

describe('an alarm that says nothing of how grave it is', () => {
  it('is as grave as what it turns out to be, where that belongs', async () => {
    const scene = await createScene({ destinations });
    const { clock, send, fake } = scene;
    fake.add(eventOf({ id: 'e1', when: clock.now() - 60_000, detection: 'root-use' }));

    await send(alarmOf('ALARM', clock.now()));
    expect(scene.rootText()).toMatch(/^HIGH /);
    await clock.pass(5_000);

    expect(scene.rootText()).toMatch(/^CRITICAL /);
    expect(scene.rootText()).toContain('Severity critical because root may do everything');
    expect(scene.rootTexts('critical')).toEqual([expect.stringMatching(/^CRITICAL /)]);

    await send(alarmOf('OK', clock.now()), alarmOf('ALARM', clock.now() + 1));
    await clock.pass(5_000);

    expect(scene.rootTexts()).toEqual([expect.stringMatching(/^CRITICAL /)]);
    expect(scene.rootTexts('critical')).toHaveLength(1);
  });

  it('is as grave as the gravest of the calls under it', async () => {
    const scene = await createScene({ destinations });
    const { clock, send, fake } = scene;
    const when = clock.now() - 60_000;
    fake.add(eventOf({ id: 'e1', when, detection: 'cloudtrail-change' }));
    const event = eventOf({ id: 'e2', when, call: 'StopLogging', detection: 'cloudtrail-change' });
    fake.add({ ...event, detections: ['cloudtrail-switched-off', 'cloudtrail-change'] });

    await send(alarmOf('ALARM', clock.now()));
    await clock.pass(5_000);

    expect(scene.rootText()).toMatch(/^CRITICAL /);
    expect(await scene.incidents()).toMatchObject([{ detection: 'cloudtrail-change' }]);
  });

  it('that is one of many is as grave as the gravest', async () => {
    const scene = await createScene({ destinations });
    const { clock, send } = scene;
    const call = (id: string, level: 'high' | 'medium' | 'info') => ({
      ...callAlertOf(eventOf({ id, when: clock.now() }), 'deploy'),
      at: clock.now() + Number(id),
      severity: { level, reason: 'it says so' },
      foldsWithinMs: 900_000,
    });

    await send(call('1', 'medium'), call('2', 'high'), call('3', 'info'));
    await clock.pass(60_000);

    expect(scene.rootTexts()).toEqual([expect.stringMatching(/^HIGH /)]);
  });

  it('stays as grave as its source says', async () => {
    const scene = await createScene({ destinations });
    const { clock, send, fake } = scene;
    fake.add(eventOf({ id: 'e1', when: clock.now() - 60_000, detection: 'root-use' }));

    await send({
      ...alarmOf('ALARM', clock.now()),
      severity: { level: 'low', reason: 'it says so' },
    });
    await clock.pass(5_000);

    expect(scene.rootText()).toMatch(/^LOW /);
    expect(scene.rootTexts('critical')).toEqual([]);
  });
});
