/** Runs work by channel: one at a time in each, a limited number in all. */
export interface Lanes {
  /** Something may be due there. Starts at once, synchronously, where there is room. */
  readonly enter: (channel: string) => void;
  /** Starts what waits, where there is room. */
  readonly pump: () => void;
  readonly isIdle: () => boolean;
  /** Resolves when nothing runs any more. */
  readonly settled: () => Promise<void>;
}

interface LanesDeps {
  readonly limit: number;
  readonly run: (channel: string) => Promise<void>;
  /** While this is true nothing new starts. */
  readonly isClosed: () => boolean;
  /** One has ended. */
  readonly ended: () => void;
}

export const createLanes = ({ limit, run, isClosed, ended }: LanesDeps): Lanes => {
  const waiting = new Set<string>();
  const active = new Map<string, Promise<void>>();
  /** Woken while they ran: what woke them may have come too late for that run. */
  const again = new Set<string>();

  const start = (channel: string): void => {
    waiting.delete(channel);
    const end = (): void => {
      active.delete(channel);
      if (again.delete(channel)) waiting.add(channel);
      ended();
      pump();
    };
    active.set(channel, run(channel).then(end));
  };

  const pump = (): void => {
    for (const channel of waiting) {
      if (isClosed() || active.size >= limit) return;
      start(channel);
    }
  };

  return {
    pump,
    enter: (channel) => {
      if (active.has(channel)) again.add(channel);
      else waiting.add(channel);
      pump();
    },
    isIdle: () => waiting.size === 0,
    settled: async () => {
      await Promise.all(active.values());
    },
  };
};
