import { describe, expect, it } from 'vitest';
import type { KeptAnswer } from '../../../src/core/store.ts';
import { start } from '../make.ts';
import type { Contract } from './store-contract.ts';

const alice = '/T1/U0ALICE';

const makeAnswer = (change: Partial<KeptAnswer> = {}): KeptAnswer => ({
  id: 'answer-1',
  asker: alice,
  expiresAt: start + 1_000,
  body: { card: { title: ['告警 🚨 a\0b\uD800'] }, older: [null, 1, false] },
  ...change,
});

export const answerContract = ({ run, clock }: Contract): void => {
  describe('answers', () => {
    const put = (answer: KeptAnswer) => run((tx) => tx.answers.put(answer));
    const get = (id: string, asker = alice, now = start) =>
      run((tx) => tx.answers.get(id, asker, now));

    it('are given back to their asker as they were put', async () => {
      await put(makeAnswer());

      expect(await get('answer-1')).toEqual(makeAnswer());
      expect(await get('answer-2')).toBeUndefined();
    });

    it('are given to nobody else, whose id may differ by the workspace alone', async () => {
      await put(makeAnswer());

      expect(await get('answer-1', '/T1/U0BOB')).toBeUndefined();
      expect(await get('answer-1', '/T2/U0ALICE')).toBeUndefined();
      expect(await get('answer-1', 'E1/T1/U0ALICE')).toBeUndefined();
      expect(await get('answer-1', '/t1/u0alice')).toBeUndefined();
      expect(await get('answer-1', '')).toBeUndefined();
    });

    it('are given until their time is over', async () => {
      await put(makeAnswer());

      expect(await get('answer-1', alice, start + 999)).toBeDefined();
      expect(await get('answer-1', alice, start + 1_000)).toBeUndefined();
    });

    it('are replaced by their asker only', async () => {
      await put(makeAnswer());
      await put(makeAnswer({ expiresAt: start + 2_000, body: 'second' }));
      await put(makeAnswer({ asker: '/T1/U0BOB', body: 'third' }));

      expect(await get('answer-1')).toEqual(
        makeAnswer({ expiresAt: start + 2_000, body: 'second' }),
      );
      expect(await get('answer-1', '/T1/U0BOB')).toBeUndefined();
    });

    it('are forgotten once their time is over', async () => {
      await put(makeAnswer());
      await put(makeAnswer({ id: 'answer-2', expiresAt: start + 2_000, body: undefined }));

      expect(await run((tx) => tx.answers.prune(start + 1_000))).toBe(1);

      expect(await get('answer-1')).toBeUndefined();
      expect(await get('answer-2')).toMatchObject({ body: null });
    });

    it('make way for new ones when their time is over', async () => {
      await put(makeAnswer());
      clock().advance(1_000);

      await put(makeAnswer({ id: 'answer-2', expiresAt: start + 3_000 }));

      expect(await run((tx) => tx.answers.prune(start + 1_000))).toBe(0);
      expect(await get('answer-2', alice, start + 1_000)).toBeDefined();
    });
  });
};
