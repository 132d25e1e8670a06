import { describe, expect, it } from 'vitest';
import { createBudget, createBudgets } from '../../src/aws/budget.ts';
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

const forever = new AbortController().signal;

describe('createBudget', () => {
  it('never lets out more than the rate and one burst, whenever calls come', async () => {
    const clock = createClock();
    const budget = createBudget({ clock, perSecond: 9 });
    const out: number[] = [];

    await Promise.all(
      Array.from({ length: 50 }, async () => {
        await budget.take('background', forever);
        out.push(clock.time);
      }),
    );

    for (const from of out) {
      const within = out.filter((at) => at >= from && at < from + 1000);
      expect(within.length).toBeLessThanOrEqual(18);
    }
    expect(out.filter((at) => at < 1000).length).toBeLessThanOrEqual(18);
    expect(out.at(-1)).toBeGreaterThanOrEqual(((50 - 9) / 9) * 1000 - 1);
    expect(out.at(-1)).toBeLessThan(5500);
  });

  it('lets people go before background reads that came earlier', async () => {
    const clock = createClock();
    const budget = createBudget({ clock, perSecond: 1 });
    const order: string[] = [];
    const take = async (name: string, urgency: 'people' | 'background') => {
      await budget.take(urgency, forever);
      order.push(name);
    };

    await Promise.all([
      take('first', 'background'),
      take('second', 'background'),
      take('third', 'background'),
      take('person', 'people'),
    ]);

    expect(order).toEqual(['first', 'person', 'second', 'third']);
  });

  it('lets go of a caller whose time is up, without spending its turn', async () => {
    const clock = createClock();
    const budget = createBudget({ clock, perSecond: 1 });
    const aborter = new AbortController();
    await budget.take('people', forever);

    const given = budget.take('people', aborter.signal);
    const next = budget.take('people', forever);
    aborter.abort(new Error('too late'));

    await expect(given).rejects.toThrow('too late');
    await next;
    expect(clock.time).toBeLessThanOrEqual(1001);
  });

  it('refuses a caller that came too late at once', async () => {
    const budget = createBudget({ clock: createClock(), perSecond: 1 });

    await expect(budget.take('people', AbortSignal.abort(new Error('over')))).rejects.toThrow(
      'over',
    );
  });
});

describe('createBudgets', () => {
  it('keeps one budget a key', () => {
    const budgetOf = createBudgets({ clock: createClock() });

    expect(budgetOf('a', 1)).toBe(budgetOf('a', 1));
    expect(budgetOf('a', 1)).not.toBe(budgetOf('b', 1));
  });
});
