import { type Clock, minute } from '../core/clock.ts';
import { hintOf, toError } from '../core/errors.ts';
import type { Handle } from '../core/handle.ts';
import type { Log } from '../core/log.ts';
import type { QueueSettings } from '../core/settings.ts';

/** How many messages (roughly) wait in the dead-letter queue of `queue`; undefined if it has none. */
export type DeadLetterReader = (
  queue: QueueSettings,
  signal: AbortSignal,
) => Promise<number | undefined>;

/** `waiting` undefined: no dead-letter queue is set, or it has not been read yet. */
export interface DeadLetters {
  readonly waiting: number | undefined;
  /** Why it could not be read, with the cure where one is known. */
  readonly problem: string | undefined;
}

export interface DeadLetterWatchDeps {
  readonly queue: QueueSettings;
  readonly read: DeadLetterReader;
  readonly clock: Clock;
  readonly log: Log;
  readonly everyMs?: number;
}

const readWithinMs = 20_000;

const reasonOf = (thrown: unknown): string => {
  return [toError(thrown).message, hintOf(thrown)].filter(Boolean).join('; ');
};

/** Looks every minute at what a queue has given up on, and logs when that grows. */
export const watchDeadLetters = (
  deps: DeadLetterWatchDeps,
): Handle & { readonly status: () => DeadLetters } => {
  const { queue, read, clock, log } = deps;
  const aborter = new AbortController();
  let found: DeadLetters = { waiting: undefined, problem: undefined };

  const look = async (): Promise<void> => {
    const signal = AbortSignal.any([aborter.signal, AbortSignal.timeout(readWithinMs)]);
    try {
      const waiting = await read(queue, signal);
      if ((waiting ?? 0) > (found.waiting ?? 0))
        log.error('messages wait in the dead-letter queue', {
          waiting,
          hint: 'mend the cause, then redrive it (aws sqs start-message-move-task)',
        });
      found = { waiting, problem: undefined };
    } catch (thrown) {
      const problem = reasonOf(thrown);
      if (problem !== found.problem && !aborter.signal.aborted)
        log.warn('the dead-letter queue cannot be read', { reason: problem });
      found = { ...found, problem };
    }
  };

  const run = async (): Promise<void> => {
    while (!aborter.signal.aborted) {
      await look();
      await clock.sleep(deps.everyMs ?? minute, aborter.signal);
    }
  };
  const running = run();

  const stop = async (): Promise<void> => {
    aborter.abort();
    await running;
  };

  return { stop, status: () => found };
};
