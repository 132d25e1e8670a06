import type { AlarmState, Where } from '../../aws/cloudwatch-types.ts';
import { parseArn, resourceName } from '../../core/arn.ts';
import { day } from '../../core/clock.ts';
import type { AlarmFacts, WatchedMetric } from '../../core/evidence.ts';
import { asNumber, asText, isRecord, textAt, valueAt } from '../../core/values.ts';
import type { Look } from './look.ts';
import { startOf, usualStart } from './window.ts';

/** What an alarm looks at, itself or through its children. */
export interface Watched {
  readonly metrics: readonly WatchedMetric[];
  /** Epoch ms; from when on. */
  readonly start: number;
  /** Of log alarms. */
  readonly logs: readonly LogQuery[];
}

export interface LogQuery {
  readonly name: string;
  readonly logGroups: readonly string[];
  readonly query: string;
}

/** Composite alarms of composite alarms: AWS lets them nest, and point at one another. */
const mostLevels = 5;
const mostChildren = 50;
const mostMetrics = 20;

const dimensionsOf = (dimensions: unknown): WatchedMetric['dimensions'] =>
  isRecord(dimensions)
    ? Object.entries(dimensions).flatMap(([name, value]): [string, string][] => {
        const text = asText(value);
        return text === undefined ? [] : [[name, text]];
      })
    : [];

const metricOf = (query: unknown): readonly WatchedMetric[] => {
  const metric = valueAt(query, 'metricStat', 'metric');
  const namespace = textAt(metric, 'namespace');
  const name = textAt(metric, 'name');
  if (namespace === undefined || name === undefined) return [];
  const seconds = asNumber(valueAt(query, 'metricStat', 'period'));
  return [
    {
      namespace,
      name,
      dimensions: dimensionsOf(valueAt(metric, 'dimensions')),
      statistic: textAt(query, 'metricStat', 'stat'),
      unit: textAt(query, 'metricStat', 'unit'),
      periodMs: seconds === undefined ? undefined : seconds * 1000,
    },
  ];
};

const metricsIn = ({ configuration }: AlarmState): readonly WatchedMetric[] => {
  const queries = valueAt(configuration, 'metrics');
  return Array.isArray(queries) ? queries.flatMap(metricOf) : [];
};

const logsIn = ({ name, configuration }: AlarmState): readonly LogQuery[] => {
  const scheduled = valueAt(configuration, 'scheduledQueryConfiguration');
  const groups = valueAt(scheduled, 'logGroupIdentifiers');
  if (!Array.isArray(groups)) return [];
  const logGroups = groups.flatMap((group: unknown) => asText(group) ?? []);
  return [{ name, logGroups, query: textAt(scheduled, 'queryString') ?? '' }];
};

const isComposite = ({ configuration }: AlarmState): boolean =>
  textAt(configuration, 'alarmRule') !== undefined;

/** Those that tripped it; by the time of a late look they may be OK again. */
const firing = (children: readonly AlarmState[], firedAt: number): readonly AlarmState[] => {
  const inAlarm = children.filter(({ state }) => state === 'ALARM');
  return inAlarm.length > 0 ? inAlarm : children.filter(({ stateAt }) => stateAt >= firedAt);
};

/** A child is named by its ARN where the message has it; it may be anywhere. */
const toldChildren = async (
  look: Look,
  told: readonly string[],
): Promise<readonly AlarmState[]> => {
  const { deps, where, reading } = look;
  const places = Map.groupBy(told.slice(0, mostChildren), (child) => {
    const arn = parseArn(child);
    return `${arn?.account ?? ''} ${arn?.region ?? ''}`;
  });
  const asked = [...places.values()].map((children) => {
    const arn = parseArn(children[0]);
    const place: Where =
      arn?.account === undefined || arn.region === undefined
        ? where
        : deps.whereOf(arn.account, arn.region);
    return deps.alarms.named(place, children.map(resourceName), reading);
  });
  return (await Promise.all(asked)).flat();
};

const childrenOf = async (
  look: Look,
  composite: string,
  told: readonly string[],
): Promise<readonly AlarmState[]> => {
  if (told.length > 0) return toldChildren(look, told);
  const { deps, where, request, reading } = look;
  const children = await deps.alarms.childrenOf(where, composite, reading);
  return firing(children, request.firedAt);
};

/** The metric and log alarms under a composite one, each once, however they point at one another. */
const leavesOf = async (look: Look): Promise<readonly AlarmState[]> => {
  const seen = new Set([look.alarm.name]);
  const leaves: AlarmState[] = [];
  let level: readonly { readonly name: string; readonly told: readonly string[] }[] = [
    { name: look.alarm.name, told: look.alarm.children },
  ];
  for (let depth = 0; depth < mostLevels && level.length > 0; depth += 1) {
    const below: { name: string; told: readonly string[] }[] = [];
    for (const { name, told } of level) {
      const children = await childrenOf(look, name, told);
      for (const child of children) {
        if (seen.has(child.name) || seen.size > mostChildren) continue;
        seen.add(child.name);
        if (isComposite(child)) below.push({ name: child.name, told: [] });
        else leaves.push(child);
      }
    }
    level = below;
  }
  return leaves;
};

/** A child may have been in ALARM long before: then only the last day counts. */
const childStart = (child: AlarmState, { request, alarm }: Look): number => {
  const { firedAt } = request;
  const start =
    startOf(child, child.stateAt) ?? usualStart(alarm, Math.min(child.stateAt, firedAt));
  return Math.max(start, firedAt - day);
};

const watchedBelow = async (look: Look): Promise<Watched> => {
  const leaves = await leavesOf(look);
  const starts = leaves.map((leaf) => childStart(leaf, look));
  return {
    metrics: leaves.flatMap(metricsIn).slice(0, mostMetrics),
    start: Math.min(...starts, usualStart(look.alarm, look.request.firedAt)),
    logs: leaves.flatMap(logsIn),
  };
};

const ownLogs = (alarm: AlarmFacts, state: AlarmState | undefined): readonly LogQuery[] => {
  const known = state === undefined ? [] : logsIn(state);
  if (known.length > 0 || alarm.kind !== 'log') return known;
  return [{ name: alarm.name, logGroups: alarm.logGroups, query: '' }];
};

/**
 * The metrics and logs that decided, through composite alarms down to those in ALARM.
 *
 * @param state The alarm as DescribeAlarms tells it, where it was asked.
 */
export const watchedBy = async (
  look: Look,
  state: AlarmState | undefined,
  knownStart: number | undefined,
): Promise<Watched> => {
  const { alarm, request } = look;
  if (alarm.kind === 'composite') return watchedBelow(look);
  const told = alarm.metrics.length > 0 || state === undefined ? alarm.metrics : metricsIn(state);
  return {
    metrics: told.slice(0, mostMetrics),
    start: knownStart ?? startOf(state, request.firedAt) ?? usualStart(alarm, request.firedAt),
    logs: ownLogs(alarm, state),
  };
};
