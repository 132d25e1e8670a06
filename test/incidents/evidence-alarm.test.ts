import { describe, expect, it } from 'vitest';
import type { Normality } from '../../src/core/evidence.ts';
import { nextLookAt } from '../../src/incidents/looks.ts';
import { alarmOf, eventOf } from './fake-evidence.ts';
import { createScene } from './scene.ts';

const second = 1_000;
const minutes = 60_000;
const hours = 60 * minutes;

describe('the message of a firing alarm', () => {
  it('is there before anybody looks for what tripped it, and names who did it within 3 seconds', async () => {
    const scene = await createScene({ readingMs: second });
    const { clock, send, fake, slack } = scene;
    fake.add(eventOf({ id: 'e1', when: clock.now() - minutes }));

    await send(alarmOf('ALARM', clock.now()));
    await clock.pass(500);
    const first = scene.rootText();
    await clock.pass(2.5 * second);

    expect(first).toContain('SecurityGroupChanges went to ALARM');
    expect(first).toContain('Looking for what tripped it');
    expect(scene.rootText()).toContain(
      '1 security group change in 5 minutes – IAM user alice deleted security group sg-0abc from 203.0.113.7',
    );
    expect(scene.rootText()).toContain('Who tripped it');
    expect(scene.rootText()).not.toContain('Looking for');
    expect(slack.messages).toHaveLength(1);
    expect(slack.messages[0]?.edits).toBe(2);
    expect(scene.counted['trailwarden_evidence_total found']).toBe(1);
  });

  it('says what is missing where nothing is found', async () => {
    const scene = await createScene();

    await scene.send(alarmOf('ALARM', scene.clock.now()));
    await scene.clock.pass(3 * second);

    expect(scene.rootText()).toContain('Nothing matches.');
  });

  it.each([1, 5, 15])('is told of what comes late by %d minutes', async (late) => {
    const scene = await createScene();
    const { clock, send, fake } = scene;
    const at = clock.now();
    await send(alarmOf('ALARM', at));
    await send(alarmOf('OK', at + 10 * second));
    fake.add(eventOf({ id: 'e1', when: at - minutes }), at + (late - 0.5) * minutes);

    await clock.pass(late * minutes - second);
    const before = scene.rootText();
    await clock.pass(5 * second);

    expect(before).not.toContain('alice');
    expect(scene.rootText()).toContain('alice deleted security group sg-0abc');
    expect(scene.replyTexts().join()).toContain('What tripped it');
  });

  it('is looked into once a period while it is in ALARM, for a day, and once more when it is OK', async () => {
    const scene = await createScene();
    const { clock, send, fake } = scene;
    const at = clock.now();

    await send(alarmOf('ALARM', at));
    await clock.pass(32 * minutes);
    const offsets = fake.reads.map((read) => Math.round((read - at) / minutes));
    await send(alarmOf('OK', clock.now()));
    await clock.pass(2 * hours);
    const inAll = fake.reads.length;

    expect(offsets).toEqual([0, 1, 5, 10, 15, 20, 25, 30]);
    expect(inAll).toBe(offsets.length + 1);
  });

  it('is looked into again at least every quarter of an hour and at most every minute, for a day', () => {
    const at = Date.UTC(2026, 2, 1, 10);
    const firing = (periodMs: number) => {
      const alert = alarmOf('ALARM', at);
      return { ...alert, ...(alert.alarm && { alarm: { ...alert.alarm, periodMs } }) };
    };
    const later = at + hours;

    expect(nextLookAt({ state: 'ALARM' }, firing(hours), later)).toBe(later + 15 * minutes);
    expect(nextLookAt({ state: 'ALARM' }, firing(10 * second), later)).toBe(later + minutes);
    expect(nextLookAt({ state: 'ALARM' }, firing(minutes), at + 24 * hours)).toBeUndefined();
    expect(nextLookAt({ state: 'OK' }, firing(minutes), later)).toBeUndefined();
  });

  it('is written anew only where a look finds something', async () => {
    const scene = await createScene();
    const { clock, send, fake, slack } = scene;
    fake.add(eventOf({ id: 'e1', when: clock.now() - minutes }));

    await send(alarmOf('ALARM', clock.now()));
    await clock.pass(10 * second);
    const early = slack.messages[0]?.edits;
    await clock.pass(30 * minutes);

    expect(fake.reads.length).toBeGreaterThan(5);
    expect(slack.messages[0]?.edits).toBe(early);
  });

  it('is not looked into each time it fires, where it does nothing else', async () => {
    const scene = await createScene();
    const { clock, send, fake } = scene;

    for (let n = 0; n < 60; n += 1) {
      await send(alarmOf(n % 2 === 0 ? 'ALARM' : 'OK', clock.now()));
      await clock.pass(2 * second);
    }

    expect(fake.reads.length).toBeLessThanOrEqual(6);
  });

  it('broadcasts a second caller and a second operation while it is in ALARM, and no repetition', async () => {
    const scene = await createScene();
    const { clock, send, fake } = scene;
    const at = clock.now();
    fake.add(eventOf({ id: 'e1', when: at - minutes }));
    await send(alarmOf('ALARM', at));
    fake.add(eventOf({ id: 'e2', when: at + minutes }), at + 2 * minutes);
    fake.add(eventOf({ id: 'e3', when: at + 6 * minutes, by: 'mallory' }), at + 7 * minutes);
    fake.add(
      eventOf({ id: 'e4', when: at + 16 * minutes, call: 'CreateSecurityGroup' }),
      at + 17 * minutes,
    );

    await clock.pass(6 * minutes);
    const repeated = scene.replies().length;
    await clock.pass(20 * minutes);

    expect(repeated).toBe(0);
    expect(scene.replies().map(({ broadcast }) => broadcast)).toEqual([true, true]);
    expect(scene.replyTexts()).toEqual([
      expect.stringContaining('1 new actor: IAM user mallory deleted'),
      expect.stringContaining('1 new call: IAM user alice created'),
    ]);
    expect(scene.rootText()).toContain('4 calls by 2 people');
  });

  it('tells what is new in the thread alone once the alarm is OK', async () => {
    const scene = await createScene();
    const { clock, send, fake } = scene;
    const at = clock.now();
    fake.add(eventOf({ id: 'e1', when: at - minutes }));
    await send(alarmOf('ALARM', at));
    await clock.pass(2 * minutes);
    await send(alarmOf('OK', clock.now()));
    fake.add(eventOf({ id: 'e2', when: at, by: 'mallory' }), at + 3 * minutes);

    await clock.pass(20 * minutes);

    const news = scene.replies().filter((reply) => scene.slack.text(reply).includes('mallory'));
    expect(news.map(({ broadcast }) => broadcast)).toEqual([false]);
  });

  it('says that the caller is not usual, after all else', async () => {
    const asked: string[] = [];
    const scene = await createScene({
      normality: {
        check: async ({ id }): Promise<Normality> => {
          asked.push(id);
          return 'first-time';
        },
      },
    });
    const { clock, send, fake, slack } = scene;
    for (let n = 0; n < 3; n += 1) fake.add(eventOf({ id: `e${n}`, when: clock.now() - minutes }));

    await send(alarmOf('ALARM', clock.now()));
    await clock.pass(20 * minutes);

    expect(asked).toHaveLength(1);
    expect(scene.rootText()).toContain('First time in 90 days');
    expect(slack.messages).toHaveLength(1);
  });

  it('says that looking was given up after a day of failures', async () => {
    const scene = await createScene();
    const { clock, send, fake } = scene;
    fake.fail(new Error('a defect'));

    await send(alarmOf('ALARM', clock.now()));
    await clock.pass(second);
    const [incident] = await scene.incidents();
    const id = incident?.id ?? '';
    const failing = { claim: '', failures: 99, failingSince: clock.now() - 24 * hours };
    await scene.store.transaction((tx) =>
      tx.due.put({
        id: `evidence ${id}`,
        kind: 'evidence',
        at: clock.now(),
        payload: { payload: id, ...failing },
      }),
    );
    await clock.pass(5 * second);

    expect(scene.rootText()).toContain('failed for a day and was given up: a defect');
  });
});

describe('an alarm that is recognised', () => {
  it('stays open when it is OK, says so, and is closed by people alone', async () => {
    const scene = await createScene();
    const { clock, send, fake } = scene;
    fake.add(eventOf({ id: 'e1', when: clock.now() - minutes }));

    await send(alarmOf('ALARM', clock.now()));
    await clock.pass(5 * minutes);
    await send(alarmOf('OK', clock.now()));
    await clock.pass(minutes);

    expect(scene.rootText()).toMatch(/^HIGH SecurityGroupChanges went to ALARM/);
    expect(scene.rootText()).toContain('alarm OK since 10:05, still open');
    expect(scene.replyTexts().join()).toContain(
      'is OK again – it stays open until somebody resolves it',
    );
    expect((await scene.incidents())[0]).toMatchObject({
      phase: 'firing',
      detection: 'security-group-change',
      okSince: Date.UTC(2026, 2, 1, 10, 5),
    });
  });

  it('is open again, quietly, when that is known only after its OK', async () => {
    const scene = await createScene();
    const { clock, send, fake } = scene;
    const at = clock.now();
    fake.add(eventOf({ id: 'e1', when: at - minutes }), at + 3 * minutes);
    await send(alarmOf('ALARM', at));
    await clock.pass(2 * minutes);
    await send(alarmOf('OK', clock.now()));
    await clock.pass(30 * second);
    const before = scene.rootText();

    await clock.pass(4 * minutes);

    expect(before).toMatch(/^RESOLVED/);
    expect(scene.rootText()).toMatch(/^HIGH SecurityGroupChanges went to ALARM/);
    expect(scene.rootText()).toContain('still open');
    expect(scene.replies().every(({ broadcast }) => !broadcast)).toBe(true);
  });

  it('tells the channel when it fires anew after an OK', async () => {
    const scene = await createScene();
    const { clock, send, fake } = scene;
    fake.add(eventOf({ id: 'e1', when: clock.now() - minutes }));
    for (const state of ['ALARM', 'OK', 'ALARM']) {
      await send(alarmOf(state, clock.now()));
      await clock.pass(5 * minutes);
    }

    const again = scene.replies().filter(({ broadcast }) => broadcast);
    expect(again.map(scene.slack.text)).toEqual([expect.stringContaining('went to ALARM')]);
    expect(scene.slack.roots('sec')).toHaveLength(1);
  });
});
