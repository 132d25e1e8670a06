/** Calls `tell` when `signal` aborts; call what it gives when that is of no interest any more. */
export type WhenAborted = (signal: AbortSignal, tell: () => void) => () => void;

/**
 * One listener a signal, however many wait for it: a signal compares each new listener with all it
 * has, which for the 680 calls of one question takes longer than the calls.
 */
export const createWhenAborted = (): WhenAborted => {
  const waiting = new WeakMap<AbortSignal, Set<() => void>>();

  const listen = (signal: AbortSignal): Set<() => void> => {
    const tells = new Set<() => void>();
    waiting.set(signal, tells);
    const onAbort = (): void => {
      for (const tell of tells) tell();
    };
    signal.addEventListener('abort', onAbort, { once: true });
    return tells;
  };

  return (signal, tell) => {
    const tells = waiting.get(signal) ?? listen(signal);
    tells.add(tell);
    return () => void tells.delete(tell);
  };
};
