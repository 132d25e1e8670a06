import { resourceName } from '../../core/arn.ts';
import { foreign } from '../../core/redact.ts';
import type { Text } from '../../core/text.ts';
import { counted, shorten, shownDuration, shownNumber } from '../../core/words.ts';
import { type AlarmChange, type Query, watchedQuery } from './alarm.ts';
import { countedNoun } from './count-words.ts';
import type { Reason } from './reason.ts';
import { listed, periodOf, span, subject } from './subject.ts';
import { shownValue } from './units.ts';

/** What a composite alarm's rule names, each once. */
const childrenInRule = (rule: string): readonly string[] => {
  const names = rule
    .slice(0, 12_000)
    .matchAll(
      /\b(?:ALARM|OK|INSUFFICIENT_DATA)\s{0,5}\(\s{0,5}(?:"([^"]+)"|'([^']+)'|([^()"'\s]+))/g,
    );
  return [...new Set([...names].map(([, a, b, c]) => resourceName((a ?? b ?? c ?? '').trim())))];
};

const compositeCause = (alarm: AlarmChange): Text | undefined => {
  const { rule, children, state } = alarm;
  if (rule === undefined && children.length === 0) return undefined;
  const total = rule === undefined ? 0 : childrenInRule(rule).length;
  const word = state === 'ALARM' ? 'ALARM' : 'OK';
  const names = [
    ...new Set(children.filter((child) => (child.state ?? state) === word).map(({ name }) => name)),
  ];
  if (names.length > 0) {
    const count =
      total > names.length
        ? `${names.length} of ${total} children`
        : counted(names.length, 'child', 'children');
    return [`${count} in ${word}: `, ...listed(names)];
  }
  return transitionOf(alarm.reason);
};

/** "arn:…:alarm:X transitioned to ALARM at Friday 21 …" */
const transitionOf = (reason: string | undefined): Text | undefined => {
  const found = /^(arn:\S{1,200}:alarm:.{1,255}?) transitioned to ([A-Z_]{2,20}) at /.exec(
    reason ?? '',
  );
  return found?.[1] === undefined
    ? undefined
    : [foreign(resourceName(found[1])), ` went to ${found[2] ?? 'another state'}`];
};

const noDataCause = (alarm: AlarmChange, reason: Reason): Text => {
  const period = periodOf(alarm, reason);
  const periods = alarm.evaluationPeriods ?? 1;
  const time =
    period === undefined
      ? ''
      : ` for ${periods > 1 ? `${periods} × ` : ''}${shownDuration(period)}`;
  return reason.missingAs === undefined
    ? [`no data${time}`]
    : [`no data${time}, which counts as ${reason.missingAs}`];
};

/** "1 IAM policy change in 5 minutes" */
const countCause = (alarm: AlarmChange, reason: Reason, query: Query): Text | undefined => {
  const what = countedNoun(query);
  const values = reason.datapoints.map(({ value }) => value);
  if (what === undefined || values.length === 0) return undefined;
  const total = values.reduce((sum, value) => sum + value, 0);
  if (!Number.isInteger(total) || total < 0) return undefined;
  const period = periodOf(alarm, reason);
  const periods = Math.max(alarm.evaluationPeriods ?? 1, values.length);
  const time = period === undefined ? '' : ` in ${shownDuration(period * periods)}`;
  const shown = total === 0 ? `no ${what.one}` : counted(total, what.one, what.many);
  return [foreign(shown), time];
};

const bandCause = (
  { band, datapoints }: Reason,
  query: Query | undefined,
  isOutside: boolean,
): Text | undefined => {
  const [newest] = datapoints;
  const name = subject(query);
  if (band === undefined || newest === undefined || name === undefined) return undefined;
  const edges = `${shownNumber(band.lower)}–${shownValue(band.upper, query)}`;
  const where = isOutside ? 'outside' : 'inside';
  return [name, ` ${shownValue(newest.value, query)}, ${where} its band ${edges}`];
};

/** "CPUUtilization 97.2 % > 90 % for 3 × 5 minutes", "DBMigrationRequired was 1, threshold ≥ 1". */
const thresholdCause = (
  alarm: AlarmChange,
  reason: Reason,
  query: Query | undefined,
): Text | undefined => {
  const [newest] = reason.datapoints;
  const name = subject(query);
  const { sign, threshold } = reason;
  if (newest === undefined || name === undefined) return undefined;
  const value = shownValue(newest.value, query);
  if (sign === undefined || threshold === undefined) return [name, ` was ${value}`];
  const limit = `${sign} ${shownValue(threshold, query)}`;
  if (alarm.state !== 'ALARM') return [name, ` was ${value}, no longer ${limit}`];
  const isOwn = query?.namespace !== undefined && !query.namespace.startsWith('AWS/');
  return isOwn && query.expression === undefined
    ? [name, ` was ${value}, threshold ${limit}`]
    : [name, ` ${value} ${limit}${span(alarm, reason)}`];
};

/** "its log query gave 3, threshold ≥ 1": a log alarm has no metric. */
const logCause = (
  { logGroups, logQuery, state }: AlarmChange,
  { datapoints: [newest], sign, threshold }: Reason,
): Text | undefined => {
  if (logGroups.length === 0 && logQuery === undefined) return undefined;
  if (newest === undefined || sign === undefined || threshold === undefined) return undefined;
  const limit = `${sign} ${shownNumber(threshold)}`;
  const compared = state === 'ALARM' ? `threshold ${limit}` : `no longer ${limit}`;
  return [`its log query gave ${shownNumber(newest.value)}, ${compared}`];
};

/** CloudWatch's own words where ours do not reach; without what says nothing. */
const reasonCause = (reason: string | undefined): Text | undefined => {
  if (reason === undefined || /^Thresholds? Crossed\.?$/i.test(reason)) return undefined;
  return [foreign(shorten(reason.replaceAll(/\s+/g, ' '), 200))];
};

/** Why an alarm is in its state, as a person would say it; undefined where nothing tells. */
export const causeOf = (alarm: AlarmChange, reason: Reason): Text | undefined => {
  const query = watchedQuery(alarm);
  if (reason.justCreated) return ['the alarm was just created'];
  const composite = compositeCause(alarm);
  if (composite !== undefined) return composite;
  if (reason.datapoints.length === 0 && (reason.noData || reason.missingAs !== undefined))
    return noDataCause(alarm, reason);
  return (
    bandCause(reason, query, alarm.state === 'ALARM') ??
    (query === undefined ? undefined : countCause(alarm, reason, query)) ??
    thresholdCause(alarm, reason, query) ??
    logCause(alarm, reason) ??
    reasonCause(alarm.reason)
  );
};
