import type { Clock } from '../core/clock.ts';
import type { Outcome } from '../core/conversation.ts';

export interface Cache<T> {
  /** What is kept, or what `load` brings; whoever asks meanwhile waits for the same. */
  readonly get: (key: string, load: () => Promise<Outcome<T>>) => Promise<Outcome<T>>;
}

interface Entry<T> {
  readonly outcome: Promise<Outcome<T>>;
  /** When it was asked for, so that nothing is older than it says. */
  readonly at: number;
}

/**
 * Keeps good answers for `keptMs` and no others; of more than `size` the one that was not used for
 * longest goes.
 */
export const createCache = <T>({
  clock,
  keptMs,
  size,
}: {
  readonly clock: Pick<Clock, 'monotonic'>;
  readonly keptMs: number;
  readonly size: number;
}): Cache<T> => {
  const entries = new Map<string, Entry<T>>();

  const keep = (key: string, entry: Entry<T>): void => {
    entries.delete(key);
    entries.set(key, entry);
    const [oldest] = entries.keys();
    if (entries.size > size && oldest !== undefined) entries.delete(oldest);
  };

  const ask = async (key: string, load: () => Promise<Outcome<T>>): Promise<Outcome<T>> => {
    const entry = { outcome: load(), at: clock.monotonic() };
    keep(key, entry);
    const outcome = await entry.outcome;
    if (outcome.kind !== 'ok' && entries.get(key) === entry) entries.delete(key);
    return outcome;
  };

  return {
    get: (key, load) => {
      const known = entries.get(key);
      if (known === undefined || clock.monotonic() - known.at >= keptMs) return ask(key, load);
      keep(key, known);
      return known.outcome;
    },
  };
};
