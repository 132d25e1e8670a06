import { AppError } from '../../core/errors.ts';

/** Time was up before it was done. */
const outOfTime = (): AppError =>
  new AppError('there was no time left', { kind: 'upstream', code: 'out_of_time' });

export const isOutOfTime = (error: unknown): boolean =>
  error instanceof AppError && error.code === 'out_of_time';

/** For the work to say why it was not done sooner. */
const graceMs = 50;

/** What AWS answered before time was up tells more than that it was. */
const tellsMore = (error: unknown): boolean =>
  error instanceof AppError && /^aws_(?:throttled|unavailable|unreachable)$/.test(error.code);

/** Waits for `work`, and hardly longer than until its signal aborts. */
export type UntilAbort = <T>(work: () => Promise<T>) => Promise<T>;

/**
 * For works that wait for one signal together: one listener and one error for all of them, since a
 * signal compares each new listener with all it has.
 */
export const createUntilAbort = (signal: AbortSignal): UntilAbort => {
  const late = Promise.withResolvers<never>();
  const tooLate = outOfTime();
  late.promise.catch(() => {});
  const onAbort = (): void => void setTimeout(() => late.reject(tooLate), graceMs);
  signal.addEventListener('abort', onAbort, { once: true });
  return async (work) => {
    if (signal.aborted) throw tooLate;
    try {
      return await Promise.race([work(), late.promise]);
    } catch (error) {
      throw signal.aborted && !tellsMore(error) ? tooLate : error;
    }
  };
};

/**
 * Waits for `work`, and hardly longer than until `signal` aborts, whether the work heeds it or not.
 * What it rejects with after that is `out_of_time`, or why it took so long: too many calls.
 */
export const untilAbort = <T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> =>
  createUntilAbort(signal)(work);
