import type { MetricFilter } from '../../aws/trail-types.ts';
import type { EvidenceFilter, WatchedMetric } from '../../core/evidence.ts';
import type { AccountId } from '../../core/ids.ts';
import { foreign } from '../../core/redact.ts';
import type { Text } from '../../core/text.ts';
import { logGroupArn } from './gaps.ts';
import { type Look, shownPlace } from './look.ts';

const mostFilters = 10;

/** AWS's own metrics are fed by AWS. */
const isOfAws = ({ namespace }: WatchedMetric): boolean => namespace.startsWith('AWS/');

const shownMetric = ({ namespace, name }: WatchedMetric): Text => [
  { code: foreign(name) },
  ' of the namespace ',
  { code: foreign(namespace) },
];

/** Where a filter may be: with the alarm, else with the log group that holds the account's records. */
const accountsOf = ({ account, deps }: Look): readonly AccountId[] => {
  const owners = deps
    .trailLogs()
    .filter(({ covers }) => covers === undefined || covers.includes(account))
    .map((group) => group.account);
  return [...new Set([account, ...owners])];
};

/** A filter may be narrowed by more than its pattern; then more is found than it counted. */
const sayCriteria = (look: Look, filters: readonly MetricFilter[]): void => {
  for (const { name, criteria } of filters)
    if (criteria !== undefined)
      look.asked([
        'The metric filter ',
        { code: foreign(name) },
        ' has further conditions, which are not applied here: ',
        { code: foreign(criteria.slice(0, 200)) },
      ]);
};

/** Undefined: it could not be asked there. */
const filtersIn = async (
  look: Look,
  metric: WatchedMetric,
  account: AccountId,
): Promise<readonly EvidenceFilter[] | undefined> => {
  const { deps, region, reading, gaps } = look;
  try {
    const found = await deps.filters.metricFilters(deps.whereOf(account, region), metric, reading);
    sayCriteria(look, found);
    return found.map(({ name, pattern, logGroup }) => ({
      name,
      pattern,
      logGroup,
      account,
      region,
    }));
  } catch (thrown) {
    gaps.failed(thrown, {
      what: ['the metric filters'],
      action: 'logs:DescribeMetricFilters',
      resource: logGroupArn('*', account, region),
      account,
      region,
    });
    return undefined;
  }
};

const sayNone = (look: Look, metric: WatchedMetric, accounts: readonly AccountId[]): void => {
  const places = accounts.map((account) => shownPlace(account, look.region)).join(', then in ');
  look.gaps.add({
    kind: 'no-filter',
    text: [
      'No metric filter feeds the metric ',
      ...shownMetric(metric),
      ` (looked for in ${places}).`,
    ],
    cure: [
      'If it was deleted, make it again. If its log group is in another account, name that log group in the settings under ',
      { code: 'trailLogs' },
      '.',
    ],
  });
};

const filtersOf = async (look: Look, metric: WatchedMetric): Promise<readonly EvidenceFilter[]> => {
  const accounts = accountsOf(look);
  const read: AccountId[] = [];
  for (const account of accounts) {
    const found = await filtersIn(look, metric, account);
    if (found !== undefined && found.length > 0) return found;
    if (found !== undefined) read.push(account);
  }
  if (read.length > 0) sayNone(look, metric, read);
  return [];
};

const keyOf = ({ namespace, name }: WatchedMetric): string => `${namespace}\n${name}`;

const filterKey = ({ account, logGroup, pattern }: EvidenceFilter): string =>
  `${account ?? ''}\n${logGroup}\n${pattern}`;

/** Every filter that feeds one of the metrics, each log and pattern once. */
export const findFilters = async (
  look: Look,
  metrics: readonly WatchedMetric[],
): Promise<readonly EvidenceFilter[]> => {
  const own = new Map(metrics.filter((metric) => !isOfAws(metric)).map((m) => [keyOf(m), m]));
  const found = new Map<string, EvidenceFilter>();
  for (const metric of own.values()) {
    look.asked(['DescribeMetricFilters for ', ...shownMetric(metric)]);
    for (const filter of await filtersOf(look, metric)) found.set(filterKey(filter), filter);
  }
  return [...found.values()].slice(0, mostFilters);
};
