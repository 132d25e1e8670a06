import { foreign } from '../../core/redact.ts';
import type { Inline, Text } from '../../core/text.ts';
import { shorten, shownDuration } from '../../core/words.ts';
import { type AlarmChange, type Query, watchedQuery } from './alarm.ts';
import type { Reason } from './reason.ts';

/** CloudWatch makes these up where nobody wrote a label. */
const isMadeUp = (label: string): boolean => /^(?:Expression|Query)?\s?\d+$/i.test(label);

/** `SUM(Errors)` of a Metrics Insights query. */
const selected = (expression: string): string | undefined =>
  /^\s*SELECT\s+([A-Z]+\("?[^)"]{1,200}"?\))/i.exec(expression)?.[1]?.replaceAll('"', '');

const expressionName = ({ expression = '', label, id }: Query): string => {
  if (label !== undefined && label.trim() !== '' && !isMadeUp(label)) return label;
  return shorten(selected(expression) ?? expression.trim(), 80) || (id ?? 'the expression');
};

/** What is measured, as it is called: the metric's name, or an expression's label. */
export const subject = (query: Query | undefined): Inline | undefined => {
  if (query === undefined) return undefined;
  if (query.expression !== undefined) return foreign(expressionName(query));
  return query.name === undefined ? undefined : foreign(query.name);
};

/** "Sum", "Average", "p99": as people write it. */
export const statisticName = (statistic: string | undefined): string | undefined => {
  if (statistic === undefined || !/^[\w.():%]{1,30}$/.test(statistic)) return undefined;
  if (/^samplecount$/i.test(statistic)) return 'Sample count';
  return /^[A-Za-z]+$/.test(statistic)
    ? statistic.charAt(0).toUpperCase() + statistic.slice(1).toLowerCase()
    : statistic;
};

/** Seconds of one period, wherever they are told. */
export const periodOf = (alarm: AlarmChange, reason: Reason): number | undefined =>
  watchedQuery(alarm)?.period ??
  alarm.queries.find(({ period }) => period !== undefined)?.period ??
  reason.period;

const isSum = (query: Query | undefined): boolean =>
  /^(?:sum|samplecount)$/i.test(query?.statistic ?? '');

/**
 * Over which time: "in 5 minutes" for a sum, "for 3 × 5 minutes", "for 2 of 3 × 5 minutes".
 * Empty where it is not told.
 */
export const span = (alarm: AlarmChange, reason: Reason): string => {
  const period = periodOf(alarm, reason);
  if (period === undefined || period <= 0) return '';
  const periods = alarm.evaluationPeriods ?? Math.max(1, reason.datapoints.length);
  const needed = alarm.datapointsToAlarm ?? periods;
  if (periods <= 1) return ` ${isSum(watchedQuery(alarm)) ? 'in' : 'for'} ${shownDuration(period)}`;
  const times = needed < periods ? `${needed} of ${periods}` : `${periods}`;
  return ` for ${times} × ${shownDuration(period)}`;
};

/** Names in a row: "a, b, c and 4 more". */
export const listed = (names: readonly string[], most = 5): Text => {
  const shown = names
    .slice(0, most)
    .flatMap((name, index): Inline[] => [...(index === 0 ? [] : [', ']), foreign(name)]);
  return names.length > most ? [...shown, ` and ${names.length - most} more`] : shown;
};
