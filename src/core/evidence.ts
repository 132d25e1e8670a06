import type { Human } from './human.ts';
import type { AccountId, RegionId } from './ids.ts';
import type { Text, Untrusted } from './text.ts';
import type { TrailEvent } from './trail-event.ts';

/** A metric that an alarm looks at. Texts are foreign. */
export interface WatchedMetric {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: readonly (readonly [name: string, value: string])[];
  /** As CloudWatch writes it: SUM, Average, p99 … */
  readonly statistic: string | undefined;
  readonly unit: string | undefined;
  readonly periodMs: number | undefined;
}

/** What the evidence of an alarm is looked up by; part of the alert, so it survives JSON. Texts are foreign. */
export interface AlarmFacts {
  /** The alarm's own name, as CloudWatch's API takes it. */
  readonly name: string;
  readonly kind: 'metric' | 'composite' | 'log';
  /** Of metric math every metric of the expression; the first is the one that is drawn. */
  readonly metrics: readonly WatchedMetric[];
  /** A composite alarm's children that are in ALARM, as ARNs where the message has them, else names. */
  readonly children: readonly string[];
  readonly threshold: number | undefined;
  readonly comparison: string | undefined;
  readonly periodMs: number | undefined;
  readonly evaluationPeriods: number | undefined;
  readonly logGroups: readonly string[];
  /** The time that the state was judged by (`startDate` of its reason data), epoch ms, where told. */
  readonly from: number | undefined;
}

/** Has this actor made this call from this network and in this region in the last 90 days? */
export type Normality = 'first-time' | 'seen' | 'not-checked';

/** One record of CloudTrail as evidence. */
export interface EvidenceEvent {
  /** Its eventID; of a record without one, a hash of it. */
  readonly id: string;
  readonly trail: TrailEvent;
  readonly human: Human;
  /** Whose call it was, the same for all sessions of a role: the ARN of a role or a user, else who. */
  readonly actor: string;
  /** Tells sessions apart without naming their access key; undefined: none was used. */
  readonly accessKeyHash?: string;
  /** Ids of the catalogue, the gravest first. */
  readonly detections: readonly string[];
  /** Undefined: not asked yet. */
  readonly normality?: Normality;
}

/** Why there is no evidence, or not all of it. */
export interface EvidenceGap {
  readonly kind: 'no-filter' | 'denied' | 'log-group-gone' | 'nothing-found' | 'cut' | 'unreadable';
  /** In words for people; names what was asked. */
  readonly text: Text;
  /** What gives it: a policy line, a command. */
  readonly cure: Text | undefined;
}

/** A metric around the time that its alarm fired. */
export interface EvidenceChart {
  /** Of the metric, foreign. */
  readonly title: string;
  readonly unit: string | undefined;
  readonly threshold: number | undefined;
  /** Oldest first; epoch ms. */
  readonly points: readonly { readonly at: number; readonly value: number }[];
}

/** Which metric filter counted what the alarm is about. Texts are foreign. */
export interface EvidenceFilter {
  readonly name: string;
  readonly pattern: string;
  readonly logGroup: string;
  readonly account: AccountId | undefined;
  readonly region: RegionId;
}

/**
 * What stands under an alarm: the events that tripped it, or a chart and what changed; kept beside
 * its incident, and grown by every look.
 */
export interface Evidence {
  readonly incidentId: string;
  /** The catalogue's id, by the filters' patterns or by the events themselves. */
  readonly detection: string | undefined;
  readonly source: 'logs' | 'event-history' | 'message' | undefined;
  readonly filters: readonly EvidenceFilter[];
  /** What was looked through, epoch ms. */
  readonly from: number;
  readonly to: number;
  /** Events that match, also those not kept in `events`. */
  readonly count: number;
  /** There may be more than `count`: the work is bounded. */
  readonly isCountAtLeast: boolean;
  /** The newest first, at most {@link mostEventsKept}. */
  readonly events: readonly EvidenceEvent[];
  /** All that was seen so far, so that news can be told from what is known; at most 200 each. */
  readonly actors: readonly string[];
  readonly calls: readonly string[];
  readonly accounts: readonly AccountId[];
  readonly gaps: readonly EvidenceGap[];
  readonly chart: EvidenceChart | undefined;
  /** Write calls on the resource in the hour before, newest first; undefined: not looked for. */
  readonly changes: readonly EvidenceEvent[] | undefined;
  /** What was asked of AWS, for the small print: "FilterLogEvents on … 3 pages". */
  readonly asked: readonly Text[];
  /** The CLI line that reads the same, foreign. */
  readonly cliLine: string | undefined;
  /** Our clock. */
  readonly readAt: number;
  /** Where those of its events are shown that stand in another incident: an event is shown once. */
  readonly elsewhere?: readonly EventsElsewhere[];
}

/** Events that stand in another incident. */
export interface EventsElsewhere {
  readonly incidentId: string;
  /** The other incident's. */
  readonly name: Untrusted;
  readonly account: AccountId | undefined;
  readonly count: number;
}

export const mostEventsKept = 20;
