import type { Schedule, SectionId, Snapshot, SubjectId } from './digest.ts';

/** A digest that was due, and is to be sent once. */
export interface DigestRun {
  /** As the settings name it. */
  readonly digest: string;
  /** The instant it was due, epoch ms; with the name it is the run's identity. */
  readonly dueAt: number;
  readonly claimedAt: number;
  /** Set once its messages stand in the outbox, epoch ms. */
  readonly sentAt: number | undefined;
}

interface RunKey {
  readonly digest: string;
  readonly dueAt: number;
}

export interface KeptSnapshot {
  readonly section: SectionId;
  readonly subject: SubjectId;
  readonly snapshot: Snapshot;
}

/** How many findings were open in a digest, for the trend. */
export interface OpenCount {
  readonly dueAt: number;
  readonly fail: number;
  readonly warn: number;
}

export interface DigestStore {
  /**
   * Since when this schedule counts, epoch ms: what was due before is not sent. A schedule that is new or
   * is not the one that was known counts from `now`.
   */
  readonly schedule: (digest: string, schedule: Schedule, now: number) => Promise<number>;
  /** False: somebody has claimed it already. Others that want to claim it wait for this transaction. */
  readonly claim: (run: RunKey & { readonly claimedAt: number }) => Promise<boolean>;
  /** As read; no other transaction gets at the run until this one ends. */
  readonly lock: (key: RunKey) => Promise<DigestRun | undefined>;
  /** The newest that was claimed. */
  readonly latest: (digest: string) => Promise<DigestRun | undefined>;
  /** The newest before `dueAt` whose messages were sent. */
  readonly lastSent: (digest: string, before: number) => Promise<DigestRun | undefined>;
  readonly sent: (key: RunKey, at: number) => Promise<void>;
  readonly putSnapshot: (key: RunKey, kept: KeptSnapshot) => Promise<void>;
  /** Of one section, or of all. */
  readonly snapshots: (key: RunKey, section?: SectionId) => Promise<readonly KeptSnapshot[]>;
  /** What a run has kept of one subject's section. */
  readonly snapshot: (
    key: RunKey,
    section: SectionId,
    subject: SubjectId,
  ) => Promise<Snapshot | undefined>;
  /** The newest kept of a subject's section by a run that was sent, of whatever digest. */
  readonly newestSnapshot: (
    section: SectionId,
    subject: SubjectId,
  ) => Promise<Snapshot | undefined>;
  /** Of the runs that were sent, the oldest first, at most `most` of the newest. */
  readonly openCounts: (digest: string, most: number) => Promise<readonly OpenCount[]>;
  readonly putOpenCount: (key: RunKey, count: Omit<OpenCount, 'dueAt'>) => Promise<void>;
  /** Forgets the snapshots of all but the newest `kept` runs of each digest that were sent; returns how many. */
  readonly prune: (kept: number) => Promise<number>;
}
