import type { AlarmReader, AlarmState, Where } from '../../aws/cloudwatch-types.ts';
import type { MetricFilter, MetricFilterReader, Reading } from '../../aws/trail-types.ts';
import { type Gathered, gather } from '../../core/gather.ts';
import type { AccountId, RegionId } from '../../core/ids.ts';
import { textAt, valueAt } from '../../core/values.ts';
import { detectionOfPattern } from '../pattern-detection.ts';

/** An alarm on what a detection finds. */
export interface FoundAlarm {
  readonly name: string;
  readonly detection: string;
  /** Whose records it counts. */
  readonly logGroup: string;
  /** Does one of its actions, or of a composite alarm over it, lead to a listed topic? */
  readonly isHeard: boolean;
  /** The filter counts only a part of what its pattern finds. */
  readonly isNarrowed: boolean;
}

export interface ReadPlace {
  readonly account: AccountId;
  readonly region: RegionId;
  readonly alarms: readonly FoundAlarm[];
  /** Metrics whose filters were not read: what these count is not known. */
  readonly unreadMetrics: number;
  /** Why, where AWS said why. */
  readonly firstFailure: Extract<Gathered<unknown>, { kind: 'failed' }> | undefined;
}

interface Metric {
  readonly namespace: string;
  readonly name: string;
}

interface Reader {
  readonly alarmReader: Pick<AlarmReader, 'describeAlarms'>;
  readonly metricFilters: MetricFilterReader;
  /** ARNs. */
  readonly listedTopics: ReadonlySet<string>;
}

/** More metrics than these are not looked up in one place, at 5 a second. */
const mostMetrics = 100;

/** A metric filter cannot feed a metric of AWS's own. */
const metricsOf = ({ configuration }: AlarmState): readonly Metric[] => {
  const queries = valueAt(configuration, 'metrics');
  return (Array.isArray(queries) ? queries : []).flatMap((query: unknown) => {
    const namespace = textAt(query, 'metricStat', 'metric', 'namespace') ?? '';
    const name = textAt(query, 'metricStat', 'metric', 'name') ?? '';
    return name === '' || namespace === '' || namespace.startsWith('AWS/')
      ? []
      : [{ namespace, name }];
  });
};

const keyOf = ({ namespace, name }: Metric): string => JSON.stringify([namespace, name]);

/** Alarms may have no action of their own, and a composite alarm over them one. */
export const hearing = (
  alarms: readonly AlarmState[],
  isTold: (action: string) => boolean,
): ((alarm: AlarmState) => boolean) => {
  const isOwnHeard = ({ actions, actionsEnabled }: AlarmState): boolean =>
    actionsEnabled && actions.some(isTold);
  const rules = alarms
    .filter(isOwnHeard)
    .flatMap(({ configuration }) => textAt(configuration, 'alarmRule') ?? []);
  return (alarm) =>
    isOwnHeard(alarm) ||
    rules.some((rule) => rule.includes(`"${alarm.name}"`) || rule.includes(alarm.arn));
};

const foundBy = (
  alarm: AlarmState,
  filters: readonly MetricFilter[],
  isHeard: boolean,
): readonly FoundAlarm[] =>
  filters.flatMap(({ pattern, logGroup, criteria }) => {
    const detection = detectionOfPattern(pattern);
    return detection === undefined
      ? []
      : [{ name: alarm.name, detection, logGroup, isHeard, isNarrowed: criteria !== undefined }];
  });

/** The heard ones first: they are what is asked about. */
const wantedMetrics = (
  alarms: readonly AlarmState[],
  isHeard: (alarm: AlarmState) => boolean,
): readonly Metric[] => {
  const sorted = [...alarms.filter(isHeard), ...alarms.filter((alarm) => !isHeard(alarm))];
  return [...new Map(sorted.flatMap(metricsOf).map((metric) => [keyOf(metric), metric])).values()];
};

/**
 * The alarms of one place whose metric filters count what a detection finds. Rejects with an AppError
 * where the alarms cannot be read; what is not read of the filters is counted.
 */
export const readPlace = async (
  { alarmReader, metricFilters, listedTopics }: Reader,
  where: Where & { readonly account: AccountId },
  { urgency, signal }: Reading,
): Promise<ReadPlace> => {
  const alarms = await alarmReader.describeAlarms(where, signal);
  const isHeard = hearing(alarms, (action) => listedTopics.has(action));
  const metrics = wantedMetrics(alarms, isHeard);
  const asked = metrics.slice(0, mostMetrics);
  const gathered = await gather(
    asked,
    (metric) => metricFilters.metricFilters(where, metric, { urgency, signal }),
    { signal },
  );
  const filters = new Map(
    asked.map((metric, index) => {
      const one = gathered[index];
      return [keyOf(metric), one?.kind === 'read' ? one.value : []] as const;
    }),
  );
  const unread = gathered.filter(({ kind }) => kind !== 'read').length;
  return {
    account: where.account,
    region: where.region,
    alarms: alarms.flatMap((alarm) =>
      metricsOf(alarm).flatMap((metric) =>
        foundBy(alarm, filters.get(keyOf(metric)) ?? [], isHeard(alarm)),
      ),
    ),
    unreadMetrics: unread + metrics.length - asked.length,
    firstFailure: gathered.find((one) => one.kind === 'failed'),
  };
};
