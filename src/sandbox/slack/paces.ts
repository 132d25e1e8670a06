import type { Clock } from '../../core/clock.ts';

/** @returns 0 if the call may go on, else in how many seconds to come back */
export type Pace = (key: string) => number;

/**
 * A bucket a key: `burst` calls at once, then one every `intervalMs`.
 * https://docs.slack.dev/apis/web-api/rate-limits: a message a second and channel, short bursts
 * tolerated.
 */
export const createBucketPace = (clock: Clock, burst: number, intervalMs: number): Pace => {
  const nextFree = new Map<string, number>();
  return (key) => {
    const now = clock.monotonic();
    const at = Math.max(nextFree.get(key) ?? 0, now);
    const waitMs = at - now - (burst - 1) * intervalMs;
    if (waitMs > 0) return Math.ceil(waitMs / 1000);
    nextFree.set(key, at + intervalMs);
    return 0;
  };
};

/** At most `limit` calls in any `windowMs`, as Slack's tiers count them. */
export const createWindowPace = (clock: Clock, limit: number, windowMs: number): Pace => {
  const calls = new Map<string, number[]>();
  return (key) => {
    const now = clock.monotonic();
    const recent = (calls.get(key) ?? []).filter((at) => at > now - windowMs);
    calls.set(key, recent);
    const [oldest] = recent;
    if (recent.length >= limit && oldest !== undefined)
      return Math.max(1, Math.ceil((oldest + windowMs - now) / 1000));
    recent.push(now);
    return 0;
  };
};
