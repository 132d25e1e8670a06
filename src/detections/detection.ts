import type { SeverityVerdict } from '../core/severity.ts';

/** A record of CloudTrail, parsed. */
type TrailRecord = Readonly<Record<string, unknown>>;

/** What more than its name makes a record one of these. All forms say the same; a test compares them. */
export interface Condition {
  /** For CloudWatch, without the braces. */
  readonly pattern: string;
  /** For EventBridge, about an event's `detail`. It may let more in: the bot judges what comes. */
  readonly event: Readonly<Record<string, unknown>>;
  readonly holds: (record: TrailRecord) => boolean;
}

/** Calls of one service; with neither source nor names the condition alone decides. */
export interface Watched {
  /** As records have it: `ec2.amazonaws.com`. */
  readonly source?: string;
  /** As records have it, by case. */
  readonly names?: readonly string[];
  readonly where?: Condition;
}

/** An operation that people watch. */
export interface Detection {
  /** The file's name, and the title in small letters with hyphens. */
  readonly id: string;
  /** "Security group change". */
  readonly title: string;
  /** How grave it is where no route says otherwise, and why. */
  readonly severity: SeverityVerdict;
  /**
   * Its number among the monitoring controls of the CIS AWS Foundations Benchmark: 10 is 3.10 in
   * version 1.2, 4.10 in 1.4 to 5.0, and 5.10 from 6.0 on.
   */
  readonly cis?: number;
  /** https://docs.aws.amazon.com/securityhub/latest/userguide/cloudwatch-controls.html */
  readonly securityHub?: string;
  readonly events: readonly Watched[];
  /** What makes two of them one incident: the same resource, or the same caller. */
  readonly repeatsBy: 'resource' | 'actor';
  /** Does it watch what watches the account? Then nobody may silence it for long. */
  readonly guardsTheGuards: boolean;
  readonly meaning: string;
  /** What to do about it. */
  readonly next: string;
}
