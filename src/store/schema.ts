import type { Generated } from 'kysely';

/**
 * The tables, the same in both databases: times are whole epoch ms, booleans 0 or 1, and what has
 * a shape of its own is JSON text, so that no dialect reads or writes anything differently.
 */
export interface Tables {
  readonly inbox: InboxTable;
  readonly incidents: IncidentTable;
  readonly transitions: TransitionTable;
  readonly placements: PlacementTable;
  readonly posts: PostTable;
  readonly channels: ChannelTable;
  readonly paces: { readonly pace: string; readonly free_at: number };
  readonly storms: StormTable;
  readonly due_work: DueWorkTable;
  readonly meta: { readonly key: string; readonly value: string };
  readonly answers: AnswerTable;
  readonly audit: AuditTable;
  readonly evidence: { readonly incident_id: string; readonly body: string };
  readonly evidence_events: EvidenceEventTable;
  readonly mutes: MuteTable;
  readonly acts: ActTable;
  readonly digest_schedules: {
    readonly digest: string;
    readonly cron: string;
    readonly zone: string;
    readonly from_at: number;
  };
  readonly digest_runs: DigestRunTable;
  readonly digest_snapshots: DigestSnapshotTable;
}

export interface InboxTable {
  readonly id: Generated<number>;
  readonly topic_arn: string;
  readonly message_id: string;
  readonly via: string;
  readonly received_at: number;
  readonly envelope: string;
  readonly state: 'waiting' | 'done' | 'quarantined';
  readonly due_at: number;
  readonly attempts: number;
  readonly error: string | null;
  readonly done_at: number | null;
}

export interface IncidentTable {
  readonly id: string;
  readonly key: string;
  readonly phase: string;
  readonly state: string;
  readonly first_at: number;
  readonly last_at: number;
  readonly firings: number;
  /** JSON: Alert. */
  readonly latest: string;
  readonly revision: number;
  readonly created_at: number;
  readonly acknowledged_by: string | null;
  readonly acknowledged_at: number | null;
  readonly detection: string | null;
  readonly ok_since: number | null;
  /** JSON: Closure. */
  readonly closed: string | null;
}

export interface TransitionTable {
  readonly seq: Generated<number>;
  readonly incident_id: string;
  readonly key: string;
  readonly state: string;
  readonly at: number;
  /** JSON: Alert. */
  readonly alert: string;
  readonly inbox_id: number | null;
  readonly via: string;
  readonly received_at: number;
}

export interface PlacementTable {
  readonly incident_id: string;
  readonly channel: string;
  /** Index in `severities`, so that lower is worse. */
  readonly severity: number;
  readonly severity_reason: string;
  readonly why: string;
  readonly post_id: string | null;
  readonly storm_id: string | null;
}

export interface PostTable {
  /** Order of insertion, for posts of the same ms. */
  readonly seq: Generated<number>;
  readonly id: string;
  readonly kind: string;
  readonly channel: string;
  readonly owner: string;
  readonly parent_id: string | null;
  readonly priority: number;
  readonly revision_wanted: number;
  readonly revision_sent: number;
  readonly ts: string | null;
  readonly posted_in: string | null;
  readonly attempt_at: number | null;
  readonly attempts: number;
  readonly failing_since: number | null;
  readonly due_at: number;
  readonly state: string;
  readonly error: string | null;
  readonly plain: number;
  readonly broadcast: number;
  readonly meant_for: string | null;
  readonly reason: string | null;
  /** JSON: Text[]. */
  readonly lines: string;
  /** JSON: Card. */
  readonly card: string | null;
  readonly created_at: number;
  /** When it was created or last wanted anew; storms are counted by it. */
  readonly wanted_at: number;
}

export interface ChannelTable {
  readonly channel: string;
  readonly holder: string | null;
  readonly fence: number;
  readonly lease_until: number;
  readonly next_post_at: number;
  readonly parked_until: number;
  readonly unreachable_since: number | null;
  readonly unreachable_reason: string | null;
}

export interface StormTable {
  readonly id: string;
  readonly channel: string;
  readonly started_at: number;
  readonly last_at: number;
  readonly quiet_ms: number;
  readonly ended_at: number | null;
  readonly critical_roots: number;
  readonly revision: number;
}

export interface DueWorkTable {
  readonly id: string;
  readonly kind: string;
  readonly at: number;
  /** JSON, whatever its kind needs. */
  readonly payload: string;
}

export interface AnswerTable {
  readonly id: string;
  readonly asker: string;
  readonly expires_at: number;
  /** JSON, whatever the answer needs. */
  readonly body: string;
}

export interface AuditTable {
  readonly seq: number;
  readonly at: number;
  readonly who: string;
  readonly channel: string;
  readonly what: string;
  readonly detail: string;
  /** JSON: string[]. */
  readonly accounts: string;
  readonly outcome: string;
  readonly reason: string;
  readonly hash: string;
}

export interface EvidenceEventTable {
  readonly event_id: string;
  readonly incident_id: string;
  readonly at: number;
}

export interface MuteTable {
  readonly id: string;
  readonly at: number;
  readonly until: number;
  readonly ended_at: number | null;
  /** JSON: Mute. */
  readonly body: string;
}

export interface ActTable {
  readonly seq: Generated<number>;
  readonly incident_id: string;
  readonly kind: string;
  readonly done_by: string | null;
  readonly at: number;
  readonly detail: string | null;
}

export interface DigestRunTable {
  readonly digest: string;
  readonly due_at: number;
  readonly claimed_at: number;
  readonly sent_at: number | null;
  /** How many findings were open. */
  readonly fail: number | null;
  readonly warn: number | null;
}

export interface DigestSnapshotTable {
  readonly digest: string;
  readonly due_at: number;
  readonly section: string;
  readonly subject: string;
  /** JSON: Snapshot. */
  readonly body: string;
}
