import { AppError } from './errors.ts';

/** What became of one part of a question. */
export type Gathered<T> =
  | { readonly kind: 'read'; readonly value: T }
  | { readonly kind: 'failed'; readonly error: AppError }
  /** Not read when it was time to answer. */
  | { readonly kind: 'late' };

interface GatherOptions {
  readonly signal: AbortSignal;
  /** Called whenever one more is done. */
  readonly onDone?: (done: number, of: number) => void;
}

const late = { kind: 'late' } as const;

const whenAborted = (signal: AbortSignal): { promise: Promise<typeof late>; stop: () => void } => {
  const { promise, resolve } = Promise.withResolvers<typeof late>();
  const onAbort = (): void => resolve(late);
  if (signal.aborted) onAbort();
  signal.addEventListener('abort', onAbort, { once: true });
  return { promise, stop: () => signal.removeEventListener('abort', onAbort) };
};

/** A reader that gives up because of the signal is late, whatever it throws then. */
const settled = async <T>(work: Promise<T>, signal: AbortSignal): Promise<Gathered<T>> => {
  try {
    return { kind: 'read', value: await work };
  } catch (thrown) {
    if (signal.aborted) return late;
    if (thrown instanceof AppError) return { kind: 'failed', error: thrown };
    throw thrown;
  }
};

/**
 * Reads every part at once (src/aws paces the calls) and answers when all are done or the signal
 * aborts, whichever is first: what is not done by then is late. In the order of `parts`.
 */
export const gather = async <I, T>(
  parts: readonly I[],
  work: (part: I) => Promise<T>,
  { signal, onDone }: GatherOptions,
): Promise<readonly Gathered<T>[]> => {
  const aborted = whenAborted(signal);
  let done = 0;
  const one = async (part: I): Promise<Gathered<T>> => {
    const gathered = await settled(work(part), signal);
    done += 1;
    onDone?.(done, parts.length);
    return gathered;
  };
  try {
    return await Promise.all(parts.map((part) => Promise.race([one(part), aborted.promise])));
  } finally {
    aborted.stop();
  }
};

/** The value; else what it failed with is thrown. Undefined: late. */
export const valueOrThrow = <T>(gathered: Gathered<T> | undefined): T | undefined => {
  if (gathered?.kind === 'failed') throw gathered.error;
  return gathered?.kind === 'read' ? gathered.value : undefined;
};
