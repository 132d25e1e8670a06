import type {
  Block,
  KnownBlock,
  RichTextBlock,
  RichTextElement,
  RichTextSection,
} from '@slack/types';
import type { CardPart, Fact } from '../../core/card.ts';
import type { Text, Untrusted } from '../../core/text.ts';
import { buttonBlocks } from './buttons.ts';
import { chartBlock, chartWords } from './chart.ts';
import { cleanLines } from './clean.ts';
import { counted, cut, piecesOfLines } from './cut.ts';
import { elementsOf, type RenderOptions, sizeOfBlocks } from './elements.ts';
import { limits } from './limits.ts';
import { noteBlocks } from './note.ts';
import { words } from './pieces.ts';
import { rowsAsText, type Table, tableBlocks } from './table.ts';

export type SlackBlock = KnownBlock | Block;

const richText = (...elements: RichTextBlock['elements']): RichTextBlock => ({
  type: 'rich_text',
  elements,
});

const section = (elements: RichTextElement[]): RichTextSection => ({
  type: 'rich_text_section',
  elements,
});

/** As much room as the words under a chart need. */
const chartNote = 400;

/** "… and 12 more", at most this long. */
const moreSize = 30;

/** As many rendered items as fit into `room`, and how many do not. */
const fitting = <Item>(
  items: readonly Item[],
  room: number,
  render: (item: Item) => RichTextElement[],
): { readonly shown: RichTextElement[][]; readonly missing: number } => {
  let left = room - moreSize;
  const shown: RichTextElement[][] = [];
  for (const item of items) {
    const elements = render(item);
    left -= sizeOfBlocks(elements) + 1;
    if (left < 0) break;
    shown.push(elements);
  }
  return { shown, missing: items.length - shown.length };
};

const more = (missing: number): RichTextElement => ({
  type: 'text',
  text: `… and ${counted(missing, 'more').replace(/s$/, '')}`,
});

/** One line a fact, its label bold: reads the same on a phone, where columns would be stacked. */
const factBlocks = (facts: readonly Fact[], room: number, options: RenderOptions): SlackBlock[] => {
  const { shown, missing } = fitting(facts, room, ({ label, value }) => [
    { type: 'text', text: `${words(label, limits.label)}: `, style: { bold: true } },
    ...elementsOf(value, { limit: limits.fact }, options),
  ]);
  const lines = missing === 0 ? shown : [...shown, [more(missing)]];
  if (lines.length === 0) return [];
  const joined = lines.flatMap((line, index): RichTextElement[] =>
    index === 0 ? line : [{ type: 'text', text: '\n' }, ...line],
  );
  return [richText(section(joined))];
};

const listBlocks = (items: readonly Text[], room: number, options: RenderOptions): SlackBlock[] => {
  const { shown, missing } = fitting(items, room, (item) =>
    elementsOf(item, { limit: limits.item }, options),
  );
  const lines = missing === 0 ? shown : [...shown, [more(missing)]];
  if (lines.length === 0) return [];
  return [richText({ type: 'rich_text_list', style: 'bullet', elements: lines.map(section) })];
};

const codeBlocks = (code: Untrusted, room: number, { surface }: RenderOptions): SlackBlock[] => {
  const limit = Math.min(room, surface === 'view' ? limits.viewCode : limits.code);
  const text = cut(cleanLines(code.untrusted), limit);
  if (text.trim() === '') return [];
  return piecesOfLines(text, limits.code).map((piece) =>
    richText({ type: 'rich_text_preformatted', elements: [{ type: 'text', text: piece }] }),
  );
};

/** A view takes no table: a line for each row. */
const rowBlocks = (table: Table, room: number, options: RenderOptions): SlackBlock[] => {
  if (table.columns.length === 0 || table.rows.length === 0)
    return tableBlocks(table, room, options);
  const caption: Text = [{ bold: table.caption === '' ? '–' : table.caption }];
  const first = richText(section(elementsOf(caption, { limit: limits.caption }, options)));
  const rows = listBlocks(rowsAsText(table), room - limits.caption, options);
  return rows.length === 0 ? [] : [first, ...rows];
};

type Chart = Extract<CardPart, { kind: 'chart' }>;

/** A picture with its words under it, which screen readers read; the words alone where it is not taken. */
const chartBlocks = (chart: Chart, room: number, options: RenderOptions): SlackBlock[] => {
  const said = chartWords(chart);
  if (said.length === 0) return [];
  const isDrawn = options.surface !== 'view' && options.noCharts !== true;
  const picture = isDrawn ? chartBlock(chart) : undefined;
  const left = room - (picture === undefined ? 0 : sizeOfBlocks(picture));
  if (picture !== undefined && left >= chartNote)
    return [picture, ...noteBlocks(said, left, options)];
  const limit = Math.min(room, limits.text);
  return [richText(section(elementsOf(said, { limit }, options)))];
};

/** A part as blocks that hold at most `room` characters; none if there is nothing to show. */
export const partBlocks = (part: CardPart, room: number, options: RenderOptions): SlackBlock[] => {
  switch (part.kind) {
    case 'text': {
      const limit = Math.min(room, limits.text);
      return part.text.length === 0
        ? []
        : [richText(section(elementsOf(part.text, { limit }, options)))];
    }
    case 'facts':
      return factBlocks(part.facts, room, options);
    case 'list':
      return listBlocks(part.items, room, options);
    case 'table':
      return options.surface === 'view'
        ? rowBlocks(part, room, options)
        : tableBlocks(part, room, options);
    case 'code':
      return codeBlocks(part.text, room, options);
    case 'note':
      return noteBlocks(part.text, room, options);
    case 'chart':
      return chartBlocks(part, room, options);
    case 'buttons':
      return buttonBlocks(part.buttons, room, options);
    case 'divider':
      return [{ type: 'divider' }];
  }
};
