export interface ChannelState {
  readonly channel: string;
  readonly holder: string | undefined;
  /** Goes up each time the lease changes hands. */
  readonly fence: number;
  readonly leaseUntil: number;
  /** No new message before this, epoch ms. */
  readonly nextPostAt: number;
  /** No call at all before this (a 429). */
  readonly parkedUntil: number;
  readonly unreachableSince: number | undefined;
  readonly unreachableReason: string | undefined;
}

export interface ChannelStore {
  readonly get: (channel: string) => Promise<ChannelState | undefined>;
  readonly all: () => Promise<readonly ChannelState[]>;
  /**
   * Waits until no other transaction holds the channel, and holds it for the rest of this one: what
   * is read afterwards about its posts and storms stays true. SQLite has one writer anyway.
   */
  readonly lock: (channel: string) => Promise<void>;
  /** Takes or renews the lease; undefined while another holder's has not run out. */
  readonly lease: (
    channel: string,
    holder: string,
    now: number,
    leaseMs: number,
  ) => Promise<ChannelState | undefined>;
  /** Does `holder` still hold it with this fence? Locks the row for the transaction. */
  readonly holds: (channel: string, holder: string, fence: number) => Promise<boolean>;
  readonly update: (
    channel: string,
    change: Partial<
      Pick<ChannelState, 'nextPostAt' | 'parkedUntil' | 'unreachableSince' | 'unreachableReason'>
    >,
  ) => Promise<void>;
  readonly releaseAll: (holder: string) => Promise<void>;
  /**
   * A pace shared by all replicas (GCRA). Takes one slot and returns 0, or takes none and returns
   * the epoch ms from which one is free.
   */
  readonly takeSlot: (
    pace: string,
    now: number,
    intervalMs: number,
    burst: number,
  ) => Promise<number>;
}

// --- storms -------------------------------------------------------------------------------

export interface Storm {
  readonly id: string;
  readonly channel: string;
  readonly startedAt: number;
  /** Our clock at its last new member or change. */
  readonly lastAt: number;
  /** It ends after this much quiet. */
  readonly quietMs: number;
  readonly endedAt: number | undefined;
  /** Roots given to critical members so far. */
  readonly criticalRoots: number;
  readonly revision: number;
}

export interface StormStore {
  readonly active: (channel: string) => Promise<Storm | undefined>;
  readonly get: (id: string) => Promise<Storm | undefined>;
  readonly put: (storm: Storm) => Promise<void>;
}
