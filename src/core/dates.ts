const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** Hours from UTC of the zones that AWS writes by name. */
const zones: Readonly<Record<string, number>> = {
  UTC: 0,
  GMT: 0,
  Z: 0,
  EST: -5,
  EDT: -4,
  CST: -6,
  CDT: -5,
  MST: -7,
  MDT: -6,
  PST: -8,
  PDT: -7,
};

interface Parts {
  readonly year: number;
  /** 1–12. */
  readonly month: number;
  readonly day: number;
  readonly hour?: number;
  readonly minute?: number;
  readonly second?: number;
  readonly ms?: number;
  readonly offsetMinutes?: number;
}

/** Epoch ms, or undefined where a part is out of range (month 13, 30 February, 99:99). */
const epoch = (parts: Parts): number | undefined => {
  const { year, month, day, hour = 0, minute = 0, second = 0, ms = 0, offsetMinutes = 0 } = parts;
  const inRange =
    year >= 1970 && hour < 24 && minute < 60 && second < 60 && Math.abs(offsetMinutes) <= 18 * 60;
  if (!inRange) return undefined;
  const midnight = Date.UTC(year, month - 1, day);
  // A day or a month that does not exist rolls over into another month.
  if (new Date(midnight).getUTCMonth() !== month - 1) return undefined;
  return midnight + ((hour * 60 + minute - offsetMinutes) * 60 + second) * 1000 + ms;
};

const number = (digits: string | undefined): number => Number(digits ?? 0);

const milliseconds = (fraction: string | undefined): number =>
  Number((fraction ?? '').padEnd(3, '0').slice(0, 3));

const offsetOf = (zone: string | undefined): number | undefined => {
  if (zone === undefined || zone === '') return 0;
  const upper = zone.toUpperCase();
  if (Object.hasOwn(zones, upper)) return (zones[upper] ?? 0) * 60;
  const numeric = /^([+-])(\d\d):?(\d\d)$/.exec(zone);
  if (!numeric) return undefined;
  const [, sign, hours, minutes] = numeric;
  return (sign === '-' ? -1 : 1) * (number(hours) * 60 + number(minutes));
};

// 2025-02-02T12:06:35.472+0000, 2019-02-12 15:45:24.091, 2016-12-16 20:42 UTC, 2016-09-27
const iso =
  /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)? ?([A-Za-z]{1,3}|[+-]\d\d:?\d\d)?)?$/;

const parseIso = (text: string): number | undefined => {
  const found = iso.exec(text);
  if (!found) return undefined;
  const [, year, month, day, hour, minute, second, fraction, zone] = found;
  const offsetMinutes = offsetOf(zone);
  if (offsetMinutes === undefined) return undefined;
  return epoch({
    year: number(year),
    month: number(month),
    day: number(day),
    hour: number(hour),
    minute: number(minute),
    second: number(second),
    ms: milliseconds(fraction),
    offsetMinutes,
  });
};

// Sun, 05 Jun 2016 05:01:10 GMT
const rfc1123 =
  /^(?:[A-Z][a-z]{2}, )?(\d{1,2}) ([A-Z][a-z]{2}) (\d{4}) (\d\d):(\d\d):(\d\d) ([A-Z]{1,3}|[+-]\d{4})$/;
// Wed Sep 04 16:59:44.356 UTC 2024
const unix =
  /^(?:[A-Z][a-z]{2} )?([A-Z][a-z]{2}) +(\d{1,2}) (\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))? ([A-Z]{1,3}) (\d{4})$/;
// Mar 20, 2023, 6:08:05 PM; some versions put a narrow space before PM
const american =
  /^([A-Z][a-z]{2})[a-z]{0,6}\.? (\d{1,2}), (\d{4}),? (\d{1,2}):(\d\d)(?::(\d\d))?\s?([AP]M)(?: ([A-Z]{3}))?$/;

const monthOf = (name: string | undefined): number =>
  months.indexOf((name ?? '').slice(0, 3).toLowerCase()) + 1;

const parseRfc1123 = (text: string): number | undefined => {
  const found = rfc1123.exec(text);
  if (!found) return undefined;
  const [, day, month, year, hour, minute, second, zone] = found;
  const offsetMinutes = offsetOf(zone);
  if (offsetMinutes === undefined) return undefined;
  return epoch({
    year: number(year),
    month: monthOf(month),
    day: number(day),
    hour: number(hour),
    minute: number(minute),
    second: number(second),
    offsetMinutes,
  });
};

const parseUnix = (text: string): number | undefined => {
  const found = unix.exec(text);
  if (!found) return undefined;
  const [, month, day, hour, minute, second, fraction, zone, year] = found;
  const offsetMinutes = offsetOf(zone);
  if (offsetMinutes === undefined) return undefined;
  return epoch({
    year: number(year),
    month: monthOf(month),
    day: number(day),
    hour: number(hour),
    minute: number(minute),
    second: number(second),
    ms: milliseconds(fraction),
    offsetMinutes,
  });
};

const parseAmerican = (text: string): number | undefined => {
  const found = american.exec(text);
  if (!found) return undefined;
  const [, month, day, year, hour, minute, second, half, zone] = found;
  const offsetMinutes = offsetOf(zone);
  if (offsetMinutes === undefined || number(hour) > 12) return undefined;
  return epoch({
    year: number(year),
    month: monthOf(month),
    day: number(day),
    hour: (number(hour) % 12) + (half === 'PM' ? 12 : 0),
    minute: number(minute),
    second: number(second),
    offsetMinutes,
  });
};

const earliest = Date.UTC(2001, 8, 9);
const latest = Date.UTC(2100, 0, 1);

/** Epoch seconds or milliseconds, told apart by their size. */
const parseEpoch = (value: number): number | undefined => {
  const asMs = value < 1e11 ? value * 1000 : value;
  return asMs >= earliest && asMs < latest ? Math.round(asMs) : undefined;
};

/**
 * A time as AWS's services write them, epoch ms. What names no zone is UTC, whatever the machine's
 * zone. Undefined for what is no time (`2026-13-45T99:99`), so that the caller can take the
 * envelope's clock instead; never NaN.
 *
 * Formats: ISO 8601 with or without colon in the offset (CloudWatch), RFC 1123 (Health),
 * "Mar 20, 2023, 6:08:05 PM" and "Wed Sep 04 16:59:44.356 UTC 2024" (Inspector,
 * https://docs.aws.amazon.com/inspector/latest/user/eventbridge-integration.html), epoch seconds
 * or milliseconds.
 */
export const parseTime = (value: unknown): number | undefined => {
  if (typeof value === 'number') return parseEpoch(value);
  if (typeof value !== 'string' || value.length > 50) return undefined;
  const text = value.trim();
  if (/^\d{10}(\d{3})?$/.test(text)) return parseEpoch(Number(text));
  return parseIso(text) ?? parseRfc1123(text) ?? parseUnix(text) ?? parseAmerican(text);
};

// CloudWatch writes datapoint times as 25/09/22 18:49:00, in UTC.
const datapoint = /^(\d\d)\/(\d\d)\/(\d\d) (\d\d):(\d\d):(\d\d)$/;

/** The time of a datapoint in an alarm's reason, `dd/MM/yy HH:mm:ss` in UTC; epoch ms. */
export const parseDatapointTime = (text: string): number | undefined => {
  const found = datapoint.exec(text);
  if (!found) return undefined;
  const [, day, month, year, hour, minute, second] = found;
  return epoch({
    year: 2000 + number(year),
    month: number(month),
    day: number(day),
    hour: number(hour),
    minute: number(minute),
    second: number(second),
  });
};
