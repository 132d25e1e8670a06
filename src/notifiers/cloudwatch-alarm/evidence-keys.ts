import { parseTime } from '../../core/dates.ts';
import type { AlarmFacts, WatchedMetric } from '../../core/evidence.ts';
import { parseJson } from '../../core/unwrap-json.ts';
import { valueAt } from '../../core/values.ts';
import { type AlarmChange, type Query, watchedQuery } from './alarm.ts';

const inMs = (seconds: number | undefined): number | undefined =>
  seconds === undefined ? undefined : seconds * 1000;

const metricOf = (query: Query): readonly WatchedMetric[] => {
  const { namespace, name, dimensions, statistic, unit, period } = query;
  if (namespace === undefined || name === undefined) return [];
  return [{ namespace, name, dimensions, statistic, unit, periodMs: inMs(period) }];
};

/** What is held against the threshold comes first; it is drawn. */
const metricsOf = (alarm: AlarmChange): readonly WatchedMetric[] => {
  const watched = watchedQuery(alarm);
  const others = alarm.queries.filter((query) => query !== watched);
  return [...(watched === undefined ? [] : [watched]), ...others].flatMap(metricOf);
};

const kindOf = ({ rule, children, logGroups, logQuery }: AlarmChange): AlarmFacts['kind'] => {
  if (rule !== undefined || children.length > 0) return 'composite';
  return logGroups.length > 0 || logQuery !== undefined ? 'log' : 'metric';
};

/** Of a composite alarm those that tripped it; one without a state is one that did. */
const childrenOf = ({ children }: AlarmChange): readonly string[] =>
  children
    .filter(({ state }) => state === undefined || state === 'ALARM')
    .map(({ arn, name }) => arn ?? name);

const fromOf = ({ reasonData }: AlarmChange): number | undefined =>
  reasonData === undefined
    ? undefined
    : parseTime(valueAt(parseJson(reasonData)?.value, 'startDate'));

/** What an alarm's evidence is looked up by. */
export const alarmFactsOf = (alarm: AlarmChange): AlarmFacts => {
  const metrics = metricsOf(alarm);
  return {
    name: alarm.name,
    kind: kindOf(alarm),
    metrics,
    children: childrenOf(alarm),
    threshold: alarm.threshold,
    comparison: alarm.comparison,
    periodMs: metrics[0]?.periodMs ?? inMs(alarm.queries[0]?.period),
    evaluationPeriods: alarm.evaluationPeriods,
    logGroups: alarm.logGroups,
    from: fromOf(alarm),
  };
};
