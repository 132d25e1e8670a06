import { describe, expect, it } from 'vitest';
import { AppError } from '../../src/core/errors.ts';
import { gather } from '../../src/core/gather.ts';
import { denied, untilAborted } from '../commands/helpers.ts';

describe('gather', () => {
  it('keeps the order, and each failure with its part', async () => {
    const { signal } = new AbortController();
    const done: number[] = [];

    const got = await gather(
      [30, 0, 10],
      async (ms) => {
        await new Promise((resolve) => setTimeout(resolve, ms));
        if (ms === 0) throw denied('iam:GetUser');
        return ms;
      },
      { signal, onDone: (count) => done.push(count) },
    );

    expect(got.map(({ kind }) => kind)).toEqual(['read', 'failed', 'read']);
    expect(got[0]).toEqual({ kind: 'read', value: 30 });
    expect(done).toEqual([1, 2, 3]);
  });

  it('answers when the signal aborts, also where a reader does not look at it', async () => {
    const abort = new AbortController();
    const got = gather(
      ['quick', 'polite', 'deaf'],
      async (part) => {
        if (part === 'polite') await untilAborted(abort.signal);
        if (part === 'deaf') await new Promise(() => {});
        return part;
      },
      { signal: abort.signal },
    );
    setTimeout(() => abort.abort(), 10);

    expect(await got).toEqual([
      { kind: 'read', value: 'quick' },
      { kind: 'late' },
      { kind: 'late' },
    ]);
  });

  it('reads nothing late as failed: after the signal every error is the signal', async () => {
    const abort = new AbortController();
    abort.abort();

    const got = await gather([1], () => untilAborted(abort.signal), { signal: abort.signal });

    expect(got).toEqual([{ kind: 'late' }]);
  });

  it('lets a mistake of ours through', async () => {
    const { signal } = new AbortController();
    const work = async (): Promise<never> => {
      throw new TypeError('x is not a function');
    };

    const asked = gather([1], work, { signal });

    await expect(asked).rejects.not.toBeInstanceOf(AppError);
  });
});
