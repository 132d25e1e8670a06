import type { Clock } from '../core/clock.ts';
import type { Where } from './cloudwatch-types.ts';

export interface Pool<C> {
  readonly get: (where: Where) => Promise<C>;
  /** Forgets all of them. */
  readonly clear: () => void;
}

/**
 * A client costs some 45 KB and a millisecond, so that 40 accounts in 17 regions would keep 30 MB
 * for each service. Who still uses a forgotten one can: all share their sockets.
 */
const maxKept = 32;
const idleMs = 2 * 60_000;

interface Kept<C> {
  readonly client: Promise<C>;
  readonly usedAt: number;
}

/**
 * One client a key, made when it is first asked for; the last used ones are kept, and none that was
 * idle for two to four minutes. One that could not be made is not kept.
 */
export const createPool = <C>(deps: {
  readonly make: (where: Where) => Promise<C>;
  readonly keyOf: (where: Where) => string;
  readonly clock: Clock;
}): Pool<C> => {
  const { make, keyOf, clock } = deps;
  // In the order of their last use.
  const kept = new Map<string, Kept<C>>();
  let sweeping: AbortController | undefined;

  const sweep = async (signal: AbortSignal): Promise<void> => {
    while (!signal.aborted && kept.size > 0) {
      await clock.sleep(idleMs, signal);
      for (const [key, { usedAt }] of kept)
        if (clock.monotonic() - usedAt >= idleMs) kept.delete(key);
    }
  };

  const startSweeping = (): void => {
    if (sweeping !== undefined) return;
    const started = new AbortController();
    sweeping = started;
    void sweep(started.signal).then(() => {
      if (sweeping === started) sweeping = undefined;
    });
  };

  const keep = (key: string, client: Promise<C>): void => {
    kept.delete(key);
    kept.set(key, { client, usedAt: clock.monotonic() });
    const [oldest] = kept.keys();
    if (kept.size > maxKept && oldest !== undefined) kept.delete(oldest);
    startSweeping();
  };

  return {
    get: (where) => {
      const key = keyOf(where);
      const client = kept.get(key)?.client ?? make(where);
      keep(key, client);
      client.catch(() => {
        if (kept.get(key)?.client === client) kept.delete(key);
      });
      return client;
    },
    clear: () => {
      kept.clear();
      sweeping?.abort();
    },
  };
};
