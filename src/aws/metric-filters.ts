import type { MetricFilter as SdkFilter } from '@aws-sdk/client-cloudwatch-logs';
import { allPages, createAsk } from './ask.ts';
import type { AwsClients } from './clients.ts';
import type { MetricFilter, MetricFilterReader } from './trail-types.ts';

/** The most that DescribeMetricFilters gives. */
const pageSize = 50;

const filterOf = (filter: SdkFilter): MetricFilter => ({
  name: filter.filterName ?? '',
  pattern: filter.filterPattern ?? '',
  logGroup: filter.logGroupName ?? '',
  criteria: filter.fieldSelectionCriteria || undefined,
});

/** Finds what counts records into a metric, whatever the filter is called. */
export const createMetricFilterReader = (clients: AwsClients): MetricFilterReader => {
  const ask = createAsk(clients, clients.logs);
  return {
    metricFilters: (where, { namespace, name }, reading) =>
      allPages(async (token) => {
        // One of the two without the other is refused.
        const input = {
          metricName: name,
          metricNamespace: namespace,
          limit: pageSize,
          ...(token && { nextToken: token }),
        };
        const page = await ask('logs:DescribeMetricFilters', where, reading, (logs, options) =>
          logs.describeMetricFilters(input, options),
        );
        return { found: (page.metricFilters ?? []).map(filterOf), next: page.nextToken };
      }),
  };
};
