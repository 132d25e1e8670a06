import { homeRegion } from '../accounts.ts';
import type { Organisation } from '../organisation.ts';
import { drawSpan, isIn, type Week } from '../plan/span.ts';
import { createRandom, type Random } from '../trail/random.ts';
import type { AdvisorCheck } from './check.ts';
import { colourOf, type Flagged, type Result } from './result.ts';

/** Checks that find something in every account: how likely, how bad, and what it costs. */
interface Habit {
  readonly most: number;
  readonly status: 'warning' | 'error';
  readonly monthly?: number;
}

const habits: Readonly<Record<string, Habit>> = {
  hjLMh88uM8: { most: 4, status: 'warning', monthly: 16.2 },
  Z4AUBRNSmz: { most: 6, status: 'warning', monthly: 3.6 },
  c18d2gz150: { most: 3, status: 'warning', monthly: 21.5 },
  c2vlfg022t: { most: 2, status: 'warning', monthly: 35.04 },
  c2vlfg0jp6: { most: 3, status: 'warning', monthly: 7.3 },
  c1cj39rr6v: { most: 5, status: 'warning', monthly: 1.1 },
  L4dfs2Q3C2: { most: 2, status: 'warning', monthly: 0.4 },
  H7IgTzjTYb: { most: 8, status: 'error' },
  R365s2Qddf: { most: 4, status: 'warning' },
  f2iK5R6Dep: { most: 2, status: 'warning' },
  c18d2gz168: { most: 3, status: 'warning' },
  c1qf5bt012: { most: 2, status: 'warning' },
};

/** The words of a column of which nothing else is known. */
const wordOf = (column: string, day: string, random: Random): string | null => {
  if (/reason|name/i.test(column) && random.next() < 0.3) return null;
  if (/ARN/.test(column)) return `arn:aws:example:${homeRegion}::resource/${random.hex(8)}`;
  if (/address/i.test(column)) return `203.0.113.${1 + random.integer(250)}`;
  if (/time|date/i.test(column)) return `${day}T04:12:09.000Z`;
  if (column.endsWith('ID')) return `${column.charAt(0).toLowerCase()}-0${random.hex(16)}`;
  if (/name/i.test(column)) return `sample-${random.hex(4)}`;
  return /percent|utilization|age|days/i.test(column) ? String(10 + random.integer(80)) : 'No';
};

const cellOf = (
  column: string,
  status: Flagged['status'],
  monthly: number,
  day: string,
  random: Random,
): string | null => {
  if (column === 'Status') return colourOf(status);
  if (column.startsWith('Region')) return homeRegion;
  return column === 'Estimated Monthly Savings'
    ? `$${monthly.toFixed(2)}`
    : wordOf(column, day, random);
};

/** Where and when a check is made. */
interface Looked {
  readonly organisation: Organisation;
  readonly account: string;
  readonly week: Week;
}

/** What a check of this id is about to find, if anything. */
const habitOf = ({ organisation, account, week }: Looked, id: string): Habit | undefined => {
  if (organisation.size === 'small') return habits[id];
  const span = drawSpan(createRandom(`advisor:${account}:${id}:span`));
  return isIn(span, week) ? habits[id] : undefined;
};

/** The checks that nothing else speaks for and that find something, as it was put in. */
export const habitsIn = (
  where: Looked,
): readonly { readonly check: string; readonly status: Habit['status'] }[] =>
  Object.keys(habits).flatMap((check) => {
    const habit = habitOf(where, check);
    return habit === undefined ? [] : [{ check, status: habit.status }];
  });

/** What a check that nothing else speaks for found: always the same in an account and week. */
export const drawResult = (
  where: Looked,
  { id, columns, category }: AdvisorCheck,
  now: number,
): Result => {
  const day = new Date(now).toISOString().slice(0, 10);
  const random = createRandom(`advisor:${where.account}:${id}`);
  const habit = habitOf(where, id);
  const processed = 1 + random.integer(40);
  if (category === 'performance' && random.next() < 0.2)
    return { processed: 0, flagged: [], isUnavailable: true };
  if (habit === undefined) return { processed, flagged: [] };
  const { status, monthly = 0 } = habit;
  const flagged = Array.from({ length: 1 + random.integer(habit.most) }, (_, index): Flagged => {
    const metadata = columns.map((column) => cellOf(column, status, monthly, day, random));
    return { status, region: homeRegion, metadata, isSuppressed: index > 0 && random.next() < 0.2 };
  });
  const counted = flagged.filter(({ isSuppressed }) => isSuppressed !== true).length;
  const found = { processed: processed + flagged.length, flagged };
  return category === 'cost_optimizing' ? { ...found, savings: counted * monthly } : found;
};
