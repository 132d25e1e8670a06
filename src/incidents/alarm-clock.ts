import type { Clock } from '../core/clock.ts';

/** Sleep that can be ended before its time; a wake-up while nobody sleeps ends the next sleep. */
export interface AlarmClock {
  readonly sleepUntil: (at: number) => Promise<void>;
  readonly wake: () => void;
}

export const createAlarmClock = (clock: Clock): AlarmClock => {
  let sleeping: AbortController | undefined;
  let isWoken = false;
  return {
    wake: () => {
      isWoken = true;
      sleeping?.abort();
    },
    sleepUntil: async (at) => {
      if (!isWoken) {
        sleeping = new AbortController();
        await clock.sleep(at - clock.now(), sleeping.signal);
        sleeping = undefined;
      }
      isWoken = false;
    },
  };
};
