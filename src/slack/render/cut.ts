import { shorten } from '../../core/words.ts';

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });
const number = new Intl.NumberFormat('en-US');

const weightOf = (code: number): number => {
  if (code === 0x26) return 5;
  return code === 0x3c || code === 0x3e ? 4 : 1;
};

/**
 * How much of Slack's limits a text takes: its length once `&`, `<` and `>` are escaped, which is
 * how Slack keeps it whatever field it was sent in.
 */
export const sizeOf = (text: string): number => {
  if (!/[&<>]/.test(text)) return text.length;
  let size = 0;
  for (let index = 0; index < text.length; index += 1) size += weightOf(text.charCodeAt(index));
  return size;
};

/** The longest start of `text` within `limit`, in code units. */
const fitting = (text: string, limit: number): number => {
  let size = 0;
  let index = 0;
  while (index < text.length) {
    size += weightOf(text.charCodeAt(index));
    if (size > limit) return index;
    index += 1;
  }
  return index;
};

/** The last place at or before `index` where no character is torn apart. */
const boundary = (text: string, index: number): number => {
  const start = Math.max(0, index - 64);
  const window = text.slice(start, index + 64);
  const segment = graphemes.segment(window).containing(index - start);
  // A "character" that fills the whole window is no character but a trick: cut within it.
  if (segment && segment.index > 0) return start + segment.index;
  const isLowSurrogate = (text.charCodeAt(index) & 0xfc00) === 0xdc00;
  return isLowSurrogate ? index - 1 : index;
};

const mark = (leftOut: number): string => `… (+${number.format(leftOut)} characters)`;

/** The longest mark there is, as room to keep for it. */
const markSize = mark(999_999_999).length;

/** "1 line", "2 lines", "1,234 lines". */
export const counted = (count: number, noun: string): string =>
  `${number.format(count)} ${noun}${count === 1 ? '' : 's'}`;

/**
 * `text` within `limit` (counted as {@link sizeOf} does), cut between characters as people see them
 * and marked with how much is missing. The text must be well-formed.
 */
export const cut = (text: string, limit: number): string => {
  if (text.length <= limit && sizeOf(text) <= limit) return text;
  if (limit < markSize + 4) return limit > 0 ? '…' : '';
  const end = boundary(text, fitting(text, limit - markSize));
  // A joiner that lost its second half joins nothing.
  return `${text.slice(0, end).replace(/\u200D$/, '')}${mark(text.length - end)}`;
};

/** `text` in pieces of at most `limit` each, parted between lines; a longer line is cut. */
export const piecesOfLines = (text: string, limit: number): string[] => {
  const pieces: string[][] = [];
  let size = Number.POSITIVE_INFINITY;
  for (const line of text.split('\n').map((each) => cut(each, limit))) {
    const lineSize = sizeOf(line) + 1;
    if (size + lineSize > limit) {
      pieces.push([]);
      size = -1;
    }
    pieces.at(-1)?.push(line);
    size += lineSize;
  }
  return pieces.map((lines) => lines.join('\n')).filter((piece) => piece.trim() !== '');
};

/** `text` within a limit too small for a mark that says how much is missing. */
export const cutShort = (text: string, limit: number): string => {
  let short = shorten(text, limit);
  for (let room = limit; sizeOf(short) > limit && room > 1; room -= 4) short = shorten(text, room);
  return sizeOf(short) > limit ? '…' : short;
};
