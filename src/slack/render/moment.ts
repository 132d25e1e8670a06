// What lies further off is no date but a mistake; Slack takes eleven digits of seconds at most.
const lastMs = Date.UTC(2999, 11, 31, 23, 59, 59);

/** Can this be shown as a date? */
export const isMoment = (ms: number): boolean => Number.isFinite(ms) && ms >= 0 && ms <= lastMs;

/** "2026-03-01 10:02 UTC", or "10:02 UTC"; for where Slack does not put it into the reader's zone. */
export const utc = (ms: number, style: 'time' | 'date-time' = 'date-time'): string => {
  if (!isMoment(ms)) return 'at an unknown time';
  const iso = new Date(ms).toISOString();
  return style === 'time'
    ? `${iso.slice(11, 16)} UTC`
    : `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`;
};

/** Slack's own template. https://docs.slack.dev/messaging/formatting-message-text#date-formatting */
export const dateFormat = (style: 'time' | 'date-time' = 'date-time'): string =>
  style === 'time' ? '{time}' : '{date_short_pretty} {time}';
