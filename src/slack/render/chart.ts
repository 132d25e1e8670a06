import type { CardPart } from '../../core/card.ts';
import type { Text } from '../../core/text.ts';

type Chart = Extract<CardPart, { kind: 'chart' }>;

const rounded = (value: number): string => String(Math.round(value * 100) / 100);

/** What a chart says in words: highest, lowest and last point, and the threshold. */
export const chartWords = ({ title, unit, threshold, points }: Chart): Text => {
  const [first] = points;
  const last = points.at(-1);
  if (first === undefined || last === undefined) return [];
  const highest = points.reduce((a, b) => (b.value > a.value ? b : a), first);
  const lowest = points.reduce((a, b) => (b.value < a.value ? b : a), first);
  const measured = unit === undefined || unit === 'None' ? '' : ` ${unit}`;
  return [
    { bold: title },
    `: last ${rounded(last.value)}${measured} at `,
    { time: last.at, style: 'time' },
    `; highest ${rounded(highest.value)} at `,
    { time: highest.at, style: 'time' },
    `, lowest ${rounded(lowest.value)} at `,
    { time: lowest.at, style: 'time' },
    ...(threshold === undefined ? [] : [`; threshold ${rounded(threshold)}`]),
  ];
};
