import { describe, expect, it } from 'vitest';
import type { AlertKey } from '../../src/core/ids.ts';
import { alertOf } from './alerts.ts';
import { createRig, type Rig } from './rig.ts';

const incidentsOf = ({ store }: Rig, name = 'LoginFailures') =>
  store.transaction((tx) => tx.incidents.byKey(`111122223333/eu-west-1/${name}` as AlertKey, 10));

const minutes = 60_000;

describe('transitions out of order', () => {
  it('shows OK when the OK came before its ALARM, and keeps both', async () => {
    const rig = await createRig();
    const { clock, slack, send, store } = rig;
    const at = clock.now();

    await send(alertOf('OK', at + 1_000));
    await clock.pass(1_000);
    await send(alertOf('ALARM', at));
    await clock.pass(5_000);

    const [incident] = await incidentsOf(rig);
    const history = await store.transaction((tx) => tx.incidents.transitions(incident?.id ?? ''));
    const [root] = slack.roots('sec');
    expect(history.map(({ alert }) => alert.state)).toEqual(['ALARM', 'OK']);
    expect(slack.roots('sec')).toHaveLength(1);
    expect(root && slack.text(root)).toContain('RESOLVED LoginFailures is OK again');
    expect(root && slack.thread(root).map(slack.text).join()).toContain('(arrived late)');
  });

  it('ends in ALARM for every order of ALARM, OK, ALARM within two seconds', async () => {
    const states = [
      ['ALARM', 0],
      ['OK', 1_000],
      ['ALARM', 2_000],
    ] as const;
    for (const order of [
      [0, 1, 2],
      [0, 2, 1],
      [1, 0, 2],
      [1, 2, 0],
      [2, 0, 1],
      [2, 1, 0],
    ]) {
      const { clock, slack, send } = await createRig();
      const at = clock.now();

      for (const index of order) {
        const [state, offset] = states[index]!;
        await send(alertOf(state, at + offset));
      }
      await clock.pass(60_000);

      const [root, ...more] = slack.roots('sec');
      expect(more).toEqual([]);
      expect(root && slack.text(root)).toContain('HIGH LoginFailures went to ALARM');
      expect(root && slack.text(root)).toContain('Fired 2 times since');
    }
  });

  it('counts a transition once, however many topics and copies bring it', async () => {
    const rig = await createRig();
    const alarm = alertOf('ALARM', rig.clock.now());

    await rig.send(alarm, alarm, alarm);
    await rig.clock.pass(5_000);
    await rig.send(alarm);
    await rig.clock.pass(5_000);

    expect(await incidentsOf(rig)).toMatchObject([{ firings: 1, revision: 1 }]);
    expect(rig.slack.messages).toHaveLength(1);
    expect(rig.slack.messages[0]?.edits).toBe(0);
  });

  it('keeps four alarms of the same name in two accounts and two regions apart', async () => {
    const { clock, slack, send } = await createRig();
    const places = ['111122223333', '444455556666'].flatMap((account) =>
      ['eu-west-1', 'us-east-1'].map((region) => ({ account, region })),
    );

    await send(...places.map((place) => alertOf('ALARM', clock.now(), place)));
    await clock.pass(10_000);

    expect(slack.roots('sec')).toHaveLength(4);
  });

  it('reopens the incident within half an hour and says so in the channel, later it is a new one', async () => {
    const rig = await createRig();
    const { clock, slack, send } = rig;

    await send(alertOf('ALARM', clock.now()));
    await clock.pass(5 * minutes);
    await send(alertOf('OK', clock.now()));
    await clock.pass(29 * minutes);
    await send(alertOf('ALARM', clock.now()));
    await clock.pass(minutes);
    const [root] = slack.roots('sec');
    const replies = root && slack.thread(root);
    await send(alertOf('OK', clock.now()));
    await clock.pass(31 * minutes);
    await send(alertOf('ALARM', clock.now()));
    await clock.pass(minutes);

    expect(replies?.map(({ broadcast }) => broadcast)).toEqual([false, true]);
    expect(slack.roots('sec')).toHaveLength(2);
    expect(await incidentsOf(rig)).toMatchObject([{ firings: 1 }, { firings: 2 }]);
  });

  it('does not show again what was found late already, nor find late what was shown', async () => {
    const rig = await createRig();
    const { clock, slack, send, sendVia } = rig;
    const at = clock.now();

    await sendVia('found-late', alertOf('ALARM', at + 40));
    await send(alertOf('ALARM', at));
    await send(alertOf('OK', at + 60_000));
    await sendVia('found-late', alertOf('OK', at + 60_300));
    await clock.pass(60_000);

    const [root] = slack.roots('sec');
    expect(await incidentsOf(rig)).toMatchObject([{ firings: 1, revision: 2 }]);
    expect(root && slack.thread(root)).toHaveLength(1);
  });

  it.each(['OK', 'INSUFFICIENT_DATA'])(
    'says nothing of a bare %s that was found late, and opens the incident when it fires',
    async (state) => {
      const rig = await createRig();
      const { clock, slack, send, sendVia } = rig;

      await sendVia('found-late', alertOf(state, clock.now() - 60_000));
      await clock.pass(60_000);
      const early = slack.messages.length;
      await send(alertOf('ALARM', clock.now()));
      await clock.pass(5_000);

      expect(early).toBe(0);
      expect(await incidentsOf(rig)).toMatchObject([{ firings: 1, revision: 1 }]);
      expect(slack.roots('sec').map(slack.text)).toEqual([
        expect.stringContaining('went to ALARM'),
      ]);
    },
  );

  it('says of a state that was found late that it was', async () => {
    const { clock, slack, sendVia } = await createRig();

    await sendVia('found-late', alertOf('ALARM', clock.now() - 60_000));
    await sendVia('found-late', alertOf('OK', clock.now()));
    await clock.pass(5_000);

    const [root] = slack.roots('sec');
    expect(root && slack.text(root)).toContain('Found late');
    expect(root && slack.thread(root).map(slack.text).join()).toContain('found late');
  });
});

describe('an alarm that flaps', () => {
  it('is one message and at most 20 updates for 500 changes in ten minutes, and says that it flaps', async () => {
    const { clock, slack, send } = await createRig();

    for (let change = 0; change < 500; change += 1) {
      await send(alertOf(change % 2 === 0 ? 'INSUFFICIENT_DATA' : 'OK', clock.now()));
      await clock.pass(1_200);
    }
    const root = slack.roots('sec')[0]!;
    const updates = root.edits + slack.thread(root).length;
    await clock.pass(10 * minutes);

    expect(slack.roots('sec')).toHaveLength(1);
    expect(updates).toBeLessThanOrEqual(20);
    expect(slack.text(root)).toContain('RESOLVED');
    expect(slack.text(root)).toContain('It flaps: changed 500 times in 10 minutes');
    const folded = slack.thread(root).map(slack.text).join('\n');
    expect(folded).toContain('Earlier changes, folded');
    expect(folded).toMatch(/\(the last of \d{2,3} changes\)/);
  });
});
