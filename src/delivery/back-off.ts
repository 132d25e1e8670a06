import { day, minute } from '../core/clock.ts';
import type { Post } from '../core/post-store.ts';

const firstMs = 1_000;
const longestMs = 5 * minute;

/** A message that has failed for this long is put aside. */
const giveUpAfterMs = day;

/** 1 s, 2 s, 4 s … 5 min, a random part of it off or on, so that not all come back at once. */
export const backOffMs = (failures: number, random: () => number, longest = longestMs): number => {
  const ms = Math.min(firstMs * 2 ** Math.min(failures, 20), longest);
  return Math.round(ms * (0.8 + 0.4 * random()));
};

type Retry = Pick<Post, 'attempts' | 'failingSince' | 'dueAt' | 'state' | 'error'>;

/** What a failed message's row becomes: due again later, or put aside after a day of failures. */
export const retryLater = (
  post: Post,
  {
    now,
    error,
    random,
    notBefore = 0,
  }: {
    readonly now: number;
    readonly error: string;
    readonly random: () => number;
    readonly notBefore?: number;
  },
): Retry => {
  const failingSince = post.failingSince ?? now;
  return {
    attempts: post.attempts + 1,
    failingSince,
    error,
    dueAt: Math.max(now + backOffMs(post.attempts, random), notBefore),
    state: now - failingSince >= giveUpAfterMs ? 'parked' : 'due',
  };
};
