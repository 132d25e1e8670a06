import type { AuditEntry, AuditRow } from './audit.ts';
import type { ChannelStore, StormStore } from './channel-store.ts';
import type { DigestStore } from './digest-store.ts';
import type { ActStore, EvidenceStore, MuteStore } from './evidence-store.ts';
import type { InboxStore } from './inbox-store.ts';
import type { IncidentStore } from './incident-store.ts';
import type { PostStore } from './post-store.ts';

/**
 * Everything that must outlive the process. All reads and writes happen in a transaction; a
 * transaction's promise resolves once it is durable. Several transactions may share one commit,
 * and a failed one leaves no trace in it.
 */
export interface Store {
  readonly kind: 'sqlite' | 'postgres';
  readonly transaction: <T>(work: (tx: Tx) => Promise<T>) => Promise<T>;
  /** Rejects when nothing can be written now. */
  readonly checkWritable: () => Promise<void>;
  /** Writes a copy beside the store and returns its path; absent where the database has its own backups. */
  readonly backUp?: () => Promise<string>;
  readonly stop: () => Promise<void>;
}

export interface Tx {
  readonly inbox: InboxStore;
  readonly incidents: IncidentStore;
  readonly posts: PostStore;
  readonly channels: ChannelStore;
  readonly storms: StormStore;
  readonly due: DueStore;
  readonly meta: MetaStore;
  readonly answers: AnswerStore;
  readonly audit: AuditStore;
  readonly evidence: EvidenceStore;
  readonly mutes: MuteStore;
  readonly acts: ActStore;
  readonly digests: DigestStore;
  /**
   * Runs `callback` as soon as later transactions see this one's writes. They may not be durable
   * yet, but a later transaction's promise resolves only after both are.
   */
  readonly whenVisible: (callback: () => void) => void;
}

// --- later work and small facts -----------------------------------------------------------

export interface DueWork {
  readonly id: string;
  readonly kind: string;
  readonly at: number;
  readonly payload: unknown;
}

export interface DueStore {
  /** One row an id: adding it again moves it. */
  readonly put: (work: DueWork) => Promise<void>;
  /**
   * Those of these kinds, the earliest first. Replicas may be given the same at once: who does it has
   * to see, under a lock of its own, whether it is still to be done.
   */
  readonly take: (
    now: number,
    limit: number,
    kinds: readonly string[],
  ) => Promise<readonly DueWork[]>;
  readonly get: (id: string) => Promise<DueWork | undefined>;
  /** As `get`; no other transaction gets at the row until this one ends. */
  readonly lock: (id: string) => Promise<DueWork | undefined>;
  readonly remove: (id: string) => Promise<void>;
  readonly nextAt: (kinds: readonly string[]) => Promise<number | undefined>;
}

export interface MetaStore {
  readonly get: (key: string) => Promise<string | undefined>;
  readonly set: (key: string, value: string) => Promise<void>;
  /** Counts up from 0, also while other replicas do. */
  readonly add: (key: string, by: number) => Promise<void>;
}

// --- answers: what was told to one person, and who asked what --------------------------------

/** An answer that its asker may still share, page through or look into. */
export interface KeptAnswer {
  readonly id: string;
  /** `memberKey` of who asked; nobody else gets it. */
  readonly asker: string;
  readonly expiresAt: number;
  /** JSON, whatever the answer needs. */
  readonly body: unknown;
}

export interface AnswerStore {
  readonly put: (answer: KeptAnswer) => Promise<void>;
  /** Undefined if there is none of that id, it is another's, or its time is over. */
  readonly get: (id: string, asker: string, now: number) => Promise<KeptAnswer | undefined>;
  /** Forgets those whose time is over; returns how many. */
  readonly prune: (now: number) => Promise<number>;
}

export interface AuditStore {
  /** Chains the entry to the last one; several replicas wait for each other. */
  readonly append: (entry: AuditEntry) => Promise<AuditRow>;
  /** Oldest first, those with a `seq` above `after`. */
  readonly since: (after: number, limit: number) => Promise<readonly AuditRow[]>;
  /** The newest, newest first. */
  readonly latest: (limit: number) => Promise<readonly AuditRow[]>;
}
