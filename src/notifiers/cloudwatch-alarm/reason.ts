import { parseDatapointTime } from '../../core/dates.ts';
import { parseJson } from '../../core/unwrap-json.ts';
import { asNumber, valueAt } from '../../core/values.ts';
import type { AlarmChange } from './alarm.ts';

interface Datapoint {
  readonly value: number;
  /** Epoch ms, if it is told. */
  readonly at: number | undefined;
}

/** What an alarm measured, read from its `reasonData` or, where that is missing, from its reason. */
export interface Reason {
  /** Newest first. */
  readonly datapoints: readonly Datapoint[];
  readonly threshold: number | undefined;
  /** Anomaly detection: the band's edges beside the newest datapoint. */
  readonly band: { readonly lower: number; readonly upper: number } | undefined;
  /** >, ≥, < or ≤. */
  readonly sign: string | undefined;
  /** "breaching" … when it was decided by what was not there. */
  readonly missingAs: string | undefined;
  readonly noData: boolean;
  readonly justCreated: boolean;
  /** Seconds. */
  readonly period: number | undefined;
}

const signs: Readonly<Record<string, string>> = {
  'greater than or equal to': '≥',
  'greater than': '>',
  'less than or equal to': '≤',
  'less than': '<',
  GreaterThanOrEqualToThreshold: '≥',
  GreaterThanThreshold: '>',
  LessThanOrEqualToThreshold: '≤',
  LessThanThreshold: '<',
};

const signOf = (words: string | undefined): string | undefined =>
  words !== undefined && Object.hasOwn(signs, words) ? signs[words] : undefined;

const numbersIn = (list: unknown): readonly number[] =>
  Array.isArray(list)
    ? list.flatMap((item: unknown) => {
        const value = asNumber(item);
        return value === undefined ? [] : [value];
      })
    : [];

const numbersInText = (list: string | undefined): readonly number[] =>
  numbersIn((list ?? '').split(','));

/** `99.5 (02/10/19 16:59:00)` */
const datapointOf = (text: string): readonly Datapoint[] => {
  const found = /^\s*(-?[\d.eE+-]+)(?: \(([^)]{0,30})\))?\s*$/.exec(text);
  const value = asNumber(found?.[1]);
  if (value === undefined) return [];
  return [{ value, at: found?.[2] === undefined ? undefined : parseDatapointTime(found[2]) }];
};

/** `datapoints [99.5 (02/10/19 16:59:00), …] were …`, in older messages `1 datapoint (10.0) was …`. */
const datapointsInText = (reason: string): readonly Datapoint[] => {
  const list = /datapoints? \[([^\]]{0,5000})\]/.exec(reason)?.[1];
  if (list !== undefined) return list.split(', ').flatMap(datapointOf);
  const single = /datapoints? \((-?[\d.eE+-]{1,40})\)/.exec(reason)?.[1];
  return single === undefined ? [] : datapointOf(single);
};

const bandOf = (lower: readonly number[], upper: readonly number[]): Reason['band'] => {
  const [low] = lower;
  const [high] = upper;
  return low === undefined || high === undefined ? undefined : { lower: low, upper: high };
};

/** CloudWatch's own list is oldest first. */
const fromData = (text: string | undefined) => {
  const data = text === undefined ? undefined : parseJson(text)?.value;
  return {
    datapoints: numbersIn(valueAt(data, 'recentDatapoints')).toReversed(),
    threshold: asNumber(valueAt(data, 'threshold')),
    band: bandOf(
      numbersIn(valueAt(data, 'recentLowerThresholds')).toReversed(),
      numbersIn(valueAt(data, 'recentUpperThresholds')).toReversed(),
    ),
    period: asNumber(valueAt(data, 'period')),
  };
};

/**
 * Reads `Threshold Crossed: 1 out of the last 1 datapoints [6.0 (25/09/22 18:49:00)] was greater
 * than the threshold (5.0) …`. What is not there stays undefined; the caller shows the text.
 */
export const readReason = (alarm: AlarmChange): Reason => {
  const reason = (alarm.reason ?? '').slice(0, 8000);
  const data = fromData(alarm.reasonData);
  const inText = datapointsInText(reason);
  const words = /(?:was|were) (?:not )?((?:greater|less) than(?: or equal to)?) the threshold/.exec(
    reason,
  )?.[1];
  const missing = /missing datapoints? (?:was|were) treated as \[(\w{1,20})\]/.exec(reason)?.[1];
  return {
    datapoints:
      inText.length > 0 ? inText : data.datapoints.map((value) => ({ value, at: undefined })),
    threshold:
      alarm.threshold ??
      data.threshold ??
      asNumber(/the threshold \((-?[\d.eE+-]{1,40})\)/.exec(reason)?.[1]),
    band:
      data.band ??
      bandOf(
        numbersInText(/lower thresholds? \[([^\]]{0,5000})\]/.exec(reason)?.[1]),
        numbersInText(/upper thresholds? \[([^\]]{0,5000})\]/.exec(reason)?.[1]),
      ),
    sign: signOf(alarm.comparison) ?? signOf(words),
    missingAs: missing
      ?.replace(/^non(?=breaching)/i, 'not ')
      .replace(/([a-z])([A-Z])/g, '$1 $2')
      .toLowerCase(),
    noData: /no datapoints were received|datapoints? (?:was|were) unknown|^Insufficient Data/i.test(
      reason,
    ),
    justCreated: /^Unchecked: Initial alarm creation/i.test(reason),
    period: data.period,
  };
};
