import { byType, type Check, list, number, shape, text } from './check.ts';
import { anyType } from './objects.ts';

// https://docs.slack.dev/reference/block-kit/blocks/data-visualization-block
const label = text(1, 20);
const positive: Check = (value, at, report) => {
  number(value, at, report);
  if (typeof value === 'number' && value <= 0) report('must be more than 0', at);
};
const axis = shape(
  { categories: list(label, 1, 20) },
  { x_label: text(1, 50), y_label: text(1, 50) },
);
const series = list(
  shape({ name: label, data: list(shape({ label, value: number }), 1, 20) }),
  1,
  6,
);
const plot = shape({ type: anyType, series, axis_config: axis });
const charts = new Map<string, Check>([
  ['pie', shape({ type: anyType, segments: list(shape({ label, value: positive }), 1, 6) })],
  ['bar', plot],
  ['area', plot],
  ['line', plot],
]);

export const dataVisualization: Check = shape(
  { type: anyType, title: text(1, 50), chart: byType(charts, 'chart') },
  { block_id: text(1, 255) },
);
