import { describe, expect, it } from 'vitest';
import { untrusted } from '../../src/core/text.ts';
import { closeIncident } from '../../src/incidents/close.ts';
import { lockedIncident } from '../../src/incidents/locked.ts';
import { alarmOf, callAlertOf, eventOf } from './fake-evidence.ts';
import { createScene } from './scene.ts';

const second = 1_000;
const minutes = 60_000;

describe('an event of CloudTrail', () => {
  it('is an incident with its evidence at once', async () => {
    const scene = await createScene();
    const { clock, send } = scene;

    await send(callAlertOf(eventOf({ id: 'e1', when: clock.now() }), 'Security group change'));
    await clock.pass(3 * second);

    expect(scene.rootText()).toContain(
      'Security group change happened in prod (111122223333), eu-west-1: IAM user alice deleted security group sg-0abc',
    );
    expect(scene.rootText()).toContain('Who tripped it');
    expect(await scene.incidents()).toMatchObject([
      { phase: 'event', detection: 'security-group-change' },
    ]);
  });

  it('that an alarm has shown already joins it, without a message of its own', async () => {
    const scene = await createScene();
    const { clock, send, fake } = scene;
    const event = eventOf({ id: 'e1', when: clock.now() - minutes });
    fake.add(event);
    await send(alarmOf('ALARM', clock.now()));
    await clock.pass(3 * second);

    await send(callAlertOf(event, 'Security group change'));
    await clock.pass(3 * second);

    expect(scene.rootTexts()).toHaveLength(1);
    expect(scene.replyTexts()).toEqual([
      'Also reported by Security group change (cloudtrail-event).',
    ]);
    expect(await scene.incidents()).toHaveLength(2);
  });

  it('is shown once: an alarm that finds it says where it stands', async () => {
    const scene = await createScene();
    const { clock, send, fake } = scene;
    const event = eventOf({ id: 'e1', when: clock.now() - minutes });
    fake.add(event);

    await send(callAlertOf(event, 'Security group change'));
    await clock.pass(3 * second);
    await send(alarmOf('ALARM', clock.now()));
    await clock.pass(3 * second);

    const [first, alarm] = scene.rootTexts();
    expect(first).toContain('Who tripped it');
    expect(alarm).toContain('1 event of these is shown in Security group change');
    expect(alarm).toContain('in 5 minutes – shown in Security group change (prod)');
    expect(alarm).not.toContain('Who tripped it');
    expect((await scene.incidents())[1]).toMatchObject({ detection: 'security-group-change' });
  });

  it('and another that is new under the same alarm are told apart', async () => {
    const scene = await createScene();
    const { clock, send, fake } = scene;
    const known = eventOf({ id: 'e1', when: clock.now() - minutes });
    fake.add(known);
    fake.add(eventOf({ id: 'e2', when: clock.now(), by: 'bob', which: 'sg-0def' }));

    await send(callAlertOf(known, 'Security group change'));
    await clock.pass(3 * second);
    await send(alarmOf('ALARM', clock.now()));
    await clock.pass(3 * second);

    const [, alarm] = scene.rootTexts();
    expect(alarm).toContain('IAM user bob deleted security group sg-0def');
    expect(alarm).toContain('1 event of these is shown in Security group change');
    const [, incident] = await scene.incidents();
    const evidence = await scene.store.transaction((tx) => tx.evidence.get(incident?.id ?? ''));
    expect(evidence).toMatchObject({ count: 1, events: [{ id: 'e2' }] });
  });

  it('is counted once, however often it is told', async () => {
    const scene = await createScene();
    const { clock, send } = scene;
    const alert = callAlertOf(eventOf({ id: 'e1', when: clock.now() }), 'Security group change');

    await send(alert, alert, { ...alert, at: alert.at + 1 });
    await clock.pass(minutes);

    const [incident] = await scene.incidents();
    const evidence = await scene.store.transaction((tx) => tx.evidence.get(incident?.id ?? ''));
    expect(evidence).toMatchObject({ count: 1 });
  });

  it('is 300 calls of one session in at most three messages, with the right count', async () => {
    const scene = await createScene();
    const { clock, send, slack } = scene;

    for (let n = 0; n < 300; n += 1) {
      const event = eventOf({ id: `e${n}`, when: clock.now(), which: `sg-${n}` });
      await send({ ...callAlertOf(event, 'deploy'), at: clock.now() + n / 1000 });
      if (n % 3 === 0) await clock.pass(5 * second);
    }
    await clock.pass(6 * minutes);

    expect(slack.messages.length).toBeLessThanOrEqual(3);
    expect(scene.rootText()).toContain('IAM user alice made 300 calls');
  });

  it('that comes after somebody closed its incident opens it again', async () => {
    const scene = await createScene();
    const { clock, send, store } = scene;
    await send(callAlertOf(eventOf({ id: 'e1', when: clock.now() }), 'deploy'));
    await clock.pass(minutes);
    await store.transaction(async (tx) => {
      const [incident] = await tx.incidents.between(0, clock.now(), 1);
      const locked = await lockedIncident(tx, incident?.id ?? '');
      const closure = { by: 'U1', at: clock.now(), reason: untrusted('a drill') };
      if (locked !== undefined) await closeIncident(tx, locked, closure);
    });
    const closed = await scene.incidents();

    await clock.pass(minutes);
    await send(callAlertOf(eventOf({ id: 'e2', when: clock.now() }), 'deploy'));
    await clock.pass(minutes);

    expect(closed).toMatchObject([{ phase: 'resolved' }]);
    expect(await scene.incidents()).toMatchObject([{ phase: 'event', closed: undefined }]);
    expect(scene.replies().map(({ broadcast }) => broadcast)).toEqual([true]);
  });
});

describe('an alarm over the trail of an organisation', () => {
  it('stays as umbrella, and opens an incident in the channel of each account', async () => {
    const scene = await createScene({
      destinations: (alert) => [
        {
          channel: alert.account === '444455556666' ? 'payments' : 'sec',
          severity: alert.severity ?? { level: 'high', reason: 'a test' },
          why: 'route 1',
        },
      ],
    });
    const { clock, send, fake } = scene;
    const account = '444455556666';
    fake.add(eventOf({ id: 'e1', when: clock.now() - minutes, account, by: 'bob' }));
    fake.add(eventOf({ id: 'e2', when: clock.now() - 2 * minutes }));

    await send(alarmOf('ALARM', clock.now()));
    await clock.pass(3 * second);
    fake.add(eventOf({ id: 'e3', when: clock.now(), account, by: 'bob', which: 'sg-9' }));
    await clock.pass(2 * minutes);

    expect(scene.rootTexts()).toHaveLength(1);
    expect(scene.rootText()).toContain('IAM user alice deleted');
    expect(scene.rootText()).toContain(
      '2 events of these are shown in Security group change (prod)',
    );
    expect(scene.rootTexts('payments')).toEqual([
      expect.stringContaining('IAM user bob made 2 calls'),
    ]);
    const incidents = await scene.incidents();
    expect(incidents).toHaveLength(2);
    expect(incidents.find(({ latest }) => latest.account === account)).toMatchObject({
      detection: 'security-group-change',
      phase: 'event',
    });
  });
});
