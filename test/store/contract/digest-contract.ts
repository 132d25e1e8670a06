import { describe, expect, it } from 'vitest';
import type { Snapshot } from '../../../src/core/digest.ts';
import type { AccountId } from '../../../src/core/ids.ts';
import { start } from '../make.ts';
import type { Contract } from './store-contract.ts';

const weekly = { cron: '0 9 * * 1', zone: 'Europe/Berlin' };
const prod = '111122223333' as AccountId;
const week = 7 * 86_400_000;
const runAt = (dueAt: number) => ({ digest: 'weekly', dueAt });

const snapshotAt = (at: number): Snapshot => ({
  at,
  isFirst: false,
  kinds: { mfa: { title: ['Users without MFA'], next: ['Turn it on.'], urgency: 80 } },
  fresh: ['carol'],
  open: [
    {
      id: 'carol',
      kind: 'mfa',
      scope: 'mfa',
      weight: 'fail',
      what: ['user ', { untrusted: 'carol' }, { time: at }],
      since: at,
    },
  ],
  fixed: [],
  unread: [{ scope: '*', why: ['No right.'] }],
});

const scheduleContract = ({ run }: Contract): void => {
  it('count from when their schedule was known first, or became another one', async () => {
    const from = (schedule: typeof weekly, now: number) =>
      run((tx) => tx.digests.schedule('weekly', schedule, now));

    expect(await from(weekly, start)).toBe(start);
    expect(await from(weekly, start + week)).toBe(start);
    expect(await from({ ...weekly, zone: 'UTC' }, start + week)).toBe(start + week);
    expect(await from(weekly, start + 2 * week)).toBe(start + 2 * week);
    expect(await run((tx) => tx.digests.schedule('daily', weekly, start + 5))).toBe(start + 5);
  });
};

const runContract = ({ run }: Contract): void => {
  it('are claimed once, whoever tries at the same time', async () => {
    const claims = await Promise.all(
      [1, 2, 3, 4, 5].map((claimedAt) =>
        run((tx) => tx.digests.claim({ ...runAt(start), claimedAt })),
      ),
    );

    expect(claims.filter(Boolean)).toHaveLength(1);
    expect(await run((tx) => tx.digests.claim({ ...runAt(start + 1), claimedAt: 9 }))).toBe(true);
    expect(
      await run((tx) => tx.digests.claim({ digest: 'daily', dueAt: start, claimedAt: 9 })),
    ).toBe(true);
  });

  it('that fail to be claimed in their transaction are free again', async () => {
    const failing = run(async (tx) => {
      await tx.digests.claim({ ...runAt(start), claimedAt: start });
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');

    expect(await run((tx) => tx.digests.claim({ ...runAt(start), claimedAt: start }))).toBe(true);
  });

  it('are known by when they were due, and by whether they were sent', async () => {
    await run(async (tx) => {
      for (const number of [0, 1, 2])
        await tx.digests.claim({ ...runAt(start + number * week), claimedAt: start + number });
      await tx.digests.sent(runAt(start), start + 7);
    });

    expect(await run((tx) => tx.digests.lock(runAt(start)))).toEqual({
      ...runAt(start),
      claimedAt: start,
      sentAt: start + 7,
    });
    expect(await run((tx) => tx.digests.lock(runAt(start + 5)))).toBeUndefined();
    expect(await run((tx) => tx.digests.latest('weekly'))).toMatchObject({
      dueAt: start + 2 * week,
      sentAt: undefined,
    });
    const before = start + 2 * week;
    expect(await run((tx) => tx.digests.lastSent('weekly', before))).toMatchObject({
      dueAt: start,
    });
    expect(await run((tx) => tx.digests.lastSent('weekly', start))).toBeUndefined();
    expect(await run((tx) => tx.digests.latest('daily'))).toBeUndefined();
  });

  it('tell how many findings were open in those that were sent, the oldest first', async () => {
    await run(async (tx) => {
      for (const number of [0, 1, 2, 3]) {
        const key = runAt(start + number * week);
        await tx.digests.claim({ ...key, claimedAt: start });
        await tx.digests.putOpenCount(key, { fail: number, warn: 10 + number });
        if (number < 3) await tx.digests.sent(key, start);
      }
    });

    expect(await run((tx) => tx.digests.openCounts('weekly', 2))).toEqual([
      { dueAt: start + week, fail: 1, warn: 11 },
      { dueAt: start + 2 * week, fail: 2, warn: 12 },
    ]);
  });
};

const snapshotContract = ({ run }: Contract): void => {
  const keep = (dueAt: number, section: 'iam' | 'activity', subject: AccountId | 'bot') =>
    run((tx) =>
      tx.digests.putSnapshot(runAt(dueAt), { section, subject, snapshot: snapshotAt(dueAt) }),
    );

  it('are kept as they are, by run, section and subject', async () => {
    await keep(start, 'iam', prod);
    await keep(start, 'iam', 'bot');
    await keep(start, 'activity', prod);
    await keep(start + week, 'iam', prod);

    const all = await run((tx) => tx.digests.snapshots(runAt(start)));
    expect(all.map(({ section, subject }) => [section, subject])).toEqual([
      ['activity', prod],
      ['iam', prod],
      ['iam', 'bot'],
    ]);
    expect(all[0]?.snapshot).toEqual(snapshotAt(start));
    expect(await run((tx) => tx.digests.snapshots(runAt(start), 'iam'))).toHaveLength(2);
    expect(await run((tx) => tx.digests.snapshot(runAt(start), 'iam', prod))).toEqual(
      snapshotAt(start),
    );
    expect(
      await run((tx) => tx.digests.snapshot(runAt(start + week), 'iam', 'bot')),
    ).toBeUndefined();
  });

  it('are the newest of a run that was sent', async () => {
    const newest = () => run((tx) => tx.digests.newestSnapshot('iam', prod));
    const claimAndSend = async (dueAt: number) => {
      await run((tx) => tx.digests.claim({ ...runAt(dueAt), claimedAt: dueAt }));
      await run((tx) => tx.digests.sent(runAt(dueAt), dueAt));
    };
    await keep(start, 'iam', prod);
    await keep(start + week, 'iam', prod);
    // Somebody asked for it.
    await keep(start + 2 * week, 'iam', prod);
    expect(await newest()).toBeUndefined();

    await claimAndSend(start);
    expect(await newest()).toEqual(snapshotAt(start));
    await claimAndSend(start + week);
    expect(await newest()).toEqual(snapshotAt(start + week));
    expect(await run((tx) => tx.digests.newestSnapshot('watching', prod))).toBeUndefined();
  });

  it('are written again in place', async () => {
    await keep(start, 'iam', prod);
    const later = { ...snapshotAt(start), fresh: [] };
    await run((tx) =>
      tx.digests.putSnapshot(runAt(start), { section: 'iam', subject: prod, snapshot: later }),
    );

    expect(await run((tx) => tx.digests.snapshots(runAt(start)))).toMatchObject([
      { snapshot: { fresh: [] } },
    ]);
  });

  it('are forgotten once so many later digests were sent', async () => {
    for (const number of [0, 1, 2, 3]) {
      const dueAt = start + number * week;
      await run((tx) => tx.digests.claim({ ...runAt(dueAt), claimedAt: dueAt }));
      await keep(dueAt, 'iam', prod);
      if (number < 3) await run((tx) => tx.digests.sent(runAt(dueAt), dueAt));
    }

    expect(await run((tx) => tx.digests.prune(2))).toBe(1);

    const left = [0, 1, 2, 3].map(async (number) =>
      run(async (tx) => (await tx.digests.snapshots(runAt(start + number * week))).length),
    );
    expect(await Promise.all(left)).toEqual([0, 1, 1, 1]);
    expect(await run((tx) => tx.digests.prune(2))).toBe(0);
  });
};

export const digestContract = (contract: Contract): void => {
  describe('digests', () => {
    scheduleContract(contract);
    runContract(contract);
  });
  describe('snapshots of digests', () => {
    snapshotContract(contract);
  });
};
