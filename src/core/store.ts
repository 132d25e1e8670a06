import type { Alert, Phase } from './alert.ts';
import type { AuditEntry, AuditRow } from './audit.ts';
import type { Card } from './card.ts';
import type { ActStore, EvidenceStore, MuteStore } from './evidence-store.ts';
import type { AlertKey, ChannelId } from './ids.ts';
import type { Via } from './notification.ts';
import type { Severity, SeverityVerdict } from './severity.ts';
import type { Text, Untrusted } from './text.ts';

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
  /**
   * Runs `callback` as soon as later transactions see this one's writes. They may not be durable
   * yet, but a later transaction's promise resolves only after both are.
   */
  readonly whenVisible: (callback: () => void) => void;
}

// --- inbox: what was accepted -------------------------------------------------------------

export interface Received {
  readonly topicArn: string;
  readonly messageId: string;
  readonly via: Via;
  readonly receivedAt: number;
  /** The SNS envelope as it came, JSON text. */
  readonly envelope: string;
}

export interface InboxRow extends Received {
  readonly id: number;
  readonly attempts: number;
  readonly error: string | undefined;
}

/** What became of a notification. */
export interface Arrival {
  readonly via: Via;
  readonly receivedAt: number;
  readonly state: 'waiting' | 'done' | 'quarantined';
  readonly error: string | undefined;
}

export interface InboxStore {
  /** False if (topicArn, messageId) is there already. */
  readonly add: (received: Received) => Promise<boolean>;
  /**
   * Keeps what was delivered but cannot be trusted or read, quarantined from the start, so that it
   * is neither lost nor shown. False if (topicArn, messageId) is there already.
   */
  readonly addQuarantined: (received: Received, error: string) => Promise<boolean>;
  /** Unprocessed rows whose time has come, oldest first; no other transaction gets them meanwhile. */
  readonly take: (now: number, limit: number) => Promise<readonly InboxRow[]>;
  readonly markDone: (ids: readonly number[], now: number) => Promise<void>;
  readonly retryLater: (id: number, retryAt: number, error: string) => Promise<void>;
  /** Keeps the row, out of the way; shown by `doctor`. */
  readonly quarantine: (id: number, error: string) => Promise<void>;
  readonly quarantined: (limit: number) => Promise<readonly InboxRow[]>;
  /** Puts a quarantined row back; false if there is none of that id. */
  readonly requeue: (id: number) => Promise<boolean>;
  readonly get: (id: number) => Promise<InboxRow | undefined>;
  /** Undefined: it has not come, or is forgotten. */
  readonly arrival: (topicArn: string, messageId: string) => Promise<Arrival | undefined>;
  readonly counts: () => Promise<{
    readonly waiting: number;
    readonly quarantined: number;
    readonly oldestWaitingAt: number | undefined;
  }>;
  /** When the last row came in that was not found late, epoch ms. */
  readonly lastReceivedAt: () => Promise<number | undefined>;
  /** Forgets done rows received before `before`; returns how many. */
  readonly prune: (before: number) => Promise<number>;
}

// --- incidents: what happened -------------------------------------------------------------

/** Who took an incident over: a user's id, and our clock, epoch ms. */
export interface Acknowledgement {
  readonly by: string;
  readonly at: number;
}

export interface Incident {
  readonly id: string;
  readonly key: AlertKey;
  readonly phase: Phase;
  readonly state: string;
  /** Source clock of the first and last transition, epoch ms. */
  readonly firstAt: number;
  readonly lastAt: number;
  /** How often it fired. */
  readonly firings: number;
  /** The transition that is the current one; it carries what the card shows. */
  readonly latest: Alert;
  /** Goes up with every change; the outbox asks for a revision. */
  readonly revision: number;
  /** Our clock, epoch ms. */
  readonly createdAt: number;
  /** It lapses when the incident fires again after it was over. */
  readonly acknowledged: Acknowledgement | undefined;
  /** The catalogue's id: what is one does not resolve itself. */
  readonly detection: string | undefined;
  /** Its alarm is OK since, by the source's clock, and it is still open: `phase` stays `firing`. */
  readonly okSince: number | undefined;
  /** Somebody, or the time, closed it; it lapses when the incident fires again. */
  readonly closed: Closure | undefined;
}

/** Who closed an incident, and why. */
export interface Closure {
  /** A user's id; undefined: the route's time was over. */
  readonly by: string | undefined;
  readonly at: number;
  readonly reason: Untrusted;
}

export interface Transition {
  readonly incidentId: string;
  readonly alert: Alert;
  readonly inboxId: number | undefined;
  readonly via: Via;
  readonly receivedAt: number;
}

/** One incident in one channel. */
export interface Placement {
  readonly incidentId: string;
  readonly channel: string;
  readonly severity: SeverityVerdict;
  readonly why: string;
  /** The root message, once it has one. */
  readonly postId: string | undefined;
  readonly stormId: string | undefined;
}

export interface StormMember {
  readonly incidentId: string;
  readonly phase: Phase;
  readonly state: string;
  readonly firings: number;
  readonly lastAt: number;
  readonly latest: Alert;
  readonly severity: Severity;
  readonly postId: string | undefined;
  readonly acknowledged: Acknowledgement | undefined;
}

export interface IncidentStore {
  /** Newest first by `lastAt`. In PostgreSQL the key is locked for the transaction. */
  readonly byKey: (key: AlertKey, limit: number) => Promise<readonly Incident[]>;
  readonly get: (id: string) => Promise<Incident | undefined>;
  readonly put: (incident: Incident) => Promise<void>;
  /** Firing or unknown ones, newest first. */
  readonly open: (limit: number) => Promise<readonly Incident[]>;
  /** Begun in this time by our clock (`createdAt`), oldest first; `after`: the id of the last one had. */
  readonly between: (
    from: number,
    to: number,
    limit: number,
    after?: string,
  ) => Promise<readonly Incident[]>;
  /** False if this (key, state, at) was counted before, whatever brought it. */
  readonly addTransition: (transition: Transition) => Promise<boolean>;
  /** Sorted by the source's clock. */
  readonly transitions: (incidentId: string) => Promise<readonly Transition[]>;
  /** Is there a transition of this key and state within ±`withinMs` of `at`? */
  readonly hasTransitionNear: (
    key: AlertKey,
    state: string,
    at: number,
    withinMs: number,
  ) => Promise<boolean>;
  readonly placements: (incidentId: string) => Promise<readonly Placement[]>;
  readonly putPlacement: (placement: Placement) => Promise<void>;
  /** Worst severity first, then firing first, then newest. */
  readonly stormMembers: (stormId: string) => Promise<readonly StormMember[]>;
}

// --- posts: the outbox --------------------------------------------------------------------

/**
 * `root`: an incident's message. `storm`: a storm's message; `storm-page`: one page of its list, in
 * its thread. `reply`: append-only lines in a thread. `notice`: something the bot itself has to say.
 */
export type PostKind = 'root' | 'storm' | 'storm-page' | 'reply' | 'notice';

/** Order within a channel: lower first. */
export const postPriority = { critical: 0, root: 1, change: 2, line: 3, evidence: 4 } as const;
export type PostPriority = (typeof postPriority)[keyof typeof postPriority];

export interface Post {
  /** A UUID; stands in the message's metadata. */
  readonly id: string;
  readonly kind: PostKind;
  /** As the settings name it; the lease and the pace go by this. */
  readonly channel: string;
  /** Incident id, storm id, or the notice's own key. For a page `<storm id>/<page>`. */
  readonly owner: string;
  /** The post whose thread this belongs to. */
  readonly parentId: string | undefined;
  readonly priority: PostPriority;
  readonly revisionWanted: number;
  /** 0 until it was posted. */
  readonly revisionSent: number;
  /** Set once it stands in Slack. */
  readonly ts: string | undefined;
  readonly postedIn: ChannelId | undefined;
  /** Set while a call is out whose outcome is not known; epoch ms of its beginning. */
  readonly attemptAt: number | undefined;
  /** Failures in a row, and since when. */
  readonly attempts: number;
  readonly failingSince: number | undefined;
  readonly dueAt: number;
  readonly state: 'due' | 'idle' | 'parked';
  readonly error: string | undefined;
  /** Slack refused its blocks: plain text from now on. */
  readonly plain: boolean;
  readonly broadcast: boolean;
  /** Set when it went to the fallback channel: where it was meant to go, and why it could not. */
  readonly meantFor: string | undefined;
  readonly reason: string | undefined;
  /** A reply's lines. */
  readonly lines: readonly Text[];
  /** A notice's card. */
  readonly card: Card | undefined;
  readonly createdAt: number;
}

/** `isByPerson`: somebody wanted it, which is no sign of a storm: {@link PostStore.recentRoots} leaves it out. */
export interface PostCause {
  readonly isByPerson?: boolean;
}

export interface PostStore {
  readonly insert: (post: Post, cause?: PostCause) => Promise<void>;
  readonly get: (id: string) => Promise<Post | undefined>;
  readonly update: (
    id: string,
    change: Partial<Omit<Post, 'id'>>,
    cause?: PostCause,
  ) => Promise<void>;
  readonly ofOwner: (kind: PostKind, owner: string) => Promise<readonly Post[]>;
  /** A reply under `parentId` that no call has gone out for yet; lines may still be added to it. */
  readonly unsentReply: (parentId: string) => Promise<Post | undefined>;
  /** Channels with a due post whose pace and parking allow a call at `now`, the most urgent first. */
  readonly dueChannels: (now: number, limit: number) => Promise<readonly string[]>;
  /** When the next one becomes due, for sleeping until then; undefined if none waits. */
  readonly nextDueAt: () => Promise<number | undefined>;
  /** The channel's due posts by priority, then age; a reply only once its parent has a `ts`. */
  readonly due: (channel: string, now: number, limit: number) => Promise<readonly Post[]>;
  /** Roots of `channel` created or wanted anew since `since`, newest last. */
  readonly recentRoots: (
    channel: string,
    since: number,
  ) => Promise<readonly { readonly postId: string; readonly owner: string; readonly at: number }[]>;
  readonly parked: (limit: number) => Promise<readonly Post[]>;
  /** Makes a parked post due again; false if there is none of that id. */
  readonly unpark: (id: string, now: number) => Promise<boolean>;
  readonly counts: () => Promise<{
    readonly due: number;
    readonly parked: number;
    readonly oldestDueAt: number | undefined;
  }>;
}

// --- channels: leases and paces -----------------------------------------------------------

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
