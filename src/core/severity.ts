/** Worst first; the order is the order in lists and queues. */
export const severities = ['critical', 'high', 'medium', 'low', 'info'] as const;
export type Severity = (typeof severities)[number];

/** How grave, and who said so: "high: no route, source or tag says otherwise". */
export interface SeverityVerdict {
  readonly level: Severity;
  readonly reason: string;
}

/** Negative if `a` is graver than `b`. */
export const compareSeverity = (a: Severity, b: Severity): number =>
  severities.indexOf(a) - severities.indexOf(b);

/** Slack's name of the emoji that stands beside the word. */
export const severityEmoji: Readonly<Record<Severity, string>> = {
  critical: 'rotating_light',
  high: 'red_circle',
  medium: 'large_orange_circle',
  low: 'large_yellow_circle',
  info: 'large_blue_circle',
};
