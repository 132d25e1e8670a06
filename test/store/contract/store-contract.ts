import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Store, Tx } from '../../../src/core/store.ts';
import { makeReceived, type TestClock, testClock } from '../make.ts';
import { answerContract } from './answer-contract.ts';
import { auditContract } from './audit-contract.ts';
import { channelContract } from './channel-contract.ts';
import { digestContract } from './digest-contract.ts';
import { evidenceContract } from './evidence-contract.ts';
import { inboxContract } from './inbox-contract.ts';
import { incidentContract } from './incident-contract.ts';
import { postContract } from './post-contract.ts';
import { smallContract } from './small-contract.ts';

/** Opens an empty store of its own for each test. */
export type OpenStore = (clock: TestClock) => Promise<Store>;

export interface Contract {
  readonly clock: () => TestClock;
  readonly store: () => Store;
  /** Runs `work` in a transaction of its own. */
  readonly run: <T>(work: (tx: Tx) => Promise<T>) => Promise<T>;
}

const transactionContract = ({ run, store }: Contract): void => {
  describe('transactions', () => {
    it('leave nothing behind when the work throws, and reject with its error', async () => {
      const failing = run(async (tx) => {
        await tx.meta.set('a', '1');
        throw new Error('no');
      });

      await expect(failing).rejects.toThrow('no');
      expect(await run((tx) => tx.meta.get('a'))).toBeUndefined();
    });

    it('fail alone: others at the same time are kept', async () => {
      const results = await Promise.allSettled(
        Array.from({ length: 20 }, (_, index) =>
          run(async (tx) => {
            await tx.meta.set(`key ${index}`, 'x');
            if (index % 2 === 1) throw new Error('odd');
          }),
        ),
      );

      expect(results.filter((result) => result.status === 'rejected')).toHaveLength(10);
      const kept = await run((tx) =>
        Promise.all([tx.meta.get('key 0'), tx.meta.get('key 1'), tx.meta.get('key 18')]),
      );
      expect(kept).toEqual(['x', undefined, 'x']);
    });

    it('call back when later transactions see what was written, and not after a failure', async () => {
      const seen: (string | undefined)[] = [];
      const { promise: called, resolve } = Promise.withResolvers<void>();

      await run(async (tx) => {
        await tx.meta.set('a', '1');
        tx.whenVisible(() => {
          run((later) => later.meta.get('a')).then((value) => {
            seen.push(value);
            resolve();
          }, resolve);
        });
      });
      await run(async (tx) => {
        tx.whenVisible(() => seen.push('never'));
        throw new Error('no');
      }).catch(() => undefined);
      await called;

      expect(seen).toEqual(['1']);
    });

    it('survive a callback that throws', async () => {
      await run(async (tx) => {
        tx.whenVisible(() => {
          throw new Error('in the callback');
        });
        await tx.meta.set('a', '1');
      });

      expect(await run((tx) => tx.meta.get('a'))).toBe('1');
    });

    it('see what earlier ones wrote, one after another on the same row', async () => {
      await Promise.all(
        Array.from({ length: 30 }, () =>
          run((tx) => tx.channels.lease('c', `${Math.random()}`, Number.MAX_SAFE_INTEGER, -1)),
        ),
      );

      expect((await run((tx) => tx.channels.get('c')))?.fence).toBe(30);
    });

    it('are refused as retryable once the store is stopped', async () => {
      await store().stop();

      await expect(run((tx) => tx.meta.get('a'))).rejects.toMatchObject({
        kind: 'upstream',
        retryable: true,
      });
    });

    it('that are under way when the store is stopped end well', async () => {
      const last = run((tx) => tx.inbox.add(makeReceived()));

      await store().stop();

      expect(await last).toBe(true);
    });
  });

  it('says that it can be written', async () => {
    await expect(store().checkWritable()).resolves.toBeUndefined();
  });
};

/** What every store does, whatever database is behind it. */
export const storeContract = (name: string, open: OpenStore): void => {
  describe(`the store contract on ${name}`, () => {
    let current: { readonly store: Store; readonly clock: TestClock };
    beforeEach(async () => {
      const clock = testClock();
      current = { clock, store: await open(clock) };
    });
    afterEach(() => current.store.stop());
    const contract: Contract = {
      clock: () => current.clock,
      store: () => current.store,
      run: (work) => current.store.transaction(work),
    };
    transactionContract(contract);
    inboxContract(contract);
    incidentContract(contract);
    postContract(contract);
    channelContract(contract);
    smallContract(contract);
    evidenceContract(contract);
    digestContract(contract);
    answerContract(contract);
    auditContract(contract);
  });
};
