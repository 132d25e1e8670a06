import { hour, minute } from '../../core/clock.ts';
import type { EvidenceChart, WatchedMetric } from '../../core/evidence.ts';
import type { Look } from './look.ts';

const mostPoints = 200;
const evaluatedTimes = 3;

/** From well before the firing on, so that what is usual can be seen too. */
const spanOf = ({ alarm, request }: Look): { readonly from: number; readonly to: number } => {
  const { firedAt, now } = request;
  const evaluatedMs = (alarm.periodMs ?? 5 * minute) * (alarm.evaluationPeriods ?? 1);
  return {
    from: firedAt - Math.max(evaluatedTimes * evaluatedMs, hour),
    to: Math.max(now, firedAt),
  };
};

/** In whole minutes, not finer than the alarm's own, and so that a picture can hold it. */
const periodOf = ({ periodMs = minute }: WatchedMetric, spanMs: number): number =>
  Math.ceil(Math.max(periodMs, spanMs / mostPoints) / minute) * minute;

const titleOf = ({ name, dimensions }: WatchedMetric): string => {
  const values = dimensions.map(([, value]) => value).slice(0, 3);
  return values.length === 0 ? name : `${name} of ${values.join(', ')}`;
};

/** The drawn metric around the firing; undefined where there is none, or it has no values. */
export const readChart = async (
  look: Look,
  metrics: readonly WatchedMetric[],
): Promise<EvidenceChart | undefined> => {
  const [metric] = metrics;
  if (metric === undefined) return undefined;
  const { deps, where, reading, alarm, account, region } = look;
  const span = spanOf(look);
  const periodMs = periodOf(metric, span.to - span.from);
  try {
    const points = await deps.alarms.values(where, { metric, ...span, periodMs }, reading);
    if (points.length === 0) return undefined;
    return {
      title: titleOf(metric),
      unit: metric.unit,
      // Of metric math it is the threshold of the expression, not of what it is made of.
      threshold: metrics.length > 1 ? undefined : alarm.threshold,
      points: points.slice(-mostPoints),
    };
  } catch (thrown) {
    look.gaps.failed(thrown, {
      what: ['the values of the metric'],
      action: 'cloudwatch:GetMetricData',
      resource: '*',
      account,
      region,
    });
    return undefined;
  }
};
