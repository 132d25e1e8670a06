import type { AlarmState } from '../../aws/cloudwatch-types.ts';
import { day, minute } from '../../core/clock.ts';
import { parseTime } from '../../core/dates.ts';
import type { AlarmFacts, Evidence } from '../../core/evidence.ts';
import { parseJson } from '../../core/unwrap-json.ts';
import { valueAt } from '../../core/values.ts';
import type { EvidenceRequest } from './deps.ts';

/** CloudTrail delivers within about five minutes. */
const deliveryMs = 5 * minute;
const usualPeriodMs = 5 * minute;
/** An alarm evaluates a week at most. */
const longestMs = 8 * day;
/** As long as an alarm is looked at again. */
const sameMs = day;

/** Alarms and logs are told by clocks of AWS's own, and still not by one. */
const clocksApartMs = minute;

const isSameFiring = (state: AlarmState, firedAt: number): boolean =>
  state.state === 'ALARM' && Math.abs(state.stateAt - firedAt) <= clocksApartMs;

/** What the firing was judged by, from the reason's data; undefined once the alarm is in another state. */
export const startOf = (state: AlarmState | undefined, firedAt: number): number | undefined => {
  if (state?.reasonData === undefined || !isSameFiring(state, firedAt)) return undefined;
  return parseTime(valueAt(parseJson(state.reasonData)?.value, 'startDate'));
};

/** Without a word of AWS's on it: the periods it evaluates, and the delivery before. */
export const usualStart = (
  { periodMs = usualPeriodMs, evaluationPeriods = 1 }: Partial<AlarmFacts>,
  firedAt: number,
): number => firedAt - periodMs * evaluationPeriods - deliveryMs;

/** A later look at the same trouble goes through the same time again, and further. */
const begun = (previous: Evidence | undefined, firedAt: number): number | undefined =>
  previous !== undefined &&
  previous.source !== 'message' &&
  previous.from <= firedAt &&
  firedAt - previous.from <= sameMs
    ? previous.from
    : undefined;

/** The window that a look needs no word of AWS for; undefined: the alarm has to be asked. */
export const knownStart = (
  { previous, firedAt }: EvidenceRequest,
  alarm: AlarmFacts,
): number | undefined => {
  const starts = [begun(previous, firedAt), alarm.from].filter((start) => start !== undefined);
  return starts.length === 0 ? undefined : Math.min(...starts);
};

/** Epoch ms; by the time of the log's events, which the metric goes by. */
export const windowOf = (
  { previous, firedAt, now }: EvidenceRequest,
  start: number,
): { readonly from: number; readonly to: number } => ({
  from: Math.max(Math.min(start, firedAt), firedAt - longestMs),
  to: Math.max(firedAt, previous === undefined ? Math.min(now, firedAt + clocksApartMs) : now),
});
