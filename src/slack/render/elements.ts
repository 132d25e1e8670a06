import type { RichTextElement } from '@slack/types';
import type { Inline, Text, Untrusted } from '../../core/text.ts';
import { sizeOf } from './cut.ts';
import { isEmojiName } from './emoji.ts';
import { allowedUrl } from './links.ts';
import { dateFormat, isMoment, utc } from './moment.ts';
import { pieceWords, words } from './pieces.ts';

/** What rendering depends on besides the card. */
export interface RenderOptions {
  /** Hosts, besides AWS's console, that a link may lead to. */
  readonly linkHosts: readonly string[];
  /** A view (a modal, the App Home) takes more blocks and more text, but no data_table. */
  readonly surface?: 'message' | 'view';
  /** Charts are told in words: Slack does not take them everywhere yet. A view never does. */
  readonly noCharts?: boolean;
}

type Style = { readonly bold?: true; readonly code?: true };

export const memberId = /^[UW][A-Z0-9]{2,30}$/;
export const groupId = /^S[A-Z0-9]{2,30}$/;
export const channelId = /^[CGD][A-Z0-9]{2,30}$/;

const textElement = (text: string, style?: Style): RichTextElement[] => {
  // Slack refuses an element without text.
  if (text === '') return [];
  return style ? [{ type: 'text', text, style }] : [{ type: 'text', text }];
};

const linkElement = (
  piece: {
    readonly link: string & Parameters<typeof allowedUrl>[0];
    readonly label: string | Untrusted;
  },
  limit: number,
  { linkHosts }: RenderOptions,
): RichTextElement[] => {
  const label = words(piece.label, limit);
  const url = allowedUrl(piece.link, linkHosts);
  if (url === undefined || sizeOf(url) + sizeOf(label) > limit)
    return textElement(words(label === '' ? piece.link : `${label} (${piece.link})`, limit));
  return [{ type: 'link', url, text: label === '' ? 'link' : label }];
};

/** One piece as typed elements, which Slack draws and never parses. */
const elementsOfPiece = (
  piece: Inline,
  limit: number,
  options: RenderOptions,
): RichTextElement[] => {
  if (typeof piece === 'string' || 'untrusted' in piece) return textElement(words(piece, limit));
  if ('bold' in piece) return textElement(words(piece.bold, limit), { bold: true });
  if ('code' in piece) return textElement(words(piece.code, limit), { code: true });
  if ('link' in piece) return linkElement(piece, limit, options);
  if ('time' in piece && isMoment(piece.time))
    return [
      {
        type: 'date',
        timestamp: Math.floor(piece.time / 1000),
        format: dateFormat(piece.style),
        fallback: utc(piece.time, piece.style),
      },
    ];
  if ('emoji' in piece && isEmojiName(piece.emoji)) return [{ type: 'emoji', name: piece.emoji }];
  if ('user' in piece && memberId.test(piece.user)) return [{ type: 'user', user_id: piece.user }];
  if ('userGroup' in piece && groupId.test(piece.userGroup))
    return [{ type: 'usergroup', usergroup_id: piece.userGroup }];
  if ('channel' in piece && channelId.test(piece.channel))
    return [{ type: 'channel', channel_id: piece.channel }];
  return textElement(pieceWords(piece, limit));
};

/** Every string of a block that could count, as Slack may count it. */
export const sizeOfBlocks = (value: unknown): number => {
  if (typeof value === 'string') return sizeOf(value);
  if (Array.isArray(value)) return value.reduce<number>((sum, item) => sum + sizeOfBlocks(item), 0);
  if (typeof value !== 'object' || value === null) return 0;
  let size = 0;
  for (const key of Object.keys(value))
    if (key !== 'type' && key !== 'style' && key !== 'action_id')
      size += sizeOfBlocks(Reflect.get(value, key));
  return size;
};

/**
 * A line as typed elements of a rich_text section, at most `limit` in all and `pieceLimit` for each
 * piece, so that a long name does not push away what happened to it. Never empty.
 */
export const elementsOf = (
  text: Text,
  { limit, pieceLimit = limit }: { readonly limit: number; readonly pieceLimit?: number },
  options: RenderOptions,
): RichTextElement[] => {
  const elements: RichTextElement[] = [];
  let room = limit;
  for (const piece of text) {
    if (room <= 0) break;
    for (const element of elementsOfPiece(piece, Math.min(room, pieceLimit), options)) {
      elements.push(element);
      room -= sizeOfBlocks(element);
    }
  }
  return elements.length > 0 ? elements : [{ type: 'text', text: '–' }];
};
