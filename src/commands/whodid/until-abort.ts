import { AppError } from '../../core/errors.ts';

/** Time was up before it was done. */
export const outOfTime = (): AppError =>
  new AppError('there was no time left', { kind: 'upstream', code: 'out_of_time' });

export const isOutOfTime = (error: unknown): boolean =>
  error instanceof AppError && error.code === 'out_of_time';

/**
 * Waits for `work`, and no longer than until `signal` aborts, whether the work heeds it or not.
 * Whatever it rejects with after that is `out_of_time`.
 */
export const untilAbort = async <T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> => {
  if (signal.aborted) throw outOfTime();
  const { promise, reject } = Promise.withResolvers<never>();
  const onAbort = (): void => reject(outOfTime());
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await Promise.race([work(), promise]);
  } catch (error) {
    const isThrottled = error instanceof AppError && error.code === 'aws_throttled';
    throw signal.aborted && !isThrottled ? outOfTime() : error;
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
};
