import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { counters, durations } from '../../src/http/metric-names.ts';
import { createMetrics } from '../../src/http/metrics.ts';

describe('metrics', () => {
  it('are counted by their labels', async () => {
    const metrics = createMetrics();
    metrics.count('trailwarden_received_total', { via: 'sqs', outcome: 'accepted' });
    metrics.count('trailwarden_received_total', { via: 'sqs', outcome: 'accepted' }, 2);
    metrics.observe('trailwarden_receive_seconds', 0.02, { via: 'sqs' });

    const { contentType, text } = await metrics.render([]);

    expect(contentType).toContain('text/plain');
    expect(text).toContain('trailwarden_received_total{via="sqs",outcome="accepted"} 3\n');
    expect(text).toContain('trailwarden_receive_seconds_bucket{le="0.025",via="sqs"} 1\n');
  });

  it('show gauges as they are at the scrape, and forget the ones before', async () => {
    const metrics = createMetrics();
    await metrics.render([
      { name: 'trailwarden_dead_letters', value: 4, labels: { queue: 'a' } },
      { name: 'trailwarden_ready', value: 1 },
    ]);

    const { text } = await metrics.render([
      { name: 'trailwarden_dead_letters', value: 2, labels: { queue: 'b' } },
    ]);

    expect(text).toContain('trailwarden_dead_letters{queue="b"} 2\n');
    expect(text).not.toContain('queue="a"');
    expect(text).toContain('trailwarden_ready 0\n');
  });

  it("include Node's own, and belong to one registry each", async () => {
    const first = createMetrics();
    const second = createMetrics();
    first.count('trailwarden_queue_errors_total');

    const { text } = await second.render([]);

    expect(text).toContain('process_resident_memory_bytes');
    expect(text).toContain('trailwarden_queue_errors_total 0\n');
  });

  it('never fail for what nobody declared', async () => {
    const metrics = createMetrics();
    metrics.count('unheard_of');
    metrics.count('trailwarden_received_total', { via: 'sqs', outcome: 'x', alarm: 'y' });
    metrics.count('trailwarden_queue_errors_total', {}, -1);
    metrics.observe('trailwarden_receive_seconds', Number.NaN, { via: 'sqs' });

    const { text } = await metrics.render([]);

    expect(text).not.toContain('unheard_of');
    expect(text).toContain('trailwarden_received_total{via="sqs",outcome="x"} 1\n');
  });

  it('are declared, whoever counts them', () => {
    const root = join(import.meta.dirname, '../../src');
    const files = readdirSync(root, { recursive: true, encoding: 'utf8' });
    const used = files
      .filter((file) => file.endsWith('.ts'))
      .flatMap((file) => [
        ...readFileSync(join(root, file), 'utf8').matchAll(
          /metrics\??\.(?:count|observe)\(\s*'([^']+)'/g,
        ),
      ])
      .map(([, name]) => name);

    const declared = [...Object.keys(counters), ...Object.keys(durations)];
    expect(used.filter((name) => !declared.includes(name ?? ''))).toEqual([]);
    expect(declared.filter((name) => !used.includes(name))).toEqual([]);
  });
});
