import { type Json, numberAt, recordsAt, stringAt } from '../json.ts';

export type Row = readonly Json[];

export interface Order {
  readonly column: number;
  readonly direction: 'ascending' | 'descending';
}

/** All words of a cell, whatever its kind; a time so that later ones sort behind. */
const wordsIn = (cell: Json): string =>
  cell['type'] === 'rich_text'
    ? recordsAt(cell, 'elements')
        .flatMap((part) => recordsAt(part, 'elements'))
        .map((element) =>
          element['type'] === 'date'
            ? String(numberAt(element, 'timestamp') ?? '').padStart(12, '0')
            : stringAt(element, 'text'),
        )
        .join('')
    : stringAt(cell, 'text');

/** As Slack sorts: by value if the whole column is numbers, else by its words. */
export const sortRows = (rows: readonly Row[], order: Order | undefined): readonly Row[] => {
  if (!order) return rows;
  const sign = order.direction === 'ascending' ? 1 : -1;
  const cells = rows.map((row) => row[order.column] ?? {});
  const isNumeric = cells.every((cell) => cell['type'] === 'raw_number');
  const compare = (a: Json, b: Json): number =>
    isNumeric
      ? (numberAt(a, 'value') ?? 0) - (numberAt(b, 'value') ?? 0)
      : wordsIn(a).localeCompare(wordsIn(b), 'en');
  return rows.toSorted((a, b) => sign * compare(a[order.column] ?? {}, b[order.column] ?? {}));
};
