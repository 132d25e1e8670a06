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

/** The commands that a search of a trail needs; no statistics. */
interface InsightsQuery {
  readonly fields: readonly Shown[];
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

const commands: Readonly<Record<string, Read>> = {
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
    if (read === undefined) throw malformed('fields, filter, sort, limit or display', 0);
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

/** Newest first unless the query sorts. */
export const answer = (
  query: InsightsQuery,
  events: readonly LogEvent[],
  limit: number,
): Answer => {
  const found = events.filter((event) => query.tests.every((test) => test(event)));
  const sort = query.sort.length === 0 ? standardSort : query.sort;
  const fields = query.fields.length === 0 ? standardFields : query.fields;
  const rows = found.toSorted(order(sort)).slice(0, Math.min(query.limit, limit));
  return { rows: rows.map((event) => rowOf(event, fields)), matched: found.length };
};
