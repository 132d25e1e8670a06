import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Metrics } from '../core/metrics.ts';
import { counters, durations, type GaugeName, gauges } from './metric-names.ts';

/** One reading of a gauge; several of one name differ in their labels. */
export interface GaugeValue {
  readonly name: GaugeName;
  readonly value: number;
  readonly labels?: Readonly<Record<string, string>>;
}

export interface Exposition {
  readonly contentType: string;
  readonly text: string;
}

export interface MetricsRegistry extends Metrics {
  /** Everything counted so far with these gauges, in Prometheus's text format. */
  readonly render: (values: readonly GaugeValue[]) => Promise<Exposition>;
}

// Fine below the 15 s that SNS waits: https://docs.aws.amazon.com/sns/latest/dg/SendMessageToHttp.prepare.html
const bucketsSeconds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

const known = (labels: Readonly<Record<string, string>>, names: readonly string[]) =>
  Object.fromEntries(Object.entries(labels).filter(([name]) => names.includes(name)));

/**
 * Counts for one process, in a registry of its own, together with Node's own figures. Names and
 * labels outside the fixed list are left out: counting must never be what fails.
 */
export const createMetrics = (): MetricsRegistry => {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const counterOf = new Map(
    Object.entries(counters).map(([name, { help, labels }]) => [
      name,
      { labels, metric: new Counter({ name, help, labelNames: [...labels], registers }) },
    ]),
  );
  const durationOf = new Map(
    Object.entries(durations).map(([name, { help, labels }]) => [
      name,
      {
        labels,
        metric: new Histogram<string>({
          name,
          help,
          labelNames: [...labels],
          buckets: bucketsSeconds,
          registers,
        }),
      },
    ]),
  );
  const gaugeOf = new Map(
    Object.entries(gauges).map(([name, { help, labels }]) => [
      name,
      { labels, metric: new Gauge<string>({ name, help, labelNames: [...labels], registers }) },
    ]),
  );
  return {
    count: (name, labels = {}, by = 1) => {
      const counter = counterOf.get(name);
      if (by > 0) counter?.metric.inc(known(labels, counter.labels), by);
    },
    observe: (name, seconds, labels = {}) => {
      const duration = durationOf.get(name);
      if (Number.isFinite(seconds))
        duration?.metric.observe(known(labels, duration.labels), seconds);
    },
    render: async (values) => {
      for (const { metric } of gaugeOf.values()) metric.reset();
      for (const { name, value, labels = {} } of values) {
        const gauge = gaugeOf.get(name);
        gauge?.metric.set(known(labels, gauge.labels), value);
      }
      return { contentType: registry.contentType, text: await registry.metrics() };
    },
  };
};
