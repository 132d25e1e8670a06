import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { day, hour, minute } from '../../src/core/clock.ts';
import { silentLog } from '../../src/core/log.ts';
import type { DigestSettings } from '../../src/core/settings.ts';
import type { Store, Tx } from '../../src/core/store.ts';
import { createLastDue } from '../../src/digest/due.ts';
import { createTick } from '../../src/digest/tick.ts';
import {
  createDigestErrand,
  type DigestToSend,
  digestWork,
  markSent,
} from '../../src/digest/work.ts';
import { createErrands } from '../../src/incidents/errands.ts';
import { createSimulatedClock, type SimulatedClock } from '../incidents/clock.ts';
import { openTestStore } from '../incidents/rig.ts';

const second = 1_000;
const never = new Promise<never>(() => {});

const digestWith = (cron: string, zone = 'UTC'): DigestSettings => ({
  name: 'weekly',
  schedule: { cron, zone },
  channel: 'security',
  accounts: undefined,
  sections: ['iam'],
  accountChannels: [],
});

interface World {
  readonly clock: SimulatedClock;
  readonly store: Store;
  readonly digest: () => DigestSettings | undefined;
}

interface Fate {
  /** How long it takes to read a digest, though its time may be over. */
  readonly readsForMs: number;
  /** It is gone in the middle of its last transaction, before that is written. */
  readonly diesWhileSending: boolean;
}

/** Every digest that was posted, as often as it was. */
const postedKey = (dueAt: number): string => `posted ${dueAt}`;
const postedOf = (store: Store, dueAt: number): Promise<number> =>
  store.transaction(async (tx) => Number((await tx.meta.get(postedKey(dueAt))) ?? 0));

const late: boolean[] = [];

/** One bot. What it does after it was killed reaches nobody: its transactions never end. */
const startReplica = ({ clock, store, digest }: World, fate: Fate) => {
  let isDead = false;
  const mortal: Store = {
    ...store,
    transaction: async (work) => {
      if (isDead) return never;
      return store.transaction(async (tx) => {
        const result = await work(tx);
        if (isDead) throw new Error('killed');
        return result;
      });
    },
  };
  const kill = (): void => {
    isDead = true;
  };
  const post = async (tx: Tx, { job, isLate }: DigestToSend): Promise<void> => {
    if (!(await markSent(tx, job, clock.now()))) return;
    await tx.meta.add(postedKey(job.dueAt), 1);
    if (fate.diesWhileSending) kill();
    else late.push(isLate);
  };
  const digests = (): readonly DigestSettings[] => [digest()].filter((one) => one !== undefined);
  const errand = createDigestErrand({
    digests,
    store: mortal,
    send: async (about) => {
      await clock.sleep(fate.readsForMs);
      await mortal.transaction((tx) => post(tx, about));
    },
    now: clock.now,
    log: silentLog,
  });
  const errands = createErrands({
    store: mortal,
    kinds: { [digestWork]: errand },
    atOnce: 1,
    deadlineMs: 4 * minute,
    pollMs: 30 * second,
    clock,
    log: silentLog,
    newId: randomUUID,
  });
  const tick = createTick({ digests, store: mortal, claimed: errands.wake, clock, log: silentLog });
  return { tick, kill, isDead: () => isDead };
};

type Replica = ReturnType<typeof startReplica>;

const openWorld = async (
  digest: DigestSettings,
  at: number,
): Promise<World & { set: (digest: DigestSettings | undefined) => void }> => {
  const clock = createSimulatedClock(at);
  let current: DigestSettings | undefined = digest;
  return {
    clock,
    store: await openTestStore(clock),
    digest: () => current,
    set: (next) => {
      current = next;
    },
  };
};

const steady: Fate = { readsForMs: 20 * second, diesWhileSending: false };

/** One bot that runs until `until`, ticking every minute. */
const runUntil = async (world: World, replica: Replica, until: number): Promise<void> => {
  while (world.clock.now() < until && !replica.isDead()) {
    await replica.tick();
    await world.clock.pass(Math.min(minute, until - world.clock.now()));
  }
};

/** A bot that is started a minute before a digest is due, claims it, and is gone before it has read it. */
const claimAndDie = async (world: World): Promise<void> => {
  const claiming = startReplica(world, { readsForMs: hour, diesWhileSending: false });
  await claiming.tick();
  await world.clock.pass(minute);
  await claiming.tick();
  claiming.kill();
};

const createRandom = (seed: number) => {
  let state = seed;
  return (below: number): number => {
    state = (state * 48_271) % 2_147_483_647;
    return Math.floor((state / 2_147_483_647) * below);
  };
};

describe('a digest', () => {
  it('is sent once for each time it is due, whatever 200 restarts of three replicas do', async () => {
    const start = Date.UTC(2026, 2, 2, 0, 30);
    const world = await openWorld(digestWith('0 * * * *'), start);
    const { clock, store } = world;
    const random = createRandom(20_261_125);
    const fate = (): Fate => ({
      readsForMs: random(random(2) === 0 ? 90 : 600) * second,
      diesWhileSending: random(4) === 0,
    });
    await startReplica(world, steady).tick();
    let restarts = 0;
    const posted: number[] = [];

    for (let dueAt = start + hour / 2; restarts < 200; dueAt += hour) {
      await clock.pass(dueAt - random(2 * minute) - clock.now());
      let replicas = [fate(), fate(), fate()].map((one) => startReplica(world, one));
      for (let round = 0; round < 5; round += 1) {
        await Promise.all(replicas.map(({ tick }) => tick()));
        await clock.pass(random(50) * second);
        replicas[random(3)]?.kill();
        restarts += replicas.filter(({ isDead }) => isDead()).length;
        replicas = replicas.map((one) => (one.isDead() ? startReplica(world, fate()) : one));
      }
      // One that goes on, however slow it is, beside one that is well.
      for (const replica of replicas.slice(1)) replica.kill();
      const last = startReplica(world, steady);
      await runUntil(world, last, dueAt + 30 * minute);
      for (const replica of [...replicas, last]) replica.kill();
      posted.push(await postedOf(store, dueAt));
    }

    expect(restarts).toBeGreaterThanOrEqual(200);
    expect(posted).toEqual(posted.map(() => 1));
  }, 60_000);

  it.each([
    ['3 hours', 3 * hour],
    ['3 days', 3 * day],
    ['3 weeks', 21 * day],
  ])('that was due while the bot was down for %s is sent once, late', async (_, down) => {
    const dueAt = Date.UTC(2026, 2, 9, 9);
    const world = await openWorld(digestWith('0 9 * * 1'), dueAt - hour);
    const before = startReplica(world, steady);
    await before.tick();
    before.kill();
    await world.clock.pass(down);
    late.length = 0;

    await runUntil(world, startReplica(world, steady), world.clock.now() + 10 * minute);

    const weeks = [0, 1, 2, 3].map((week) => postedOf(world.store, dueAt + week * 7 * day));
    const newest = Math.floor((down - hour) / (7 * day));
    expect(await Promise.all(weeks)).toEqual([0, 1, 2, 3].map((week) => (week === newest ? 1 : 0)));
    expect(late).toEqual([true]);
  });

  it('that is due in the hour that spring skips is sent once', async () => {
    const digest = digestWith('30 2 * * 0', 'America/New_York');
    const world = await openWorld(digest, Date.UTC(2026, 2, 8, 5));
    late.length = 0;

    await runUntil(world, startReplica(world, steady), Date.UTC(2026, 2, 8, 12));

    const dueAt = createLastDue(digest.schedule)(Date.UTC(2026, 2, 8, 12));
    expect(dueAt).toBe(Date.UTC(2026, 2, 8, 7, 30));
    expect(await postedOf(world.store, dueAt ?? 0)).toBe(1);
    expect(late).toEqual([false]);
  });

  it('is not sent for what was due before it was set up, nor by a schedule that was changed', async () => {
    const dueAt = Date.UTC(2026, 2, 9, 9);
    const world = await openWorld(digestWith('0 9 * * 1'), dueAt + minute);
    const replica = startReplica(world, steady);
    await runUntil(world, replica, dueAt + 10 * minute);
    world.set(digestWith('5 9 * * 1'));
    await runUntil(world, replica, dueAt + 20 * minute);

    expect(await postedOf(world.store, dueAt)).toBe(0);
    expect(await postedOf(world.store, dueAt + 5 * minute)).toBe(0);
  });

  it('is not lost where its schedule was another one for a while', async () => {
    const dueAt = Date.UTC(2026, 2, 9, 9);
    const world = await openWorld(digestWith('0 9 * * 1'), dueAt - 30 * minute);
    const replica = startReplica(world, steady);
    await runUntil(world, replica, dueAt - 20 * minute);
    world.set(digestWith('0 9 * * 5'));
    await runUntil(world, replica, dueAt - 10 * minute);
    world.set(digestWith('0 9 * * 1'));

    await runUntil(world, replica, dueAt + 10 * minute);

    expect(await postedOf(world.store, dueAt)).toBe(1);
  });

  it('is not lost where another replica had another schedule for a while', async () => {
    const dueAt = Date.UTC(2026, 2, 9, 9);
    const world = await openWorld(digestWith('0 9 * * 1'), dueAt - 30 * minute);
    const replica = startReplica(world, steady);
    await runUntil(world, replica, dueAt - 20 * minute);
    await startReplica({ ...world, digest: () => digestWith('0 9 * * 5') }, steady).tick();

    await runUntil(world, replica, dueAt + 10 * minute);

    expect(await postedOf(world.store, dueAt)).toBe(1);
  });

  it('that was claimed in time and is sent much later is late', async () => {
    const dueAt = Date.UTC(2026, 2, 9, 9);
    const world = await openWorld(digestWith('0 9 * * 1'), dueAt - minute);
    await claimAndDie(world);
    await world.clock.pass(2 * hour);
    late.length = 0;

    await runUntil(world, startReplica(world, steady), world.clock.now() + 10 * minute);

    expect(await postedOf(world.store, dueAt)).toBe(1);
    expect(late).toEqual([true]);
  });

  it('that was claimed and then taken out of the settings is not sent', async () => {
    const dueAt = Date.UTC(2026, 2, 9, 9);
    const world = await openWorld(digestWith('0 9 * * 1'), dueAt - minute);
    await claimAndDie(world);
    world.set(undefined);

    await runUntil(world, startReplica(world, steady), dueAt + 10 * minute);

    expect(await postedOf(world.store, dueAt)).toBe(0);
    expect(
      await world.store.transaction((tx) => tx.due.get(`digest weekly ${dueAt}`)),
    ).toBeUndefined();
  });

  it('whose successor is due already is not sent any more', async () => {
    const dueAt = Date.UTC(2026, 2, 9, 9);
    const world = await openWorld(digestWith('0 9 * * 1'), dueAt - minute);
    await claimAndDie(world);
    await world.clock.pass(7 * day);

    await runUntil(world, startReplica(world, steady), world.clock.now() + 10 * minute);

    expect(await postedOf(world.store, dueAt)).toBe(0);
    expect(await postedOf(world.store, dueAt + 7 * day)).toBe(1);
  });
});
