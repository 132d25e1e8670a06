import type { Clock } from '../core/clock.ts';

export interface WakeUps {
  /** Wakes `channel` at `at`, or earlier if that was asked for before. */
  readonly set: (channel: string, at: number) => void;
  /** Takes out the channels whose time has come. */
  readonly take: (now: number) => readonly string[];
  /** Sleeps until the earliest wake-up, or `latest`, or a `set` that comes before both. */
  readonly sleep: (latest: number) => Promise<void>;
  /** Ends the sleep. */
  readonly rouse: () => void;
}

/** Wake-ups this close together are one, so that thousands of channels do not make thousands. */
const grainMs = 20;

/** Channels by the time when they are to be looked at again. */
export const createWakeUps = (clock: Clock): WakeUps => {
  const times = new Map<string, number>();
  let earliest = Number.POSITIVE_INFINITY;
  let sleeping: { readonly until: number; readonly wake: AbortController } | undefined;
  let isRoused = false;

  const rouse = (): void => {
    isRoused = true;
    sleeping?.wake.abort();
  };

  return {
    rouse,
    set: (channel, at) => {
      const time = Math.ceil(at / grainMs) * grainMs;
      if ((times.get(channel) ?? Number.POSITIVE_INFINITY) <= time) return;
      times.set(channel, time);
      earliest = Math.min(earliest, time);
      if (sleeping !== undefined && time < sleeping.until) rouse();
    },
    take: (now) => {
      if (earliest > now) return [];
      const due = [...times].filter(([, at]) => at <= now).map(([channel]) => channel);
      for (const channel of due) times.delete(channel);
      earliest = times.values().reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
      return due;
    },
    sleep: async (latest) => {
      const until = Math.min(earliest, latest);
      const ms = until - clock.now();
      if (!isRoused && ms > 0) {
        const wake = new AbortController();
        sleeping = { until, wake };
        await clock.sleep(ms, wake.signal);
        sleeping = undefined;
      }
      isRoused = false;
    },
  };
};
