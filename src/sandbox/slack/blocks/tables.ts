import { isJson, listOf } from '../../json.ts';
import {
  all,
  byType,
  type Check,
  flag,
  integer,
  list,
  number,
  oneOf,
  type Report,
  shape,
  text,
} from './check.ts';
import { anyType } from './objects.ts';
import { richText } from './rich-text.ts';

const maxColumns = 20;
const maxRows = 100;

const rawText = shape({ type: anyType, text: text(1, 10_000) });
const rawNumber = shape({ type: anyType, value: number, text: text(1, 10_000) });
const cells = new Map<string, Check>([
  ['raw_text', rawText],
  ['raw_number', rawNumber],
  ['rich_text', richText],
]);
const cell = byType(cells, 'table cell');
const headerCell = byType(
  new Map([...cells].filter(([type]) => type !== 'rich_text')),
  'header cell',
);
const rows = (max: number, min: number): Check => list(list(cell, 1, maxColumns), min, max);

const lengthsOf = (value: unknown): readonly number[] =>
  listOf(isJson(value) ? value['rows'] : undefined).map((row) => listOf(row).length);

const equalRows: Check = (value, at, report) => {
  const [first, ...rest] = lengthsOf(value);
  if (rest.some((length) => length !== first))
    report('all rows must have the same number of cells', `${at}/rows`);
};

const plainHeader = (value: unknown, at: string, report: Report): void => {
  const [header] = listOf(isJson(value) ? value['rows'] : undefined);
  for (const [index, one] of listOf(header).entries())
    headerCell(one, `${at}/rows/0/${index}`, report);
};

// https://docs.slack.dev/reference/block-kit/blocks/table-block
export const table: Check = all(
  shape(
    { type: anyType, rows: rows(maxRows, 1) },
    {
      block_id: text(1, 255),
      column_settings: list(
        shape({}, { align: oneOf('left', 'center', 'right'), is_wrapped: flag }),
        0,
        maxColumns,
      ),
    },
  ),
  equalRows,
);

// https://docs.slack.dev/reference/block-kit/blocks/data-table-block: a header and 1 to 100 rows.
export const dataTable: Check = all(
  shape(
    { type: anyType, caption: text(1, 2000), rows: rows(maxRows + 1, 2) },
    {
      block_id: text(1, 255),
      page_size: integer(1, 100),
      row_header_column_index: integer(0, maxColumns - 1),
    },
  ),
  equalRows,
  plainHeader,
);
