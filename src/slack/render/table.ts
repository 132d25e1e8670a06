import type { Block, DataTableBlock, RichTextBlock } from '@slack/types';
import type { CardPart, Cell } from '../../core/card.ts';
import type { Inline, Text } from '../../core/text.ts';
import { counted, sizeOf } from './cut.ts';
import { elementsOf, type RenderOptions, sizeOfBlocks } from './elements.ts';
import { limits } from './limits.ts';
import { textWords, words } from './pieces.ts';

export type Table = Extract<CardPart, { kind: 'table' }>;
type Row = DataTableBlock['rows'][number];

/** Slack refuses an empty cell. */
const filled = (text: string): string => (text.trim() === '' ? '–' : text);

const rawText = (text: string): Row[number] => ({ type: 'raw_text', text: filled(text) });

/** Does Slack draw it better than words could: a time in the reader's zone, a person, a link? */
const isLive = (piece: Inline): boolean =>
  typeof piece === 'object' &&
  ('time' in piece || 'user' in piece || 'userGroup' in piece || 'link' in piece);

const textCell = (text: Text, options: RenderOptions): Row[number] => {
  if (!text.some(isLive)) return rawText(textWords(text, limits.cell));
  const elements = elementsOf(text, { limit: limits.cell }, options);
  return { type: 'rich_text', elements: [{ type: 'rich_text_section', elements }] };
};

const cellOf = (cell: Cell | undefined, options: RenderOptions): Row[number] => {
  if (cell === undefined) return rawText('');
  if (!('number' in cell)) return textCell(cell, options);
  const shown = words(cell.shown, limits.cell);
  return Number.isFinite(cell.number)
    ? { type: 'raw_number', value: cell.number, text: filled(shown) }
    : rawText(shown);
};

const sizeOfCell = (cell: Row[number]): number =>
  'text' in cell ? sizeOf(cell.text) : sizeOfBlocks(cell);

const sizeOfRow = (row: Row): number => row.reduce((sum, cell) => sum + sizeOfCell(cell), 0);

const line = (text: string): RichTextBlock => ({
  type: 'rich_text',
  elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text }] }],
});

/** The words under a table that is not all there; at most this long. */
const moreSize = 60;

/**
 * A data_table of at most `room` characters: as many rows as fit, then a line that says how many do
 * not. A column of numbers sorts as numbers.
 * https://docs.slack.dev/reference/block-kit/blocks/data-table-block
 */
export const tableBlocks = (
  table: Table,
  room: number,
  options: RenderOptions,
): (DataTableBlock | Block)[] => {
  const columns = table.columns.slice(0, limits.columns);
  const caption = filled(words(table.caption, limits.caption));
  const head = columns.map((column) => rawText(words(column, limits.label)));
  if (columns.length === 0 || table.rows.length === 0) return [line(`${caption}: none`)];
  let left = room - moreSize - sizeOf(caption) - sizeOfRow(head);
  const rows: Row[] = [];
  for (const cells of table.rows.slice(0, limits.rows)) {
    const row = columns.map((_, index) => cellOf(cells[index], options));
    left -= sizeOfRow(row);
    if (left < 0) break;
    rows.push(row);
  }
  const missing = table.rows.length - rows.length;
  if (rows.length === 0) return [line(`${caption}: ${counted(missing, 'row')}, too long to show`)];
  const block: DataTableBlock = {
    type: 'data_table',
    caption,
    rows: [head, ...rows],
    page_size: 10,
  };
  return missing === 0 ? [block] : [block, line(`… and ${counted(missing, 'more row')}`)];
};

/** "**alice** · Calls: 12 · Outcome: denied": the rows as lines, each cell with its column's name. */
export const rowsAsText = ({ columns, rows }: Table): readonly Text[] => {
  const cellPieces = (cell: Cell): Text => ('number' in cell ? [cell.shown] : cell);
  const rowText = ([first, ...others]: readonly Cell[]): Text => [
    { bold: first === undefined ? '–' : filled(textWords(cellPieces(first), limits.cell)) },
    ...others
      .slice(0, columns.length - 1)
      .flatMap((cell, index): Inline[] => [
        ` · ${columns[index + 1] ?? ''}: `,
        ...cellPieces(cell),
      ]),
  ];
  return rows.map(rowText);
};
