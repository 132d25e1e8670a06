import type { AlarmDefinition, AlarmStateName } from './alarms.ts';

export interface Reason {
  readonly reason: string;
  readonly reasonData: string;
}

const comparisons: Readonly<Record<string, string>> = {
  GreaterThanThreshold: 'greater than',
  GreaterThanOrEqualToThreshold: 'greater than or equal to',
  LessThanThreshold: 'less than',
  LessThanLowerOrGreaterThanUpperThreshold: 'less than the lower or greater than the upper',
};

const two = (value: number): string => String(value).padStart(2, '0');

/** AWS writes the datapoints' times as dd/MM/yy HH:mm:ss, in UTC. */
const stamp = (at: number): string => {
  const time = new Date(at);
  const date = [time.getUTCDate(), time.getUTCMonth() + 1, time.getUTCFullYear() % 100];
  const clock = [time.getUTCHours(), time.getUTCMinutes(), time.getUTCSeconds()];
  return `${date.map(two).join('/')} ${clock.map(two).join(':')}`;
};

const decimal = (value: number): string => (Number.isInteger(value) ? `${value}.0` : String(value));
const iso = (at: number): string => new Date(at).toISOString().replace('Z', '+0000');

const periodOf = (definition: AlarmDefinition): number =>
  'periodSeconds' in definition ? definition.periodSeconds : 300;

const evaluationsOf = (definition: AlarmDefinition): number =>
  'evaluationPeriods' in definition ? definition.evaluationPeriods : 1;

const thresholdWords = (definition: AlarmDefinition): string => {
  const words = comparisons[('comparison' in definition && definition.comparison) || ''] ?? 'over';
  if (definition.kind === 'anomaly') return `${words} thresholds [120.0, 340.0]`;
  return 'threshold' in definition
    ? `${words} the threshold (${decimal(definition.threshold)})`
    : words;
};

const dataOf = (definition: AlarmDefinition, values: readonly number[], now: number): string => {
  const period = periodOf(definition);
  return JSON.stringify({
    version: '1.0',
    queryDate: iso(now),
    startDate: iso(now - period * 1000 * values.length),
    ...('statistic' in definition ? { statistic: definition.statistic } : {}),
    period,
    recentDatapoints: values,
    ...('threshold' in definition ? { threshold: definition.threshold } : {}),
  });
};

/**
 * What AWS says about a metric's state change.
 * @param value The datapoint that made it; undefined if none came.
 */
export const metricReason = (
  definition: AlarmDefinition,
  state: AlarmStateName,
  value: number | undefined,
  now: number,
): Reason => {
  const count = evaluationsOf(definition);
  if (value === undefined)
    return {
      reason:
        state === 'INSUFFICIENT_DATA'
          ? `Insufficient Data: ${count} datapoints were unknown.`
          : `Threshold Crossed: no datapoints were received for ${count} period${count === 1 ? '' : 's'} and ${count} missing datapoint${count === 1 ? ' was' : 's were'} treated as [NonBreaching].`,
      reasonData: dataOf(definition, [], now),
    };
  const values = Array.from({ length: count }, () => value);
  const period = periodOf(definition) * 1000;
  const points = values.map(
    (one, index) => `${decimal(one)} (${stamp(now - period * (index + 1))})`,
  );
  const verb = count === 1 ? 'was' : 'were';
  const not = state === 'ALARM' ? '' : ' not';
  const tail = `(minimum ${count} datapoint${count === 1 ? '' : 's'} for ${state === 'ALARM' ? 'OK -> ALARM' : 'ALARM -> OK'} transition)`;
  return {
    reason: `Threshold Crossed: ${count} out of the last ${count} datapoints [${points.join(', ')}] ${verb}${not} ${thresholdWords(definition)} ${tail}.`,
    reasonData: dataOf(definition, values, now),
  };
};

/** What AWS says about a composite alarm's state change. */
export const compositeReason = (
  child: { readonly arn: string; readonly state: AlarmStateName },
  now: number,
): Reason => ({
  reason: `${child.arn} transitioned to ${child.state} at ${new Date(now).toUTCString()}`,
  reasonData: JSON.stringify({
    triggeringAlarms: [{ arn: child.arn, state: { value: child.state, timestamp: iso(now) } }],
  }),
});
