import {
  createScanner,
  type Scanner,
  type Test,
} from '../../../detections/filter-pattern/scanner.ts';
import { fieldOf } from './insights-fields.ts';
import { malformed, readField, readFilter } from './insights-filter.ts';
import type { LogEvent } from './log-event.ts';

/** A field to show, and what to call it. */
interface Shown {
  readonly field: string;
  readonly as: string;
}

interface Sort {
  readonly field: string;
  readonly isDescending: boolean;
}

/** How many events there are of each combination of some fields. */
interface Counts {
  readonly as: string;
  readonly by: readonly Shown[];
}

/** The commands that a search of a trail needs; of statistics the count alone. */
interface InsightsQuery {
  readonly fields: readonly Shown[];
  readonly counts?: Counts;
  readonly tests: readonly Test<LogEvent>[];
  readonly sort: readonly Sort[];
  readonly limit: number;
}

/** What a query answers without a `limit`, and the most it answers. */
export const maxRows = 10_000;

const empty: InsightsQuery = { fields: [], tests: [], sort: [], limit: maxRows };

const list = <T>(scanner: Scanner, read: () => T): readonly T[] => {
  const found = [read()];
  while (scanner.take(/,/) !== undefined) found.push(read());
  return found;
};

type Read = (scanner: Scanner, query: InsightsQuery) => InsightsQuery;

const readShown = (scanner: Scanner): Shown => {
  const field = readField(scanner);
  return { field, as: scanner.take(/as\b/i) === undefined ? field : readField(scanner) };
};

const readFields: Read = (scanner, query) => ({
  ...query,
  fields: list(scanner, () => readShown(scanner)),
});

const readCounts: Read = (scanner, query) => {
  scanner.need(/count\s*\(\s*\*?\s*\)/i, 'count(*)');
  const as = scanner.take(/as\b/i) === undefined ? 'count(*)' : readField(scanner);
  scanner.need(/by\b/i, 'by');
  return { ...query, counts: { as, by: list(scanner, () => readShown(scanner)) } };
};

const commands: Readonly<Record<string, Read>> = {
  stats: readCounts,
  fields: readFields,
  display: readFields,
  filter: (scanner, query) => ({ ...query, tests: [...query.tests, readFilter(scanner)] }),
  sort: (scanner, query) => ({
    ...query,
    sort: list(scanner, () => ({
      field: readField(scanner),
      isDescending: scanner.take(/desc\b|asc\b/i)?.toLowerCase() === 'desc',
    })),
  }),
  limit: (scanner, query) => ({
    ...query,
    limit: Math.min(maxRows, Number(scanner.need(/\d+/, 'a number'))),
  }),
};

/** @throws AwsError MalformedQueryException */
export const readQuery = (text: string): InsightsQuery => {
  const scanner = createScanner(text.replaceAll(/^\s*#.*$/gm, ''), malformed);
  let query = empty;
  do {
    const name = scanner.need(/[a-z]+/i, 'a command').toLowerCase();
    const read = commands[name];
    if (read === undefined) throw malformed('fields, filter, stats, sort, limit or display', 0);
    query = read(scanner, query);
  } while (scanner.take(/\|/) !== undefined);
  if (!scanner.isAtEnd()) throw malformed('| or the end', text.length);
  return query;
};

const order =
  (sorts: readonly Sort[]) =>
  (a: LogEvent, b: LogEvent): number => {
    for (const { field, isDescending } of sorts) {
      const one = fieldOf(a, field) ?? '';
      const other = fieldOf(b, field) ?? '';
      if (one !== other) return (one < other ? -1 : 1) * (isDescending ? -1 : 1);
    }
    return 0;
  };

export type Row = readonly { readonly field: string; readonly value: string }[];

const plain = (field: string): Shown => ({ field, as: field });
const standardFields = [plain('@timestamp'), plain('@message')];
const standardSort: readonly Sort[] = [{ field: '@timestamp', isDescending: true }];

const rowOf = (event: LogEvent, fields: readonly Shown[]): Row =>
  [...fields, plain('@ptr')].flatMap(({ field, as }) => {
    const value = fieldOf(event, field);
    return value === undefined ? [] : [{ field: as, value }];
  });

export interface Answer {
  readonly rows: readonly Row[];
  readonly matched: number;
}

const valueIn = (row: Row, wanted: string): string =>
  row.find(({ field }) => field === wanted)?.value ?? '';

/** Their number is sorted as one, fields as text. */
const orderOfCounts =
  (as: string, sorts: readonly Sort[]) =>
  (a: Row, b: Row): number => {
    for (const { field, isDescending } of sorts) {
      const [one, other] = [valueIn(a, field), valueIn(b, field)];
      const order =
        field === as ? Number(one) - Number(other) : Number(one > other) - Number(one < other);
      if (order !== 0) return isDescending ? -order : order;
    }
    return 0;
  };

/** A row for each combination; what its records have not is not in it. */
const countRows = (
  { as, by }: Counts,
  events: readonly LogEvent[],
  { sort }: InsightsQuery,
): readonly Row[] => {
  const groups = Map.groupBy(events, (event) =>
    JSON.stringify(by.map(({ field }) => fieldOf(event, field) ?? null)),
  );
  const rows = [...groups.values()].map(
    (alike): Row => [
      ...by.flatMap(({ field, as: name }) => {
        const value = alike[0] && fieldOf(alike[0], field);
        return value === undefined ? [] : [{ field: name, value }];
      }),
      { field: as, value: String(alike.length) },
    ],
  );
  return rows.toSorted(orderOfCounts(as, sort));
};

/** Newest first unless the query sorts. */
export const answer = (
  query: InsightsQuery,
  events: readonly LogEvent[],
  limit: number,
): Answer => {
  const found = events.filter((event) => query.tests.every((test) => test(event)));
  const most = Math.min(query.limit, limit);
  if (query.counts !== undefined)
    return { rows: countRows(query.counts, found, query).slice(0, most), matched: found.length };
  const sort = query.sort.length === 0 ? standardSort : query.sort;
  const fields = query.fields.length === 0 ? standardFields : query.fields;
  const rows = found.toSorted(order(sort)).slice(0, most);
  return { rows: rows.map((event) => rowOf(event, fields)), matched: found.length };
};
