import type { Block } from '@slack/types';
import type { CardPart } from '../../core/card.ts';
import type { Text } from '../../core/text.ts';
import { cutShort } from './cut.ts';
import { limits } from './limits.ts';
import { isMoment } from './moment.ts';
import { words } from './pieces.ts';

type Chart = Extract<CardPart, { kind: 'chart' }>;
type Point = Chart['points'][number];

const rounded = (value: number): string => String(Math.round(value * 100) / 100);

/** CloudWatch says "None" of what has no unit. */
const unitOf = ({ unit }: Chart): string | undefined =>
  unit === undefined || unit === 'None' || words(unit).trim() === '' ? undefined : words(unit);

const drawable = ({ points }: Chart): readonly Point[] =>
  points.filter(({ at, value }) => isMoment(at) && Number.isFinite(value));

const day = 86_400_000;

/** What a chart says in words: highest, lowest and last point, and the threshold. */
export const chartWords = (chart: Chart): Text => {
  const { title, threshold } = chart;
  const points = drawable(chart);
  const [first] = points;
  const last = points.at(-1);
  if (first === undefined || last === undefined) return [];
  const highest = points.reduce((a, b) => (b.value > a.value ? b : a), first);
  const lowest = points.reduce((a, b) => (b.value < a.value ? b : a), first);
  const unit = unitOf(chart);
  const style = last.at - first.at < day ? 'time' : 'date-time';
  return [
    { bold: title },
    `: last ${rounded(last.value)}${unit === undefined ? '' : ` ${unit}`} at `,
    { time: last.at, style },
    ` · highest ${rounded(highest.value)} at `,
    { time: highest.at, style },
    ` · lowest ${rounded(lowest.value)} at `,
    { time: lowest.at, style },
    ...(threshold === undefined ? [] : [` · threshold ${rounded(threshold)}`]),
  ];
};

const medianOf = (points: readonly Point[]): number =>
  points.map(({ value }) => value).toSorted((a, b) => a - b)[Math.floor(points.length / 2)] ?? 0;

/**
 * At most `most` points, evenly apart: each the first one's time of its neighbours, with the value
 * among them that stands out, so that no peak and no dip is lost.
 */
const thinned = (points: readonly Point[], most: number): readonly Point[] => {
  if (points.length <= most) return points;
  const usual = medianOf(points);
  return Array.from({ length: most }, (_, index) =>
    points.slice(
      Math.floor((index * points.length) / most),
      Math.floor(((index + 1) * points.length) / most),
    ),
  ).flatMap(([first, ...others]) =>
    first === undefined
      ? []
      : [
          {
            at: first.at,
            value: others.reduce(
              (a, { value: b }) => (Math.abs(b - usual) > Math.abs(a - usual) ? b : a),
              first.value,
            ),
          },
        ],
  );
};

/** "10:02", "10:02:30", "03-01", "03-01 10:02": the shortest that tells them all apart; undefined: none does. */
const labelsOf = (points: readonly Point[]): readonly string[] | undefined => {
  const span = (points.at(-1)?.at ?? 0) - (points[0]?.at ?? 0);
  const within: readonly (readonly [from: number, to: number])[] =
    span < day
      ? [
          [11, 16],
          [11, 19],
        ]
      : [
          [5, 10],
          [5, 16],
          [5, 19],
        ];
  return within
    .map(([from, to]) =>
      points.map(({ at }) => new Date(at).toISOString().slice(from, to).replace('T', ' ')),
    )
    .find((labels) => new Set(labels).size === labels.length);
};

const threshold = 'Threshold';

/** Names of series have to differ. */
const seriesName = (unit: string | undefined): string => {
  const name = cutShort(unit ?? '', limits.chartLabel);
  return name === '' || name.toLowerCase() === threshold.toLowerCase() ? 'Value' : name;
};

/**
 * A line chart, which @slack/types does not know yet; undefined where there is no line to draw.
 * Labels cannot be put into the reader's zone, so they are UTC.
 * https://docs.slack.dev/reference/block-kit/blocks/data-visualization-block
 */
export const chartBlock = (chart: Chart): Block | undefined => {
  const points = thinned(drawable(chart), limits.chartPoints);
  const labels = labelsOf(points);
  if (points.length < 2 || labels === undefined) return undefined;
  const unit = unitOf(chart);
  const series = (name: string, valueOf: (point: Point) => number) => ({
    name,
    data: points.map((point, index) => ({
      label: labels[index] ?? '',
      value: Number(valueOf(point).toPrecision(6)),
    })),
  });
  const limit = chart.threshold;
  const title = cutShort(words(chart.title), limits.chartTitle);
  const drawn = {
    type: 'data_visualization',
    title: title.trim() === '' ? '–' : title,
    chart: {
      type: 'line',
      series: [
        series(seriesName(unit), ({ value }) => value),
        ...(limit === undefined || !Number.isFinite(limit) ? [] : [series(threshold, () => limit)]),
      ],
      axis_config: {
        categories: labels,
        x_label: 'UTC',
        ...(unit !== undefined && { y_label: cutShort(unit, limits.chartTitle) }),
      },
    },
  };
  return drawn;
};
