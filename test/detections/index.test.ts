import { readdir } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { compareSeverity } from '../../src/core/severity.ts';
import { detections } from '../../src/detections/index.ts';
import { filterPatternOf } from '../../src/detections/pattern.ts';

const shared = [
  'cis.ts',
  'detection.ts',
  'by-id.ts',
  'event-pattern.ts',
  'filter-pattern.ts',
  'index.ts',
  'match.ts',
  'pattern-detection.ts',
  'pattern.ts',
  'template-metrics.ts',
];

const hyphenated = (title: string): string => title.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');

describe('detections', () => {
  it('are the files of their folder, each by its own name', async () => {
    const folder = await readdir(new URL('../../src/detections', import.meta.url));

    const files = folder.filter((file) => file.endsWith('.ts') && !shared.includes(file));
    expect(detections.map(({ id }) => `${id}.ts`).toSorted()).toEqual(files.toSorted());
  });

  it.each(detections)('$id is its title with hyphens', ({ id, title }) => {
    expect(hyphenated(title)).toBe(id);
  });

  it('stand the gravest first', () => {
    const levels = detections.map(({ severity }) => severity.level);

    expect(levels).toEqual(levels.toSorted(compareSeverity));
  });

  it('answer each monitoring control of the benchmark once, and of Security Hub', () => {
    const numbers = detections.flatMap(({ cis }) => cis ?? []).toSorted((a, b) => a - b);
    const controls = detections.flatMap(({ securityHub }) => securityHub ?? []);

    expect(numbers).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15]);
    expect(controls.toSorted()).toEqual(
      Array.from({ length: 14 }, (_, index) => `CloudWatch.${index + 1}`).toSorted(),
    );
  });

  // https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutMetricFilter.html
  it.each(detections)('$id has a pattern that CloudWatch takes', (detection) => {
    const pattern = filterPatternOf(detection);

    expect(pattern.length).toBeLessThanOrEqual(1024);
    expect((pattern.match(/%[^%]+%/g) ?? []).length).toBeLessThanOrEqual(2);
  });

  it.each(detections)('$id names no event twice', ({ events }) => {
    const names = events.flatMap(({ source, names: each = [] }) =>
      each.map((name) => `${source ?? ''} ${name}`),
    );

    expect(names).toEqual([...new Set(names)]);
  });
});
