import type { Clock } from './clock.ts';

export interface TimeLimit {
  /** Aborts with the other one, or when the time is over. */
  readonly signal: AbortSignal;
  /** Call it when what was limited has ended. */
  readonly end: () => void;
}

/** A signal that also aborts after `ms`, with `reason`. */
export const timeLimit = (
  clock: Clock,
  { ms, within, reason }: { ms: number; within: AbortSignal; reason: () => Error },
): TimeLimit => {
  const over = new AbortController();
  const ended = new AbortController();
  const stop = (): void => over.abort(within.reason);
  if (within.aborted) stop();
  within.addEventListener('abort', stop, { once: true });
  void clock.sleep(ms, ended.signal).then(() => {
    if (!ended.signal.aborted) over.abort(reason());
  });
  return {
    signal: over.signal,
    end: () => {
      within.removeEventListener('abort', stop);
      ended.abort();
    },
  };
};
