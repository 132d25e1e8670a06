import { describe, expect, it } from 'vitest';
import { makeStorm, start } from '../make.ts';
import type { Contract } from './store-contract.ts';

export const smallContract = ({ run }: Contract): void => {
  describe('storms', () => {
    it('are active in their channel until they end', async () => {
      const storm = makeStorm();
      await run((tx) => tx.storms.put(storm));

      expect(await run((tx) => tx.storms.active('sec-prod'))).toEqual(storm);
      expect(await run((tx) => tx.storms.active('another'))).toBeUndefined();

      const ended = {
        ...storm,
        lastAt: start + 1,
        quietMs: 300_000,
        endedAt: start + 2,
        criticalRoots: 20,
        revision: 7,
      };
      await run((tx) => tx.storms.put(ended));

      expect(await run((tx) => tx.storms.active('sec-prod'))).toBeUndefined();
      expect(await run((tx) => tx.storms.get(storm.id))).toEqual(ended);
      expect(await run((tx) => tx.storms.get('unknown'))).toBeUndefined();
    });
  });

  describe('due work', () => {
    it('is taken when its time has come, the earliest first, until it is removed', async () => {
      const [a, b, c] = [30, 10, 20].map((at, index) => ({
        id: `work-${index}`,
        kind: 'evidence',
        at: start + at,
        payload: { incident: 'i', tries: [1, 2] },
      }));
      await run(async (tx) => {
        for (const work of [a!, b!, c!]) await tx.due.put(work);
      });

      expect(await run((tx) => tx.due.nextAt(['evidence', 'a', 'b']))).toBe(start + 10);
      expect(await run((tx) => tx.due.take(start + 20, 10, ['evidence', 'a', 'b']))).toEqual([
        b,
        c,
      ]);
      expect(await run((tx) => tx.due.take(start + 30, 1, ['evidence', 'a', 'b']))).toEqual([b]);
      expect(await run((tx) => tx.due.lock('work-1'))).toEqual(b);
      await run((tx) => tx.due.remove('work-1'));
      expect(await run((tx) => tx.due.lock('work-1'))).toBeUndefined();
      expect(await run((tx) => tx.due.take(start + 30, 10, ['evidence', 'a', 'b']))).toEqual([
        c,
        a,
      ]);
    });

    it('has one row an id: adding it again moves it', async () => {
      await run((tx) => tx.due.put({ id: 'w', kind: 'a', at: start, payload: 'text' }));
      await run((tx) => tx.due.put({ id: 'w', kind: 'b', at: start + 5, payload: null }));

      expect(await run((tx) => tx.due.take(start, 10, ['evidence', 'a', 'b']))).toEqual([]);
      expect(await run((tx) => tx.due.take(start + 5, 10, ['evidence', 'a', 'b']))).toEqual([
        { id: 'w', kind: 'b', at: start + 5, payload: null },
      ]);
    });

    it('knows no next time when there is none', async () => {
      expect(await run((tx) => tx.due.nextAt(['evidence', 'a', 'b']))).toBeUndefined();
    });
  });

  describe('due work of some kinds', () => {
    it('is nobody else’s', async () => {
      const work = { id: 'w', kind: 'evidence', at: start, payload: 'incident' };
      await run((tx) => tx.due.put(work));

      expect(await run((tx) => tx.due.take(start, 10, ['storm']))).toEqual([]);
      expect(await run((tx) => tx.due.nextAt(['storm']))).toBeUndefined();
      expect(await run((tx) => tx.due.take(start, 10, ['storm', 'evidence']))).toEqual([work]);
      expect(await run((tx) => tx.due.get('w'))).toEqual(work);
      expect(await run((tx) => tx.due.get('v'))).toBeUndefined();
    });
  });

  describe('small facts', () => {
    it('count up from nothing, whoever counts', async () => {
      await Promise.all(Array.from({ length: 9 }, () => run((tx) => tx.meta.add('n', 2))));

      expect(await run((tx) => tx.meta.get('n'))).toBe('18');
    });

    it('are kept and replaced', async () => {
      await run((tx) => tx.meta.set('team', 'T1'));
      await run((tx) => tx.meta.set('team', 'T2'));

      expect(await run((tx) => tx.meta.get('team'))).toBe('T2');
      expect(await run((tx) => tx.meta.get('unknown'))).toBeUndefined();
    });
  });
};
