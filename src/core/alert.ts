import type { CardPart, Fact } from './card.ts';
import type { AlarmFacts, EvidenceEvent } from './evidence.ts';
import type { AccountId, AlertKey, RegionId, TopicArn } from './ids.ts';
import type { LogFile } from './log-file.ts';
import type { PagePlan } from './settings.ts';
import type { Severity, SeverityVerdict } from './severity.ts';
import type { SafeUrl, Text, Untrusted } from './text.ts';

/**
 * What a state does to an incident. `firing` opens or counts up, `resolved` closes,
 * `unknown` (INSUFFICIENT_DATA) is said but closes nothing, `event` has no end.
 */
export type Phase = 'firing' | 'resolved' | 'unknown' | 'event';

/**
 * One transition of one alarm, finding or event, as its source told it. Made by a notifier,
 * stored with the incident, so it must survive JSON.
 */
export interface Alert {
  readonly key: AlertKey;
  /** The notifier's name, e.g. `cloudwatch-alarm`; routes match on it. */
  readonly source: string;
  /** AWS's own word for alarms (ALARM, OK, INSUFFICIENT_DATA), else OPEN, RESOLVED or EVENT. */
  readonly state: string;
  readonly phase: Phase;
  /** The source's own clock (StateChangeTime …), epoch ms; never the time of receipt. */
  readonly at: number;
  readonly account?: AccountId;
  readonly region?: RegionId;
  /** The topic that brought it; routes match on it. */
  readonly topic?: TopicArn;
  /** What it is about, as a person would call it: the alarm's name, the finding's title. */
  readonly name: Untrusted;
  /** The resource concerned, if it is known. */
  readonly resource?: Untrusted;
  /** What follows the name in the headline: "went to ALARM", "is OK again". Ours. */
  readonly verb: string;
  /** What follows the colon in the headline, if anything is known: "1 IAM policy change in 5 minutes". */
  readonly cause?: Text;
  /** The source's own severity, if it has one. */
  readonly severity?: SeverityVerdict;
  /** The first screen: which, where, thresholds … in reading order. */
  readonly facts: readonly Fact[];
  /** Longer matter under the facts: log lines, children of a composite alarm. */
  readonly details: readonly CardPart[];
  readonly consoleUrl?: SafeUrl;
  /** The catalogue's id, where the message itself tells it. */
  readonly detection?: string;
  /** Of an alarm of CloudWatch: what its evidence is looked up by. */
  readonly alarm?: AlarmFacts;
  /**
   * It is one of many that somebody does in one go: those of its key are one incident for as long as
   * none is further than this from the next, and their number is told instead of each.
   */
  readonly foldsWithinMs?: number;
  /** The records of CloudTrail that it brings itself. */
  readonly events?: readonly EvidenceEvent[];
  /** What a notice says was put into a bucket; who takes it in reads it, or shows the notice without. */
  readonly logFiles?: readonly LogFile[];
  /** It is a record of CloudTrail that no detection matches: only routes that ask for those take it. */
  readonly isUnwatched?: true;
}

/** Where an alert goes, how grave it is there, and why. */
export interface Destination {
  /** As the settings name it: an id or a name without `#`. */
  readonly channel: string;
  readonly severity: SeverityVerdict;
  /** "route 2: account prod", or "no route matches: the fallback channel". */
  readonly why: string;
  /** Whom to call, and what follows while nobody acknowledges. */
  readonly page?: PagePlan | undefined;
  /** A detection that nobody resolves is closed after this. */
  readonly autoResolveMs?: number | undefined;
}

export const defaultSeverity: SeverityVerdict = {
  level: 'high' satisfies Severity,
  reason: 'neither route nor source says otherwise',
};
