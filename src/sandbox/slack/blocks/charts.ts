import { isJson, listOf } from '../../json.ts';
import { all, byType, type Check, list, number, shape, text } from './check.ts';
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
const textsOf = (values: unknown, key: string): readonly unknown[] =>
  listOf(values).map((one) => (isJson(one) ? one[key] : undefined));

const isTwice = (values: readonly unknown[]): boolean => new Set(values).size !== values.length;

/** Each series has one point for each category, in their order, and a name of its own. */
const fitTogether: Check = (value, at, report) => {
  if (!isJson(value) || !isJson(value['axis_config'])) return;
  const categories = listOf(value['axis_config']['categories']);
  if (isTwice(categories)) report('must be unique', `${at}/axis_config/categories`);
  if (isTwice(textsOf(value['series'], 'name'))) report('names must be unique', `${at}/series`);
  for (const [index, one] of listOf(value['series']).entries()) {
    const labels = textsOf(isJson(one) ? one['data'] : undefined, 'label');
    const isSame =
      labels.length === categories.length &&
      labels.every((text, position) => text === categories[position]);
    if (!isSame) report('labels must match the categories', `${at}/series/${index}/data`);
  }
};
const plot = all(shape({ type: anyType, series, axis_config: axis }), fitTogether);
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
