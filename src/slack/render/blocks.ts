import type { RichTextElement } from '@slack/types';
import type { Card, CardPart } from '../../core/card.ts';
import { chartWords } from './chart.ts';
import { counted } from './cut.ts';
import { elementsOf, type RenderOptions, sizeOfBlocks } from './elements.ts';
import { isEmojiName } from './emoji.ts';
import { limits } from './limits.ts';
import { noteBlocks } from './note.ts';
import { partBlocks, type SlackBlock } from './parts.ts';
import { words } from './pieces.ts';

/** What a card gives up first when it is too long; buttons last: they are how people act. */
const trimOrder: Readonly<Record<CardPart['kind'], number>> = {
  table: 0,
  list: 0,
  chart: 0,
  code: 0,
  text: 0,
  divider: 1,
  note: 2,
  facts: 3,
  buttons: 4,
};

/** Less than this says nothing: the part is left out whole. */
const smallestRoom = 150;

/** "2 parts (12,345 characters) left out for length", at most this long. */
const leftOutSize = 80;

interface Sized {
  readonly part: CardPart;
  readonly blocks: SlackBlock[];
  readonly size: number;
  readonly index: number;
}

const headlineBlock = ({ badge, headline }: Card, options: RenderOptions): SlackBlock => {
  const elements: RichTextElement[] = [];
  if (badge) {
    if (isEmojiName(badge.emoji)) elements.push({ type: 'emoji', name: badge.emoji });
    const word = words(badge.word, limits.label);
    elements.push({ type: 'text', text: ` ${word} `, style: { bold: true } });
  }
  const { headline: limit, headlinePiece: pieceLimit } = limits;
  elements.push(...elementsOf(headline, { limit, pieceLimit }, options));
  return { type: 'rich_text', elements: [{ type: 'rich_text_section', elements }] };
};

/** Trims or drops parts, details first and from the end, until they fit in `room` and `maxBlocks`. */
const fit = (
  sized: readonly Sized[],
  room: number,
  maxBlocks: number,
  options: RenderOptions,
): readonly Sized[] => {
  let over = sized.reduce((sum, { size }) => sum + size, 0) - room;
  let overBlocks = sized.reduce((sum, { blocks }) => sum + blocks.length, 0) - maxBlocks;
  if (over <= 0 && overBlocks <= 0) return sized;
  const kept = new Map(sized.map((item) => [item.index, item]));
  const order = sized.toSorted(
    (a, b) => trimOrder[a.part.kind] - trimOrder[b.part.kind] || b.index - a.index,
  );
  for (const item of order) {
    if (over <= 0 && overBlocks <= 0) break;
    const left = overBlocks > 0 ? 0 : item.size - over;
    const blocks = left < smallestRoom ? [] : partBlocks(item.part, left, options);
    over -= item.size - sizeOfBlocks(blocks);
    overBlocks -= item.blocks.length - blocks.length;
    if (blocks.length === 0) kept.delete(item.index);
    else kept.set(item.index, { ...item, blocks });
  }
  return [...kept.values()];
};

const leftOut = (dropped: readonly Sized[]): SlackBlock[] => {
  if (dropped.length === 0) return [];
  const size = dropped.reduce((sum, item) => sum + item.size, 0);
  const text = `${counted(dropped.length, 'part')} (${counted(size, 'character')} or more) left out for length`;
  return [{ type: 'context', elements: [{ type: 'plain_text', text, emoji: false }] }];
};

/** The first two charts are drawn; what stands in further ones is told in words. */
const withFewCharts = (parts: readonly CardPart[]): readonly CardPart[] => {
  const drawn = parts.filter(({ kind }) => kind === 'chart').slice(0, limits.charts);
  return parts.map((part) =>
    part.kind === 'chart' && !drawn.includes(part)
      ? { kind: 'text', text: chartWords(part) }
      : part,
  );
};

const budgets = {
  message: { characters: limits.message, blocks: limits.blocks },
  view: { characters: limits.view, blocks: limits.viewBlocks },
} as const;

/**
 * A card as Block Kit, within every limit of Slack's and, in a message, 9,000 characters in all.
 * Words, ours and foreign, stand in typed elements and plain text, so there is nothing for Slack to
 * parse.
 */
export const renderBlocks = (card: Card, options: RenderOptions): SlackBlock[] => {
  const lead = card.lead === undefined ? [] : noteBlocks(card.lead, limits.note, options);
  const first = [...lead, headlineBlock(card, options)];
  const budget = budgets[options.surface ?? 'message'];
  const room = budget.characters - sizeOfBlocks(first) - leftOutSize;
  const sized = withFewCharts(card.parts)
    .map((part, index): Sized => {
      const blocks = partBlocks(part, room, options);
      return { part, blocks, index, size: sizeOfBlocks(blocks) };
    })
    .filter(({ blocks }) => blocks.length > 0);
  const kept = fit(sized, room, budget.blocks - first.length - 1, options);
  const dropped = sized.filter((item) => !kept.some(({ index }) => index === item.index));
  return [...first, ...kept.flatMap(({ blocks }) => blocks), ...leftOut(dropped)];
};
