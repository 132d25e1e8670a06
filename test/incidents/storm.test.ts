import { describe, expect, it } from 'vitest';
import { alertOf } from './alerts.ts';
import { createRig } from './rig.ts';

const second = 1_000;
const minute = 60 * second;

const writesAMinute = (
  calls: readonly { at: number; method: string }[],
  from: number,
  to: number,
) => {
  const writes = calls.filter(
    ({ method, at }) => method !== 'find' && method !== 'resolve' && at >= from && at < to,
  );
  return Math.max(
    0,
    ...writes.map(
      ({ at }) => writes.filter((other) => other.at >= at && other.at < at + minute).length,
    ),
  );
};

describe('a storm', () => {
  it('shows 1,000 alarms of a minute in few messages, with exact counts', async () => {
    const { clock, slack, send } = await createRig({ latencyMs: 50 });
    const begin = clock.now();

    for (let burst = 0; burst < 100; burst += 1) {
      const names = Array.from({ length: 10 }, (_, index) => `Alarm${burst * 10 + index}`);
      await send(
        ...names.map((name, index) =>
          alertOf('ALARM', clock.now(), { name, ...(index === 3 && { severity: 'critical' }) }),
        ),
      );
      await clock.pass(600);
    }
    const end = clock.now();
    for (let index = 0; index < 10; index += 1)
      await send(alertOf('OK', clock.now(), { name: `Alarm${500 + index}` }));
    await clock.pass(10 * minute);

    const storm = slack.roots('sec').find((one) => slack.text(one).includes('STORM'))!;
    const pages = slack.thread(storm);
    expect(slack.messages.length).toBeLessThanOrEqual(66);
    expect(slack.messages[0]!.postedAt - begin).toBeLessThanOrEqual(3 * second);
    expect(slack.text(storm)).toMatch(
      /1,000 alarms in #sec since \d\d:\d\d: 990 firing, 10 resolved/,
    );
    expect(slack.text(storm)).toContain('The storm ended at');
    expect(pages).toHaveLength(20);
    const listed = pages.flatMap((page) => slack.text(page).split('\n').slice(1, -1));
    expect(new Set(listed).size).toBe(1_000);
    expect(
      Math.max(...listed.map((line) => line.replace(/^:\w+:/, ':').length)),
    ).toBeLessThanOrEqual(95);
    expect(Math.max(...pages.map((page) => slack.text(page).length))).toBeLessThanOrEqual(9_000);
    expect(writesAMinute(slack.calls, begin + 10 * second, end)).toBeLessThanOrEqual(30);
    const roots = slack.roots('sec').filter((one) => one !== storm);
    expect(roots.filter((one) => slack.text(one).startsWith('CRITICAL'))).toHaveLength(20);
  }, 60_000);

  it('shows 400 findings of half an hour, 120 of them critical, in at most 40 messages', async () => {
    let state = 7;
    const random = (): number => {
      state = (state * 16_807) % 2_147_483_647;
      return state / 2_147_483_647;
    };
    const all = Array.from({ length: 400 }, (_, index) => ({
      level: index < 280 ? ('medium' as const) : ('critical' as const),
      order: random(),
    }));
    // The critical ones last, when all messages of the first twenty are for others; and at random.
    for (const levels of [all, all.toSorted((a, b) => a.order - b.order)]) {
      const { clock, slack, send } = await createRig({ latencyMs: 50 });

      for (const [index, { level }] of levels.entries()) {
        await send(alertOf('ALARM', clock.now(), { name: `Finding${index}`, severity: level }));
        await clock.pass(4.5 * second);
      }
      await clock.pass(20 * minute);

      expect(slack.messages.length).toBeLessThanOrEqual(40);
      const storms = slack.roots('sec').filter((one) => slack.text(one).includes('alarms in #sec'));
      expect(storms).toHaveLength(1);
      expect(slack.text(storms[0]!)).toContain('400 alarms');
    }
  }, 60_000);

  it('does not begin with five alarms in ten seconds, but with the sixth', async () => {
    const { clock, slack, send } = await createRig();

    for (let index = 0; index < 5; index += 1)
      await send(alertOf('ALARM', clock.now(), { name: `A${index}` }));
    await clock.pass(9 * second);
    const before = slack.roots('sec').length;
    await send(alertOf('ALARM', clock.now(), { name: 'A5' }));
    await clock.pass(10 * second);

    expect(before).toBe(5);
    expect(slack.roots('sec')).toHaveLength(6);
    expect(slack.text(slack.roots('sec')[5]!)).toContain('6 alarms in #sec');
  });

  it('ends after a minute of quiet; then a member that fires again gets its own message', async () => {
    const { clock, slack, send } = await createRig();
    for (let index = 0; index < 10; index += 1)
      await send(alertOf('ALARM', clock.now(), { name: `A${index}` }));
    await clock.pass(20 * second);
    const during = slack.roots('sec').length;
    await send(alertOf('OK', clock.now(), { name: 'A9' }));
    await clock.pass(30 * second);
    const storm = slack.roots('sec').find((one) => slack.text(one).includes('alarms in'))!;
    const resolved = slack.text(storm);
    await clock.pass(16 * minute);
    const ended = slack.text(storm);
    await send(alertOf('ALARM', clock.now(), { name: 'A9' }));
    await clock.pass(30 * second);

    expect(during).toBe(6);
    expect(resolved).toContain('9 firing, 1 resolved');
    expect(ended).toContain('The storm ended');
    const roots = slack.roots('sec');
    expect(roots).toHaveLength(7);
    expect(slack.text(roots[6]!)).toContain('A9 went to ALARM');
    expect(slack.text(roots[6]!)).toContain('Fired 2 times');
    expect(slack.text(storm)).toContain('10 firing');
  });

  it('of a channel that cannot be written to is one in the fallback channel', async () => {
    const { clock, slack, send } = await createRig();
    slack.setMember('sec', false);
    await send(alertOf('ALARM', clock.now(), { name: 'First' }));
    await clock.pass(20 * second);

    for (let index = 0; index < 60; index += 1)
      await send(alertOf('ALARM', clock.now(), { name: `A${index}` }));
    await clock.pass(2 * minute);

    expect(slack.roots('fallback').length).toBeLessThanOrEqual(7);
    expect(slack.roots('fallback').map(slack.text).join('\n')).toContain('60 alarms in #fallback');
  });

  it('gives a member its own message when it fires again while the storm lasts', async () => {
    const { clock, slack, send } = await createRig();
    for (let index = 0; index < 10; index += 1)
      await send(alertOf('ALARM', clock.now(), { name: `A${index}` }));
    await clock.pass(10 * second);
    await send(alertOf('OK', clock.now(), { name: 'A9' }));
    await clock.pass(10 * second);
    await send(alertOf('ALARM', clock.now(), { name: 'A9' }));
    await clock.pass(30 * second);

    const own = slack.roots('sec').filter((one) => slack.text(one).includes('A9 went to ALARM in'));
    expect(own).toHaveLength(1);
  });
});
