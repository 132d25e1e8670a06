/** How the bot fares, at a glance. Times are epoch ms. */
export interface Overview {
  readonly startedAt: number;
  /** Why messages cannot be delivered now, in words; empty: all is well. */
  readonly reasons: readonly string[];
  readonly intake: {
    readonly topics: number;
    readonly queues: readonly { readonly name: string; readonly deadLetters: number | undefined }[];
    readonly lastReceivedAt: number | undefined;
    readonly waiting: number;
    readonly quarantined: number;
  };
  readonly outbox: {
    readonly due: number;
    readonly parked: number;
    readonly oldestDueAt: number | undefined;
    readonly unreachable: readonly string[];
  };
  readonly slack: {
    readonly mode: string;
    readonly isConnected: boolean;
    readonly isAuthorized: boolean;
  };
  readonly aws: {
    /** Accounts and regions whose alarms could not be read, in words. */
    readonly problems: readonly string[];
    /** What is not set up as it should be, with the cure, in words. */
    readonly setUp: readonly string[];
  };
  readonly store: { readonly kind: string; readonly isWritable: boolean };
  readonly accounts: number;
  readonly rules: number;
}
