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

/**
 * Waits for `work`, and hardly longer than until `signal` aborts, whether the work heeds it or not.
 * What it rejects with after that is `out_of_time`, or why it took so long: too many calls.
 */
export const untilAbort = async <T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> => {
  if (signal.aborted) throw outOfTime();
  const { promise, reject } = Promise.withResolvers<never>();
  let timer: NodeJS.Timeout | undefined;
  const onAbort = (): void => {
    timer = setTimeout(() => reject(outOfTime()), graceMs);
  };
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await Promise.race([work(), promise]);
  } catch (error) {
    throw signal.aborted && !tellsMore(error) ? outOfTime() : error;
  } finally {
    signal.removeEventListener('abort', onAbort);
    clearTimeout(timer);
  }
};
