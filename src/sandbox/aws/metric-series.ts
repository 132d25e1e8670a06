import { isJson, listOf, parseJson } from '../json.ts';
import type { Alarm, AlarmChange, AlarmStore, MetricOf } from './alarms.ts';
import { createRandom } from './trail/random.ts';

interface Point {
  /** The start of its period, epoch ms. */
  readonly at: number;
  readonly value: number;
}

/** A metric that an alarm watches, and which one of its metrics it is. */
interface Watch {
  readonly alarm: Alarm;
  readonly index: number;
}

const metricsOf = ({ definition }: Alarm): readonly MetricOf[] => {
  if (definition.kind === 'math') return definition.metrics;
  return 'metric' in definition ? [definition.metric] : [];
};

const textOf = ({ namespace, metricName, dimensions }: MetricOf): string =>
  [
    namespace,
    metricName,
    ...dimensions.map(({ name, value }) => `${name}=${value}`).toSorted(),
  ].join(' ');

const watchOf = (alarms: readonly Alarm[], metric: MetricOf): Watch | undefined =>
  alarms
    .map((alarm) => ({
      alarm,
      index: metricsOf(alarm).findIndex((one) => textOf(one) === textOf(metric)),
    }))
    .find(({ index }) => index >= 0);

const breachOf = ({ reasonData }: AlarmChange): number => {
  const data = parseJson(reasonData ?? '');
  const [value] = isJson(data) ? listOf(data['recentDatapoints']) : [];
  return typeof value === 'number' ? value : 0;
};

interface Breach {
  readonly from: number;
  readonly to: number;
  readonly value: number;
}

/** The times when the alarm was in ALARM, with the periods that it judged by. */
const breachesOf = (alarm: Alarm, history: readonly AlarmChange[]): readonly Breach[] => {
  const { definition } = alarm;
  const judgedMs =
    'periodSeconds' in definition
      ? definition.periodSeconds * definition.evaluationPeriods * 1000
      : 0;
  const changes = history.filter((change) => change.alarm === alarm);
  return changes.flatMap((change, index) =>
    change.newState === 'ALARM'
      ? [
          {
            from: change.at - judgedMs,
            to: changes[index + 1]?.at ?? Number.POSITIVE_INFINITY,
            value: breachOf(change),
          },
        ]
      : [],
  );
};

const two = (value: number): number => Math.round(value * 100) / 100;

/** What the metric is while nothing is wrong; what counts events has no datapoint then. */
const calmOf = ({ alarm, index }: Watch, random: number): number | undefined => {
  const { definition } = alarm;
  if (definition.kind === 'math') return index === 0 ? 3 + Math.floor(random * 3) : 1000;
  if (definition.kind === 'anomaly') return Math.round(180 + 80 * random);
  if (!('metric' in definition) || definition.metric.namespace === 'CloudTrailMetrics')
    return undefined;
  const factor = definition.comparison.startsWith('Less') ? 1.5 : 0.4;
  return two(definition.threshold * (factor + 0.2 * random));
};

/** Of a ratio in per cent the first metric breaks, among the second's 1000. */
const brokenOf = ({ alarm, index }: Watch, value: number): number => {
  if (alarm.definition.kind !== 'math') return value;
  return index === 0 ? two(value * 10) : 1000;
};

/**
 * The datapoints of a metric, oldest first: calm, but where its alarm was in ALARM; always the same.
 * A metric that no alarm watches has none.
 *
 * @param place.periodMs Datapoints stand at its multiples, from `from` on and before `to`.
 */
export const seriesOf = (
  alarms: Pick<AlarmStore, 'all' | 'history'>,
  metric: MetricOf & { readonly account: string; readonly region: string },
  time: { readonly from: number; readonly to: number; readonly periodMs: number },
): readonly Point[] => {
  const own = alarms
    .all()
    .filter(
      ({ definition }) =>
        definition.account === metric.account && definition.region === metric.region,
    );
  const watch = watchOf(own, metric);
  if (watch === undefined) return [];
  const breaches = breachesOf(watch.alarm, alarms.history());
  const first = Math.ceil(time.from / time.periodMs);
  const count = Math.max(0, Math.ceil(time.to / time.periodMs) - first);
  return Array.from({ length: count }, (_, index) => (first + index) * time.periodMs).flatMap(
    (at) => {
      const breach = breaches.find(({ from, to }) => at + time.periodMs > from && at < to);
      const random = createRandom(`${textOf(metric)} ${at}`).next();
      const value = breach === undefined ? calmOf(watch, random) : brokenOf(watch, breach.value);
      return value === undefined ? [] : [{ at, value }];
    },
  );
};
