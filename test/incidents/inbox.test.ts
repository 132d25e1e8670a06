import { describe, expect, it } from 'vitest';
import { alertOf } from './alerts.ts';
import { createRig, toChannel } from './rig.ts';

const second = 1_000;

describe('what lies in the inbox', () => {
  it('is not held up by what cannot be read, which is put aside after five tries and shown', async () => {
    const { clock, slack, store, accept, send } = await createRig();

    await accept('poison');
    await send(...[1, 2, 3].map((n) => alertOf('ALARM', clock.now(), { name: `A${n}` })));
    await clock.pass(5 * second);
    const shown = slack.roots('sec').length;
    const waiting = await store.transaction((tx) => tx.inbox.quarantined(5));
    await clock.pass(120 * second);
    const [aside] = await store.transaction((tx) => tx.inbox.quarantined(5));

    expect(shown).toBe(3);
    expect(waiting).toEqual([]);
    expect(aside).toMatchObject({ envelope: 'poison', attempts: 5, error: 'cannot be read' });
    expect(slack.roots('fallback').map(slack.text)).toEqual([
      expect.stringContaining(`npm run store -- requeue ${aside!.id}`),
    ]);
  });

  it('is not held up by one for which no place can be worked out', async () => {
    const { clock, slack, store, send } = await createRig({
      destinations: (alert) => {
        if (alert.name.untrusted === 'Bad') throw new Error('no place');
        return toChannel('sec')(alert);
      },
    });

    await send(...['A', 'Bad', 'C'].map((name) => alertOf('ALARM', clock.now(), { name })));
    await clock.pass(120 * second);

    expect(slack.roots('sec')).toHaveLength(2);
    expect(await store.transaction((tx) => tx.inbox.quarantined(5))).toMatchObject([
      { attempts: 5, error: 'no place' },
    ]);
  });

  it('waits in the store while that is out of order, and is worked on when it is not', async () => {
    const { clock, slack, send } = await createRig({ breakStoreFor: 60 * second });

    await clock.pass(second);
    await send(alertOf('ALARM', clock.now()));
    await clock.pass(30 * second);
    const early = slack.roots('sec').length;
    await clock.pass(90 * second);

    expect(early).toBe(0);
    expect(slack.roots('sec')).toHaveLength(1);
  });
});

describe('a store that fails in the midst of a batch', () => {
  it('counts against no row: nothing is put aside, however often it fails', async () => {
    const until = { time: 0 };
    const rig = await createRig({
      destinations: (alert) => {
        // As node:sqlite throws it: SQLITE_IOERR.
        if (rig.clock.now() < until.time)
          throw Object.assign(new Error('disk I/O error'), { errcode: 10 });
        return toChannel('sec')(alert);
      },
    });
    const { clock, slack, store, send } = rig;
    until.time = clock.now() + 600 * second;

    await send(...['A', 'B'].map((name) => alertOf('ALARM', clock.now(), { name })));
    await clock.pass(590 * second);
    const [row] = await store.transaction((tx) => tx.inbox.take(clock.now(), 5));
    await clock.pass(120 * second);

    expect(row).toMatchObject({ attempts: 0, error: undefined });
    expect(await store.transaction((tx) => tx.inbox.quarantined(5))).toEqual([]);
    expect(slack.roots('sec')).toHaveLength(2);
    expect(slack.roots('fallback')).toEqual([]);
  });
});

describe('an alarm of several channels', () => {
  it('stands in each of them and changes in each', async () => {
    const { clock, slack, send } = await createRig({ destinations: toChannel('sec', 'prod') });

    await send(alertOf('ALARM', clock.now()));
    await clock.pass(10 * second);
    await send(alertOf('OK', clock.now()));
    await clock.pass(10 * second);

    for (const channel of ['sec', 'prod'])
      expect(slack.roots(channel).map(slack.text)).toEqual([expect.stringContaining('RESOLVED')]);
  });

  it('is said to be over only where it was shown', async () => {
    const { clock, slack, send } = await createRig({
      destinations: (alert) => toChannel(alert.state === 'OK' ? 'ops' : 'sec')(alert),
    });

    await send(alertOf('ALARM', clock.now()));
    await clock.pass(10 * second);
    await send(alertOf('OK', clock.now()));
    await clock.pass(10 * second);

    expect(slack.roots('sec').map(slack.text)).toEqual([expect.stringContaining('RESOLVED')]);
    expect(slack.roots('ops')).toEqual([]);
  });

  it('is shown where the second of its topics leads as well', async () => {
    let channel = 'sec';
    const { clock, slack, send } = await createRig({
      destinations: (alert) => toChannel(channel)(alert),
    });
    const alarm = alertOf('ALARM', clock.now());

    await send(alarm);
    channel = 'ops';
    await send(alarm);
    await clock.pass(10 * second);

    expect(slack.roots('sec')).toHaveLength(1);
    expect(slack.roots('ops')).toHaveLength(1);
  });
});

describe('a notice of the bot', () => {
  it('is one message for its key, which changes when there is something else to say', async () => {
    const { clock, slack, store, say } = await createRig();
    const card = (word: string) => ({ headline: [word], parts: [] });

    await store.transaction((tx) => say(tx, { key: 'topic', card: card('one') }));
    await clock.pass(second);
    await store.transaction((tx) => say(tx, { key: 'topic', card: card('two') }));
    await store.transaction((tx) => say(tx, { key: 'other', card: card('three') }));
    await clock.pass(20 * second);

    expect(slack.roots('fallback').map(slack.text)).toEqual(['two', 'three']);
  });
});
