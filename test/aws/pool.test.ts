import { describe, expect, it } from 'vitest';
import { createPool } from '../../src/aws/pool.ts';
import type { Clock } from '../../src/core/clock.ts';
import type { RegionId } from '../../src/core/ids.ts';

/** Time that passes when the test says so. */
const createHandClock = (): Clock & { pass: (ms: number) => Promise<void> } => {
  let time = 0;
  const sleepers = new Set<{ readonly until: number; readonly wake: () => void }>();
  return {
    now: () => time,
    monotonic: () => time,
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        const sleeper = { until: time + ms, wake: resolve };
        sleepers.add(sleeper);
        signal?.addEventListener('abort', () => resolve(), { once: true });
      }),
    pass: async (ms) => {
      time += ms;
      for (const sleeper of sleepers)
        if (sleeper.until <= time) {
          sleepers.delete(sleeper);
          sleeper.wake();
        }
      await new Promise(setImmediate);
    },
  };
};

const where = (index: number) => ({ account: undefined, region: `eu-west-${index}` as RegionId });

const createCounting = () => {
  const made: string[] = [];
  const clock = createHandClock();
  const pool = createPool({
    make: ({ region }) => {
      made.push(region);
      return Promise.resolve({ region });
    },
    keyOf: ({ region }) => region,
    clock,
  });
  return { made, clock, pool };
};

describe('createPool', () => {
  it('makes one client a key', async () => {
    const { made, pool } = createCounting();

    const [one, same] = await Promise.all([pool.get(where(1)), pool.get(where(1))]);

    expect(one).toBe(same);
    expect(made).toEqual(['eu-west-1']);
    pool.clear();
  });

  it('keeps the last used ones, so that a question to every account does not fill the memory', async () => {
    const { made, pool } = createCounting();
    await pool.get(where(0));
    for (let index = 1; index < 32; index += 1) await pool.get(where(index));
    await pool.get(where(0));

    await pool.get(where(32));
    await pool.get(where(0));
    expect(made).toHaveLength(33);
    await pool.get(where(1));

    expect(made.slice(33)).toEqual(['eu-west-1']);
    pool.clear();
  });

  it('forgets a client that was idle, and no other', async () => {
    const { made, clock, pool } = createCounting();
    await pool.get(where(1));
    await clock.pass(60_000);
    await pool.get(where(2));

    await clock.pass(60_000);
    await pool.get(where(2));
    expect(made).toHaveLength(2);
    await pool.get(where(1));

    expect(made).toEqual(['eu-west-1', 'eu-west-2', 'eu-west-1']);
    pool.clear();
  });

  it('does not keep a client that could not be made', async () => {
    let tries = 0;
    const pool = createPool({
      make: () => {
        tries += 1;
        return tries === 1 ? Promise.reject(new Error('no role')) : Promise.resolve({});
      },
      keyOf: () => 'x',
      clock: createHandClock(),
    });

    await expect(pool.get(where(1))).rejects.toThrow('no role');
    await expect(pool.get(where(1))).resolves.toEqual({});
    pool.clear();
  });
});
