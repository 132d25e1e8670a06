import { randomUUID } from 'node:crypto';
import { describe, expect, it, onTestFinished } from 'vitest';
import { silentLog } from '../../src/core/log.ts';
import type { Store } from '../../src/core/store.ts';
import { createErrands, type Errand, type ErrandsDeps } from '../../src/incidents/errands.ts';
import { createSimulatedClock, type SimulatedClock } from './clock.ts';
import { openTestStore } from './rig.ts';

const second = 1_000;
const minutes = 60_000;
const hours = 60 * minutes;

const open = async () => {
  const clock = createSimulatedClock();
  return { clock, store: await openTestStore(clock) };
};

/** One replica's errands. */
const start = (
  { clock, store }: { readonly clock: SimulatedClock; readonly store: Store },
  run: Errand,
  more: Partial<ErrandsDeps> = {},
  end: 'stops' | 'dies' = 'stops',
) => {
  const errands = createErrands({
    store,
    kinds: { look: run },
    clock,
    log: silentLog,
    newId: randomUUID,
    ...more,
  });
  onTestFinished(async () => {
    if (end === 'dies') return;
    const stopping = errands.stop();
    await clock.pass(second);
    await stopping;
  });
  return errands;
};

const put = (store: Store, id: string, at: number): Promise<void> =>
  store.transaction((tx) => tx.due.put({ id, kind: 'look', at, payload: id }));

const rowOf = (store: Store, id: string) => store.transaction((tx) => tx.due.get(id));

/** Stays under way until it is let go. */
const createHeld = () => {
  const waiting: (() => void)[] = [];
  let most = 0;
  return {
    run: async () => {
      await new Promise<void>((resolve) => {
        waiting.push(resolve);
        most = Math.max(most, waiting.length);
      });
    },
    underWay: () => waiting.length,
    most: () => most,
    release: () => waiting.splice(0).forEach((go) => go()),
  };
};

describe('errands', () => {
  it('are done when their time has come, and once', async () => {
    const base = await open();
    const done: string[] = [];
    await put(base.store, 'a', base.clock.now() + 5 * second);
    start(base, async (payload) => void done.push(payload));

    await base.clock.pass(4 * second);
    const early = [...done];
    await base.clock.pass(10 * minutes);

    expect(early).toEqual([]);
    expect(done).toEqual(['a']);
    expect(await rowOf(base.store, 'a')).toBeUndefined();
  });

  it('start at once when they are woken', async () => {
    const base = await open();
    const done: string[] = [];
    const errands = start(base, async (payload) => void done.push(payload));
    await base.clock.pass(100);

    await put(base.store, 'a', base.clock.now());
    errands.wake();
    await base.clock.settle();

    expect(done).toEqual(['a']);
  });

  it('are done by one replica alone, and by another when the first has died', async () => {
    const base = await open();
    const first = createHeld();
    const done: string[] = [];
    await put(base.store, 'a', base.clock.now());
    let isDead = false;
    const transaction: Store['transaction'] = (work) =>
      isDead ? new Promise<never>(() => {}) : base.store.transaction(work);
    start({ ...base, store: { ...base.store, transaction } }, first.run, {}, 'dies');
    await base.clock.settle();
    isDead = true;
    start(base, async (payload) => void done.push(payload));

    await base.clock.pass(minutes);
    const meanwhile = [...done];
    await base.clock.pass(70 * second);

    expect(first.most()).toBe(1);
    expect(meanwhile).toEqual([]);
    expect(done).toEqual(['a']);
  });

  it('are four at a time at most', async () => {
    const base = await open();
    const held = createHeld();
    for (let n = 0; n < 9; n += 1) await put(base.store, `a${n}`, base.clock.now());
    start(base, held.run);

    await base.clock.pass(5 * second);
    const most = held.underWay();
    for (let rounds = 0; rounds < 3; rounds += 1) {
      held.release();
      await base.clock.pass(second);
    }

    expect(most).toBe(4);
    expect(held.most()).toBe(4);
    expect(await base.store.transaction((tx) => tx.due.nextAt(['look']))).toBeUndefined();
  });

  it('are tried again after 30 s, 1, 2, 5 and 15 minutes, and given up after a day', async () => {
    const base = await open();
    const begun = base.clock.now();
    const tries: number[] = [];
    const givenUp: string[] = [];
    await put(base.store, 'a', begun);
    start(
      base,
      async () => {
        tries.push(base.clock.now() - begun);
        throw new Error('out of order');
      },
      {
        givenUp: {
          look: async (_tx, payload, error) => void givenUp.push(`${payload}: ${error.message}`),
        },
      },
    );

    await base.clock.pass(25 * hours);

    const steps = tries.slice(1).map((at, index) => Math.round((at - tries[index]!) / second));
    expect(steps.slice(0, 6)).toEqual([30, 60, 120, 300, 900, 900]);
    expect(tries.at(-1)).toBeLessThanOrEqual(24 * hours);
    expect(givenUp).toEqual(['a: out of order']);
    expect(await rowOf(base.store, 'a')).toBeUndefined();
  });

  it('that were put anew while under way are done once more', async () => {
    const base = await open();
    const held = createHeld();
    await put(base.store, 'a', base.clock.now());
    start(base, held.run);
    await base.clock.settle();

    await put(base.store, 'a', base.clock.now());
    await base.clock.pass(5 * second);
    const meanwhile = held.most();
    held.release();
    await base.clock.pass(5 * second);

    expect(meanwhile).toBe(1);
    expect(held.underWay()).toBe(1);
    held.release();
  });

  it('keep the time that their own transaction puts them to', async () => {
    const base = await open();
    const done: number[] = [];
    const begun = base.clock.now();
    await put(base.store, 'a', begun);
    start(base, async (payload) => {
      done.push(base.clock.now() - begun);
      if (done.length === 1) await put(base.store, payload, begun + 5 * minutes);
    });

    await base.clock.pass(hours);

    expect(done).toEqual([0, 5 * minutes]);
  });

  it('end after 100 seconds, whatever they do', async () => {
    const base = await open();
    const signals: AbortSignal[] = [];
    await put(base.store, 'a', base.clock.now());
    start(base, async (_payload, signal) => {
      signals.push(signal);
      await new Promise<never>(() => {});
    });

    await base.clock.pass(101 * second);
    const { aborted, reason } = signals[0]!;
    const row = await rowOf(base.store, 'a');

    expect(aborted).toBe(true);
    expect(reason).toMatchObject({ code: 'errand_timed_out' });
    expect(row?.payload).toMatchObject({ payload: 'a', failures: 1 });
  });

  it('are due again when the bot stops in the midst of them', async () => {
    const base = await open();
    await put(base.store, 'a', base.clock.now());
    const errands = start(base, () => new Promise<never>(() => {}));
    await base.clock.settle();

    await errands.stop();

    expect(await rowOf(base.store, 'a')).toMatchObject({ at: base.clock.now(), payload: 'a' });
  });

  it('wait while something more urgent goes on, but not for ever', async () => {
    const base = await open();
    const done: number[] = [];
    const begun = base.clock.now();
    await put(base.store, 'a', begun);
    start(base, async () => void done.push(base.clock.now() - begun), { isBusy: () => true });

    await base.clock.pass(10 * second);

    expect(done).toEqual([5 * second]);
  });
});
