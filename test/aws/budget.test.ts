import { describe, expect, it } from 'vitest';
import { createBudget, createBudgets } from '../../src/aws/budget.ts';
import { createGate } from '../../src/aws/gate.ts';
import { createWhenAborted } from '../../src/aws/when-aborted.ts';
import type { Clock } from '../../src/core/clock.ts';

/** Time that passes only when somebody sleeps. */
const createClock = (): Clock & { time: number } => {
  const clock = {
    time: 0,
    now: () => clock.time,
    monotonic: () => clock.time,
    sleep: async (ms: number) => {
      await Promise.resolve();
      clock.time += ms;
    },
  };
  return clock;
};

const gate = createGate(100);
const whenAborted = createWhenAborted();
const forever = new AbortController().signal;

describe('createBudget', () => {
  it('never lets out more than the rate within any second, whenever calls come', async () => {
    const clock = createClock();
    const budget = createBudget({ clock, gate, whenAborted, perSecond: 9 });
    const out: number[] = [];

    await Promise.all(
      Array.from({ length: 50 }, async () => {
        const leave = await budget.take('background', forever);
        out.push(clock.time);
        leave();
      }),
    );

    for (const from of out) {
      const within = out.filter((at) => at >= from && at < from + 1000);
      expect(within.length).toBeLessThanOrEqual(9);
    }
    expect(out.at(-1)).toBeGreaterThanOrEqual(((50 - 9) / 9) * 1000 - 1);
    expect(out.at(-1)).toBeLessThan(5500);
  });

  it('lets people go before background reads that came earlier', async () => {
    const clock = createClock();
    const budget = createBudget({ clock, gate, whenAborted, perSecond: 1 });
    const order: string[] = [];
    const take = async (name: string, urgency: 'people' | 'background') => {
      const leave = await budget.take(urgency, forever);
      order.push(name);
      leave();
    };

    await take('first', 'background');
    await Promise.all([
      take('second', 'background'),
      take('third', 'background'),
      take('person', 'people'),
    ]);

    expect(order).toEqual(['first', 'person', 'second', 'third']);
  });

  it('lets go of a caller whose time is up, without spending its turn', async () => {
    const clock = createClock();
    const budget = createBudget({ clock, gate, whenAborted, perSecond: 1 });
    const aborter = new AbortController();
    await budget.take('people', forever);

    const given = budget.take('people', aborter.signal);
    const next = budget.take('people', forever);
    aborter.abort(new Error('too late'));

    await expect(given).rejects.toThrow('too late');
    await next;
    expect(clock.time).toBeLessThanOrEqual(1100);
  });

  it('goes at half the rate after a refusal, once for calls that are refused together', async () => {
    const clock = createClock();
    const budget = createBudget({ clock, gate, whenAborted, perSecond: 2 });
    const take = async () => {
      const leave = await budget.take('people', forever);
      leave();
      return clock.time;
    };
    const first = [await take(), await take()];

    budget.slowDown();
    budget.slowDown();
    const slowed = [await take(), await take()];
    for (let call = 0; call < 10; call += 1) budget.speedUp();
    await take();
    const recovered = [await take(), await take(), await take()];

    expect(first).toEqual([0, 0]);
    expect(slowed[0]).toBeGreaterThanOrEqual(2000);
    expect(slowed[0]).toBeLessThan(2100);
    expect((recovered[2] ?? 0) - (recovered[0] ?? 0)).toBeLessThan(1100);
  });

  it('lets nothing out without a place among the calls in flight, people before background', async () => {
    const clock = createClock();
    const narrow = createGate(1);
    const budgets = createBudgets({ clock, gate: narrow });
    const order: string[] = [];
    const take = async (key: string, urgency: 'people' | 'background') => {
      const leave = await budgets(key, 10).take(urgency, forever);
      order.push(key);
      return leave;
    };
    const leave = await take('first', 'background');

    const waiting = [take('reading', 'background'), take('person', 'people')];
    await Promise.resolve();
    const before = [...order];
    leave();
    const served = await waiting[1];
    served?.();
    const last = await waiting[0];
    last?.();

    expect(before).toEqual(['first']);
    expect(order).toEqual(['first', 'person', 'reading']);
  });

  it('refuses a caller that came too late at once', async () => {
    const budget = createBudget({ clock: createClock(), gate, whenAborted, perSecond: 1 });

    await expect(budget.take('people', AbortSignal.abort(new Error('over')))).rejects.toThrow(
      'over',
    );
  });
});

describe('createBudgets', () => {
  it('keeps one budget a key', () => {
    const budgetOf = createBudgets({ clock: createClock(), gate });

    expect(budgetOf('a', 1)).toBe(budgetOf('a', 1));
    expect(budgetOf('a', 1)).not.toBe(budgetOf('b', 1));
  });
});
