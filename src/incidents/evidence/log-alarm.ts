import { parseArn } from '../../core/arn.ts';
import type { EvidenceFilter } from '../../core/evidence.ts';
import { detectionById } from '../../detections/by-id.ts';
import { filterPatternOf } from '../../detections/pattern.ts';
import type { Look } from './look.ts';
import { patternOfQuery } from './query-pattern.ts';
import type { LogQuery } from './watched.ts';

const mostNames = 20;

/** Names of calls that a query compares with: where it says more than a pattern can, these can be looked for. */
const callsIn = (query: string): readonly string[] => {
  if (!/eventName/.test(query)) return [];
  const names = [...query.matchAll(/["'`]([A-Z][A-Za-z0-9]{2,80})["'`]/g)];
  return [...new Set(names.map(([, name = '']) => name))].slice(0, mostNames);
};

/** The catalogue's pattern of a detection. */
export const patternOfDetection = (id: string | undefined): string | undefined => {
  const detection = detectionById(id);
  return detection && filterPatternOf(detection);
};

const patternOfCalls = (query: string): string | undefined => {
  const calls = callsIn(query);
  if (calls.length === 0) return undefined;
  return `{ ${calls.map((name) => `($.eventName = "${name}")`).join(' || ')} }`;
};

/** What its query looks for, else the calls that it names, else what the message says that it is. */
const patternOf = (query: string, detection: string | undefined): string | undefined =>
  patternOfQuery(query) ?? patternOfCalls(query) ?? patternOfDetection(detection);

/** A log group is told by name, or by an ARN that may be another account's. */
const placeOf = (look: Look, logGroup: string) => {
  const arn = parseArn(logGroup);
  return { account: arn?.account ?? look.account, region: arn?.region ?? look.region };
};

const nameOf = (look: Look, logGroup: string): string => {
  const arn = parseArn(logGroup);
  if (arn === undefined || arn.account !== look.account) return logGroup;
  return arn.resource.replace(/^log-group:/, '').replace(/:\*$/, '');
};

const sayNone = (look: Look): void =>
  look.gaps.add({
    kind: 'no-filter',
    text: [
      'A log alarm runs a query of Logs Insights; what this one looks for cannot be said as a filter of the log.',
    ],
    cure: undefined,
  });

/** What is looked for in a log alarm's log groups. */
export const filtersOfLogs = (look: Look, logs: readonly LogQuery[]): readonly EvidenceFilter[] => {
  const filters = logs.flatMap(({ name, logGroups, query }): readonly EvidenceFilter[] => {
    const pattern = patternOf(query, look.request.alert.detection);
    if (pattern === undefined) return [];
    return logGroups.map((logGroup) => ({
      name,
      pattern,
      logGroup: nameOf(look, logGroup),
      ...placeOf(look, logGroup),
    }));
  });
  if (logs.length > 0 && filters.length === 0) sayNone(look);
  return filters;
};
