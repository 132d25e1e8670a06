/** Where and when somebody reads; times are shown in their zone. */
export interface Reader {
  /** Epoch ms. */
  readonly now: number;
  /** An IANA name; the browser's own zone if left out. */
  readonly timeZone?: string;
}

const dayMs = 86_400_000;

/** Reads one part of a date, `''` if the format has none such. */
type Parts = (type: Intl.DateTimeFormatPartTypes) => string;

const partsOf = (at: number, options: Intl.DateTimeFormatOptions, reader: Reader): Parts => {
  const zone = reader.timeZone === undefined ? {} : { timeZone: reader.timeZone };
  const found = new Intl.DateTimeFormat('en-US', { ...options, ...zone }).formatToParts(at);
  return (type) => found.find((part) => part.type === type)?.value ?? '';
};

const ordinal = (day: number): string => {
  const suffixes: Readonly<Record<number, string>> = { 1: 'st', 2: 'nd', 3: 'rd' };
  const isTeen = day % 100 >= 11 && day % 100 <= 13;
  return `${day}${isTeen ? 'th' : (suffixes[day % 10] ?? 'th')}`;
};

const twoDigits: Intl.DateTimeFormatOptions = {
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
};

/** `2026-11-23`, in the reader's zone. */
const dayNumber = (at: number, reader: Reader): string => {
  const part = partsOf(at, twoDigits, reader);
  return `${part('year')}-${part('month')}-${part('day')}`;
};

const slashDate = (at: number, reader: Reader): string => {
  const part = partsOf(at, twoDigits, reader);
  return `${part('month')}/${part('day')}/${part('year')}`;
};

const dayWord = (at: number, reader: Reader): string | undefined => {
  const day = dayNumber(at, reader);
  if (day === dayNumber(reader.now, reader)) return 'today';
  if (day === dayNumber(reader.now - dayMs, reader)) return 'yesterday';
  if (day === dayNumber(reader.now + dayMs, reader)) return 'tomorrow';
  return undefined;
};

const longDate = (at: number, reader: Reader): string => {
  const part = partsOf(at, { year: 'numeric', month: 'long', day: 'numeric' }, reader);
  return `${part('month')} ${ordinal(Number(part('day')))}, ${part('year')}`;
};

const shortDate = (at: number, reader: Reader): string => {
  const part = partsOf(at, { year: 'numeric', month: 'short', day: 'numeric' }, reader);
  return `${part('month')} ${part('day')}, ${part('year')}`;
};

const weekday = (at: number, reader: Reader): string =>
  partsOf(at, { weekday: 'long' }, reader)('weekday');

const clockTime = (at: number, reader: Reader, withSeconds: boolean): string => {
  const seconds = withSeconds ? { second: '2-digit' as const } : {};
  const options = { hour: 'numeric', minute: '2-digit', hour12: true, ...seconds } as const;
  const part = partsOf(at, options, reader);
  const end = withSeconds ? `:${part('second')}` : '';
  return `${part('hour')}:${part('minute')}${end} ${part('dayPeriod')}`;
};

const ago = (at: number, reader: Reader): string => {
  const minutes = Math.round((reader.now - at) / 60_000);
  if (Math.abs(minutes) < 1) return 'just now';
  const relative = new Intl.RelativeTimeFormat('en-US', { numeric: 'always' });
  if (Math.abs(minutes) < 60) return relative.format(-minutes, 'minute');
  if (Math.abs(minutes) < 60 * 24) return relative.format(-Math.round(minutes / 60), 'hour');
  return relative.format(-Math.round(minutes / 60 / 24), 'day');
};

const token = (name: string, at: number, reader: Reader): string | undefined => {
  switch (name) {
    case 'date_num':
      return dayNumber(at, reader);
    case 'date_slash':
      return slashDate(at, reader);
    case 'date':
    case 'date_long_full':
      return longDate(at, reader);
    case 'date_pretty':
      return dayWord(at, reader) ?? longDate(at, reader);
    case 'date_short':
      return shortDate(at, reader);
    case 'date_short_pretty':
      return dayWord(at, reader) ?? shortDate(at, reader);
    case 'date_long':
      return `${weekday(at, reader)}, ${longDate(at, reader)}`;
    case 'date_long_pretty':
    case 'day_divider_pretty':
      return dayWord(at, reader) ?? `${weekday(at, reader)}, ${longDate(at, reader)}`;
    case 'time':
      return clockTime(at, reader, false);
    case 'time_secs':
      return clockTime(at, reader, true);
    case 'ago':
      return ago(at, reader);
    default:
      return undefined;
  }
};

/**
 * What Slack shows for `<!date^…>` and for a rich text date. A token it does not know stays as it is.
 *
 * @param timestamp epoch seconds, as Slack's markup has it
 * @see https://docs.slack.dev/messaging/formatting-message-text#date-formatting
 */
export const formatDate = (timestamp: number, format: string, reader: Reader): string =>
  format.replace(
    /\{(\w+)\}/g,
    (whole, name: string) => token(name, timestamp * 1000, reader) ?? whole,
  );

/** The time beside a message: `9:41 AM`. A `ts` is epoch seconds, a dot, and a counter. */
export const messageTime = (ts: string, reader: Reader): string =>
  clockTime(Number(ts) * 1000, reader, false);

/** The line between two days of a conversation: `Today`, `Monday, November 23rd, 2026`. */
export const dayHeading = (ts: string, reader: Reader): string => {
  const day = formatDate(Number(ts), '{day_divider_pretty}', reader);
  return day.charAt(0).toUpperCase() + day.slice(1);
};

/** `21:04:05` in the reader's zone, for a list of calls. */
export const secondsTime = (at: number): string =>
  new Date(at).toLocaleTimeString('en-GB', { hour12: false });
