import { type Clock, hour } from '../../../core/clock.ts';

/** A wish to look again. */
interface Refresh {
  readonly at: number;
  asked: number;
}

type RefreshStatus = 'none' | 'enqueued' | 'processing' | 'success';

/** What Trusted Advisor remembers of refreshes. */
export interface Advisor {
  /** Does nothing while an earlier one is too recent. */
  readonly refresh: (account: string, checkId: string) => void;
  /** @param isPoll Time goes on for it: enqueued, then processing, then done. */
  readonly status: (account: string, checkId: string, isPoll: boolean) => RefreshStatus;
  /** Until it may be asked for again; ms. */
  readonly waitMs: (account: string, checkId: string) => number;
  /** When the check was made last; epoch ms. */
  readonly madeAt: (account: string, checkId: string) => number;
}

const cooldownMs = hour;

export const createAdvisor = (clock: Clock): Advisor => {
  const start = clock.now();
  const refreshes = new Map<string, Refresh>();
  const find = (account: string, id: string): Refresh | undefined =>
    refreshes.get(`${account}/${id}`);
  const waitMs = (account: string, id: string): number => {
    const known = find(account, id);
    return known === undefined ? 0 : Math.max(0, known.at + cooldownMs - clock.now());
  };
  return {
    waitMs,
    refresh: (account, id) => {
      if (waitMs(account, id) === 0)
        refreshes.set(`${account}/${id}`, { at: clock.now(), asked: 0 });
    },
    status: (account, id, isPoll) => {
      const known = find(account, id);
      if (known === undefined) return 'none';
      if (isPoll) known.asked += 1;
      if (known.asked === 0) return 'enqueued';
      return known.asked === 1 ? 'processing' : 'success';
    },
    madeAt: (account, id) => {
      const known = find(account, id);
      return known !== undefined && known.asked > 1 ? known.at : start - hour;
    },
  };
};
