import type { Inline, Text, Untrusted } from '../../core/text.ts';
import { isUntrusted } from '../../core/text.ts';
import { cleanLine } from './clean.ts';
import { cut } from './cut.ts';
import { emojiCharacter } from './emoji.ts';
import { utc } from './moment.ts';

/** The words of our own or foreign text: cleaned, on one line, at most `limit` long. */
export const words = (text: string | Untrusted, limit = Number.POSITIVE_INFINITY): string =>
  cut(cleanLine(isUntrusted(text) ? text.untrusted : text), limit);

/** One piece without any markup: what a table, a button or a screen reader shows. */
export const pieceWords = (piece: Inline, limit?: number): string => {
  if (typeof piece === 'string' || 'untrusted' in piece) return words(piece, limit);
  if ('bold' in piece) return words(piece.bold, limit);
  if ('code' in piece) return words(piece.code, limit);
  if ('link' in piece) return words(piece.label, limit);
  if ('time' in piece) return utc(piece.time, piece.style);
  if ('emoji' in piece) return emojiCharacter(piece.emoji);
  if ('userGroup' in piece) return `group ${words(piece.userGroup, 30)}`;
  return 'user' in piece
    ? `member ${words(piece.user, 30)}`
    : `channel ${words(piece.channel, 30)}`;
};

/** A line as words only. */
export const textWords = (text: Text, limit: number): string =>
  cut(text.map((piece) => pieceWords(piece, limit)).join(''), limit);
