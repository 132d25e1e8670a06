import type { ContextBlock } from '@slack/types';
import type { Inline, Text } from '../../core/text.ts';
import { cut, sizeOf } from './cut.ts';
import { channelId, groupId, memberId, type RenderOptions } from './elements.ts';
import { limits } from './limits.ts';
import { allowedUrl } from './links.ts';
import { dateFormat, isMoment, utc } from './moment.ts';
import {
  channelToken,
  dateToken,
  groupToken,
  linkToken,
  type Mrkdwn,
  memberToken,
} from './mrkdwn.ts';
import { pieceWords, textWords, words } from './pieces.ts';

type Element = ContextBlock['elements'][number];

/** Our own live tokens; everything else is plain_text, which Slack does not parse. */
const live = (piece: Inline, { linkHosts }: RenderOptions): Mrkdwn | undefined => {
  if (typeof piece === 'string') return undefined;
  if ('time' in piece && isMoment(piece.time))
    return dateToken(piece.time, dateFormat(piece.style), utc(piece.time, piece.style));
  if ('link' in piece) {
    const url = allowedUrl(piece.link, linkHosts);
    const label = words(piece.label, limits.label);
    return url === undefined || label.trim() === '' ? undefined : linkToken(url, label);
  }
  if ('user' in piece && memberId.test(piece.user)) return memberToken(piece.user);
  if ('userGroup' in piece && groupId.test(piece.userGroup)) return groupToken(piece.userGroup);
  if ('channel' in piece && channelId.test(piece.channel)) return channelToken(piece.channel);
  return undefined;
};

const plainText = (text: string): Element => ({ type: 'plain_text', text, emoji: false });

const elementsOf = (text: Text, room: number, options: RenderOptions): Element[] => {
  const elements: Element[] = [];
  let buffer = '';
  const flush = (): void => {
    const shown = cut(buffer, limits.note).trim();
    if (shown !== '') elements.push(plainText(shown));
    buffer = '';
  };
  for (const piece of text) {
    const token = live(piece, options);
    if (token === undefined) {
      buffer += pieceWords(piece, limits.item);
    } else {
      flush();
      elements.push({ type: 'mrkdwn', text: token, verbatim: true });
    }
  }
  // Elements stand apart, so a full stop of its own would float behind the last one.
  if (elements.length > 0 && /^\s*\.\s*$/.test(buffer)) buffer = '';
  flush();
  const size = elements.reduce(
    (sum, element) => sum + ('text' in element ? sizeOf(element.text) : 0),
    0,
  );
  const fits = elements.length <= limits.context && size <= Math.min(room, limits.note);
  if (fits) return elements;
  return [plainText(textWords(text, Math.min(room, limits.note)).trim())];
};

/** Small print: a context block, whose words are plain text and whose only markup is ours. */
export const noteBlocks = (text: Text, room: number, options: RenderOptions): ContextBlock[] => {
  const elements = elementsOf(text, room, options);
  const isEmpty = elements.every((element) => 'text' in element && element.text === '');
  return isEmpty ? [] : [{ type: 'context', elements }];
};
