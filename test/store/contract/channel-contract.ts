import { describe, expect, it } from 'vitest';
import { start } from '../make.ts';
import type { Contract } from './store-contract.ts';

export const channelContract = ({ run }: Contract): void => {
  describe('channels', () => {
    const lease = (holder: string, now = start, leaseMs = 1_000) =>
      run((tx) => tx.channels.lease('sec', holder, now, leaseMs));

    it('are leased to one holder at a time; the fence goes up when the lease changes hands', async () => {
      expect(await lease('a')).toEqual({
        channel: 'sec',
        holder: 'a',
        fence: 1,
        leaseUntil: start + 1_000,
        nextPostAt: 0,
        parkedUntil: 0,
        unreachableSince: undefined,
        unreachableReason: undefined,
      });
      expect(await lease('b', start + 999)).toBeUndefined();
      expect(await lease('a', start + 999)).toMatchObject({ fence: 1, leaseUntil: start + 1_999 });
      expect(await lease('b', start + 1_999)).toMatchObject({ holder: 'b', fence: 2 });
      expect(await lease('a', start + 2_000)).toBeUndefined();
    });

    it('go to one of many who ask at once', async () => {
      const holders = ['a', 'b', 'c', 'd', 'e', 'f'];

      const leases = await Promise.all(holders.map((holder) => lease(holder)));

      expect(leases.filter((state) => state !== undefined)).toHaveLength(1);
    });

    it('know whether a holder still holds', async () => {
      await lease('a');
      const holds = (holder: string, fence: number) =>
        run((tx) => tx.channels.holds('sec', holder, fence));

      expect(await holds('a', 1)).toBe(true);
      expect(await holds('a', 2)).toBe(false);
      expect(await holds('b', 1)).toBe(false);
      expect(await run((tx) => tx.channels.holds('unknown', 'a', 1))).toBe(false);
    });

    it('are free again when their holder lets go', async () => {
      await lease('a');
      await run((tx) => tx.channels.lease('other', 'b', start, 1_000));

      await run((tx) => tx.channels.releaseAll('a'));

      expect(await lease('b')).toMatchObject({ holder: 'b', fence: 2 });
      expect(await run((tx) => tx.channels.get('other'))).toMatchObject({ holder: 'b', fence: 1 });
    });

    it('keep their pace and what is wrong with them, leased or not', async () => {
      await run((tx) =>
        tx.channels.update('new', { nextPostAt: start + 1, parkedUntil: start + 2 }),
      );
      await lease('a');
      await run((tx) =>
        tx.channels.update('sec', { unreachableSince: start, unreachableReason: 'archived' }),
      );

      expect(await run((tx) => tx.channels.all())).toMatchObject([
        { channel: 'new', nextPostAt: start + 1, parkedUntil: start + 2, fence: 0 },
        { channel: 'sec', holder: 'a', unreachableSince: start, unreachableReason: 'archived' },
      ]);
      await run((tx) =>
        tx.channels.update('sec', { unreachableSince: undefined, unreachableReason: undefined }),
      );
      await run((tx) => tx.channels.update('sec', {}));
      expect(await run((tx) => tx.channels.get('sec'))).toMatchObject({
        holder: 'a',
        unreachableSince: undefined,
        unreachableReason: undefined,
      });
      expect(await run((tx) => tx.channels.get('unknown'))).toBeUndefined();
    });
  });

  describe('paces', () => {
    const takeSlot = (now: number) => run((tx) => tx.channels.takeSlot('edit', now, 1_000, 3));

    it('let a burst through, then one slot an interval', async () => {
      expect(await takeSlot(start)).toBe(0);
      expect(await takeSlot(start)).toBe(0);
      expect(await takeSlot(start)).toBe(0);
      expect(await takeSlot(start)).toBe(start + 1_000);
      expect(await takeSlot(start + 999)).toBe(start + 1_000);
      expect(await takeSlot(start + 1_000)).toBe(0);
      expect(await takeSlot(start + 1_000)).toBe(start + 2_000);
    });

    it('are full again after a while, and never more than full', async () => {
      await takeSlot(start);
      const later = start + 60_000;

      const slots = [];
      for (let count = 0; count < 4; count += 1) slots.push(await takeSlot(later));

      expect(slots).toEqual([0, 0, 0, later + 1_000]);
    });

    it('give no slot twice to those who ask at once', async () => {
      const slots = await Promise.all(Array.from({ length: 20 }, () => takeSlot(start)));

      expect(slots.filter((slot) => slot === 0)).toHaveLength(3);
      expect(await run((tx) => tx.channels.takeSlot('another', start, 1_000, 1))).toBe(0);
    });
  });
};
