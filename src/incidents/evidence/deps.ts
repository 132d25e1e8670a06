import type { AlarmLookup, Where } from '../../aws/cloudwatch-types.ts';
import type { LogReader, MetricFilterReader, TrailReader } from '../../aws/trail-types.ts';
import type { Alert } from '../../core/alert.ts';
import type { Clock } from '../../core/clock.ts';
import type { Evidence, EvidenceEvent, Normality } from '../../core/evidence.ts';
import type { AccountId, RegionId } from '../../core/ids.ts';
import type { TrailLogGroup } from '../../core/settings.ts';

/** What evidence is read with; all of it may reject with an AppError. */
export interface EvidenceDeps {
  readonly alarms: AlarmLookup;
  readonly filters: MetricFilterReader;
  readonly logs: Pick<LogReader, 'filter'>;
  readonly trail: Pick<TrailReader, 'lookup'>;
  /** With the role of the account, where it has one. */
  readonly whereOf: (account: AccountId, region: RegionId) => Where;
  /** As the settings have them now. */
  readonly trailLogs: () => readonly TrailLogGroup[];
}

export interface EvidenceRequest {
  /** The firing; of an alarm of CloudWatch it carries `alarm`. */
  readonly alert: Alert;
  readonly incidentId: string;
  /** When it fired, by the source's clock; epoch ms. */
  readonly firedAt: number;
  /** What stands under it already: a look reads its window again, and further. */
  readonly previous: Evidence | undefined;
  /** Our clock, epoch ms. The first look ends about when the alarm fired, a later one now. */
  readonly now: number;
}

export interface EvidenceReader {
  /**
   * What a look finds, by itself: `mergeEvidence` puts it to what is known. Never rejects for what
   * AWS answers, nor when `signal` aborts: what could not be read is a gap, in words with its cure.
   */
  readonly read: (request: EvidenceRequest, signal: AbortSignal) => Promise<Evidence>;
}

export interface NormalityDeps {
  readonly trail: Pick<TrailReader, 'lookup'>;
  readonly whereOf: (account: AccountId, region: RegionId) => Where;
  readonly clock: Clock;
}

export interface NormalityReader {
  /**
   * Has this actor made this call from this network and in this region in the 90 days before? Never
   * rejects for what AWS answers: then it is not checked.
   */
  readonly check: (event: EvidenceEvent, signal: AbortSignal) => Promise<Normality>;
}
